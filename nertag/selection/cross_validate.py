"""Cross-validation: each sentence is predicted by a model that has not seen it."""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nertag.api import TrainSettings, train
from nertag.config import settings_from
from nertag.errors import DataError
from nertag.evaluation import (
    Gold,
    Mistake,
    Outcome,
    Results,
    find_label_errors,
    tag_probabilities,
)
from nertag.formats import Data, read_labelled, refuse_unused
from nertag.model import Scores
from nertag.selection.folds import folds_of
from nertag.selection.settings import of_training
from nertag.tagging import Tagger
from nertag.text import Sentence, spans_to_tags

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from nertag.training import Listener


@dataclass(frozen=True)
class CrossValidation:
    """The scores of the folds, and what was predicted of each sentence.

    Parameters
    ----------
    folds : tuple of Scores
        The scores of each fold, by the model of all others.
    sentences : tuple of Sentence
        The sentences in the order of the data, with the tags that were predicted, in BIO.
    scores : Scores
        The scores of all predictions together.
    results : Results
        All that a report shows of the predictions, with the likely mistakes of the labelling.
    """

    folds: tuple[Scores, ...]
    sentences: tuple[Sentence, ...]
    scores: Scores
    results: Results

    @property
    def label_errors(self) -> Sequence[Mistake]:
        """What is likely a mistake of the labelling, the likeliest first."""
        return self.results.label_errors

    @property
    def f1(self) -> float:
        """The mean of the strict F1 of the folds, from 0 to 1."""
        return statistics.mean(one.f1 for one in self.folds)

    @property
    def spread(self) -> float:
        """The standard deviation of the strict F1 of the folds."""
        return statistics.stdev(one.f1 for one in self.folds)


@dataclass(frozen=True)
class Fold:
    """A model, and the sentences that it has not seen.

    Parameters
    ----------
    indices : list of int
        Where its sentences stand in the data.
    gold : Gold
        Its sentences, as they are labelled.
    tagger : Tagger
        The model of all other folds.
    """

    indices: list[int]
    gold: Gold
    tagger: Tagger


def cross_validate(
    data: Data,
    *,
    folds: int = 5,
    by: str = "sentence",
    listener: Listener | None = None,
    **settings: Unpack[TrainSettings],
) -> CrossValidation:
    """Train a model for each fold of labelled data on the other folds, and score it on the fold.

    A share of the other folds (`dev_fraction`) chooses the best epoch, so that the fold itself is
    held out of everything.

    Parameters
    ----------
    data : path or iterable
        Labelled data, as `nertag.read` takes them.
    folds : int
        Number of folds, 2 at least.
    by : {"sentence", "document"}
        What is never parted.
    listener : Listener, optional
        Hears how each training goes; by default the logger ``nertag``.
    **settings
        Any setting of `nertag.Settings`.

    Raises
    ------
    NertagError
        Data or settings are wrong; the message says what and where.
    """
    checked = settings_from(settings)
    labelled = read_labelled(data, checked.reading)
    refuse_unused(checked.reading, [labelled.format])
    gold = Gold(labelled.path, labelled.scheme, labelled.sentences)
    gold.check_whole()
    if not gold.labels:
        raise DataError(labelled.path, 0, "every tag is O: there is no entity to learn from")
    scores = []
    predicted: list[Any] = [None] * len(gold)
    sure, tags = [*predicted], [*predicted]
    kept = of_training(settings, tokens=checked.reading.tokens, scheme=labelled.scheme)
    for fold in _folds(gold, folds, by, listener, kept):
        look = fold.tagger.look(fold.gold.sentences)
        found = replace(Outcome.of(fold.tagger, fold.gold, look), labels=gold.labels)
        scores.append(found.scores())
        marginals = look.marginals(fold.tagger.temperature)
        assert found.probabilities is not None
        for number, index in enumerate(fold.indices):
            predicted[index], sure[index] = found.predicted[number], found.probabilities[number]
            tags[index] = tag_probabilities(marginals[number], look.tags, gold.labels)
    outcome = Outcome(gold, predicted, predicted, gold.labels, probabilities=sure)
    results = outcome.results()
    return CrossValidation(
        tuple(scores),
        tuple(
            replace(one, tags=tuple(spans_to_tags(found, len(one), "BIO")))
            for one, found in zip(gold.sentences, predicted)
        ),
        outcome.scores(),
        replace(
            results,
            folds=scores,
            label_errors=find_label_errors(gold, tags, results.mistakes),
        ),
    )


def _folds(
    gold: Gold, count: int, by: str, listener: Listener | None, settings: Mapping[str, Any]
) -> Iterator[Fold]:
    seed = settings_from(settings).training.seed
    for indices in folds_of(gold.sentences, count, by=by, seed=seed):
        held_out = set(indices)
        others = [one for i, one in enumerate(gold.sentences) if i not in held_out]
        with tempfile.TemporaryDirectory() as folder:
            tagger = train(others, output=Path(folder) / "model", listener=listener, **settings)
        yield Fold(indices, gold.at(indices), tagger)
