import numpy as np
import pytest

from nertag.errors import DataError
from nertag.training.checkpoint import Checkpoint, Progress


@pytest.mark.parametrize(
    ("epoch", "hint"), [(1, "check it"), (3, "make room, then --resume goes on after epoch 2")]
)
def test_a_full_disk_leaves_the_epoch_before_to_go_on_from(tmp_path, monkeypatch, epoch, hint):
    checkpoint = Checkpoint(tmp_path / "m", "fingerprint")

    def full(*_):
        raise DataError(tmp_path, 0, "cannot be written: No space left on device", "check it")

    monkeypatch.setattr("nertag.store.commit", full)
    progress = Progress(epoch, 1, 0.5, [], {"w": np.zeros(2)}, {"w": np.zeros(2)})
    with pytest.raises(DataError) as caught:
        checkpoint.save(progress)
    assert str(caught.value).endswith(f"No space left on device ({hint})")
