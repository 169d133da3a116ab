"""Training on growing parts of the data, scored on the same dev data."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nertag.api import TrainSettings, train
from nertag.config import settings_from
from nertag.errors import ConfigError, DataError
from nertag.evaluation import Gold, LearningCurve, sentence_counts
from nertag.formats import Data, read_labelled, refuse_unused
from nertag.selection.folds import folds_of, nested_parts
from nertag.selection.settings import of_training
from nertag.text import Sentence
from nertag.training import Listener, usual_listener

if TYPE_CHECKING:
    from typing_extensions import Unpack

SHARES = (0.1, 0.2, 0.4, 0.7, 1.0)
"""The parts of the training sentences, each of which holds those before."""


def learning_curve(
    data: Data,
    dev: Data | None = None,
    *,
    listener: Listener | None = None,
    **settings: Unpack[TrainSettings],
) -> LearningCurve:
    """Train on 10, 20, 40, 70 and 100% of labelled data, and say whether more would pay.

    The dev data choose the best epoch of each training, and score it.

    Parameters
    ----------
    data : path or iterable
        Labelled data, as `nertag.read` takes them.
    dev : path or iterable, optional
        Labelled data to score on; a share of `data` (`dev_fraction`) by default.
    listener : Listener, optional
        Hears how each training goes; as for `nertag.train` by default.
    **settings
        Any setting of `nertag.Settings`.

    Raises
    ------
    NertagError
        Data or settings are wrong; the message says what and where.
    """
    listener = listener or usual_listener()
    checked = settings_from(settings)
    read = [read_labelled(one, checked.reading) for one in (data, dev) if one is not None]
    refuse_unused(checked.reading, [one.format for one in read])
    golds = [Gold(one.path, one.scheme, one.sentences) for one in read]
    for gold in golds:
        gold.check_whole()
    if not golds[0].labels:
        raise DataError(golds[0].path, 0, "every tag is O: there is no entity to learn from")
    seed = checked.training.seed
    if dev is None:
        golds = _held_out(golds[0], checked.training.dev_fraction, seed)
    sentences, scored = golds[0].in_bio, Gold(golds[1].path, "BIO", golds[1].in_bio)
    kept = of_training(settings, tokens=checked.reading.tokens, scheme="BIO")
    parts = [[sentences[i] for i in part] for part in nested_parts(sentences, SHARES, seed=seed)]
    counts = []
    for share, part in zip(SHARES, parts):
        listener.say(f"{share:.0%} of the data: {len(part):,} sentences")
        counts.append(_counts(part, scored, listener, kept))
    return LearningCurve(str(golds[0].path), list(map(len, parts)), counts)


def _held_out(gold: Gold, share: float, seed: int) -> list[Gold]:
    """The training sentences, and a share of them as dev."""
    if not 0 < share <= 0.5:
        raise ConfigError(
            f"`dev_fraction` is {share}, expected above 0 and at most 0.5, or a `dev` file",
            setting="dev_fraction",
        )
    dev = folds_of(gold.sentences, round(1 / share), by="sentence", seed=seed)[0]
    held_out = set(dev)
    return [gold.at([i for i in range(len(gold)) if i not in held_out]), gold.at(dev)]


def _counts(
    sentences: Sequence[Sentence], dev: Gold, listener: Listener, settings: Mapping[str, Any]
) -> Any:
    """The counts of the dev sentences by a model of some training sentences."""
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "model"
        tagger = train(sentences, dev.sentences, output=output, listener=listener, **settings)
        return sentence_counts(dev.strict_spans, tagger.look(dev.sentences).spans)
