from types import SimpleNamespace

import numpy as np
import pytest

from nertag.errors import ConfigError, DataError
from nertag.features.lookups import Lookups
from nertag.features.vocabulary import Vocabulary
from nertag.training import checkpoint as checkpoints
from nertag.training.checkpoint import Checkpoint, Progress

pytestmark = pytest.mark.slow

WEIGHTS = {"w": np.zeros(2)}


@pytest.mark.parametrize(
    ("epoch", "hint"), [(1, "check it"), (3, "make room, then `resume` goes on after epoch 2")]
)
def test_a_full_disk_leaves_the_epoch_before_to_go_on_from(tmp_path, monkeypatch, epoch, hint):
    checkpoint = Checkpoint(tmp_path / "m", "fingerprint")

    def full(*_):
        raise DataError(tmp_path, 0, "cannot be written: No space left on device", "check it")

    monkeypatch.setattr("nertag.training.checkpoint.commit", full)
    progress = Progress(epoch, 1, 0.5, [], WEIGHTS, WEIGHTS)
    with pytest.raises(DataError) as caught:
        checkpoint.save(progress)
    assert str(caught.value).endswith(f"No space left on device ({hint})")


def test_a_run_goes_on_with_the_tensorflow_it_began_with(tmp_path, monkeypatch):
    checkpoint = Checkpoint(tmp_path / "m", "fingerprint")
    checkpoint.keep_inputs(Lookups(Vocabulary(("a",), ()), np.zeros((0, 2), np.float32)))
    checkpoint.save(Progress(1, 1, 0.5, [{"epoch": 1}], WEIGHTS, WEIGHTS))
    assert checkpoint.load("char")[1].epoch == 1
    monkeypatch.setattr(checkpoints, "tf", SimpleNamespace(__version__="9.9"))
    with pytest.raises(ConfigError, match=r"was written with TensorFlow .*, this is 9\.9"):
        checkpoint.load("char")


def after(*epochs):
    """The progress after epochs with these dev F1 and losses."""
    progress = Progress()
    for number, (f1, loss) in enumerate(epochs, 1):
        if progress.is_best(f1, loss):
            progress.best_epoch, progress.best_f1 = number, f1
        progress.epoch = number
        progress.history.append({"epoch": number, "dev_f1": f1, "loss": loss})
    return progress


@pytest.mark.parametrize(
    ("epochs", "best", "waited"),
    [
        ([], 0, 0),
        ([(0.0, 3.0), (0.0, 2.0), (0.0, 1.0)], 3, 2),
        ([(0.0, 3.0), (0.0, 2.0), (0.0, 2.5)], 2, 2),
        ([(0.5, 3.0), (0.4, 2.0), (0.5, 1.0), (0.3, 0.5)], 3, 3),
        ([(0.5, 1.0), (0.5, 1.0)], 1, 1),
        ([(0.5, 1.0), (0.6, 2.0)], 2, 0),
    ],
)
def test_the_best_epoch_has_the_best_score_and_then_the_lowest_loss(epochs, best, waited):
    progress = after(*epochs)
    assert (progress.best_epoch, progress.waited) == (best, waited)
