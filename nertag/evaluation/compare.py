"""Two files of predictions of the same sentences, compared."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from nertag.config import ReadSettings, reading_from
from nertag.evaluation.metrics.bootstrap import (
    LEVEL,
    SAMPLES,
    Difference,
    f1_difference,
    f1_interval,
    sentence_counts,
)
from nertag.evaluation.metrics.counts import Counts
from nertag.evaluation.read import read_gold, read_predictions
from nertag.formats import Data, name_of, refuse_unused

if TYPE_CHECKING:
    from typing_extensions import Unpack


@dataclass(frozen=True, slots=True)
class ComparedFile:
    """The strict scores of one file of predictions, from 0 to 1.

    Parameters
    ----------
    path : str
        The file.
    precision : float
        Micro average of the precision.
    recall : float
        Micro average of the recall.
    f1 : float
        Micro average of F1.
    low : float
        The lower bound of the interval of F1.
    high : float
        The upper bound of the interval of F1.
    """

    path: str
    precision: float
    recall: float
    f1: float
    low: float
    high: float


@dataclass(frozen=True)
class Comparison:
    """What `compare` finds.

    Parameters
    ----------
    sentences : int
        The size of the labelled file.
    scheme : str
        How its tags are written.
    level : float
        How often the intervals hold the F1 of all such sentences.
    samples : int
        How often the sentences were drawn again.
    first : ComparedFile
        The scores of the first file.
    second : ComparedFile
        The scores of the second file.
    difference : Difference
        The second F1 minus the first, its interval, and the p-value.
    notes : tuple of str
        What was repaired or ignored while the files were read, one line each.
    """

    sentences: int
    scheme: str
    level: float
    samples: int
    first: ComparedFile
    second: ComparedFile
    difference: Difference
    notes: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Plain values, as the command line prints them; `notes` are no part of it."""
        values = asdict(self)
        del values["notes"]
        return values


def compare(first: Data, second: Data, gold: Data, **reading: Unpack[ReadSettings]) -> Comparison:
    """Score two files of predictions against the same labelled file, and test the difference.

    Scores are strict: a tag that breaks the scheme is no entity, in gold and predictions.

    Parameters
    ----------
    first : path or iterable
        Predictions of one tool: a file, or data in memory.
    second : path or iterable
        Predictions of another tool.
    gold : path or iterable
        The labelled data.
    **reading
        Settings of reading, for all three files; each file may have its own format.

    Raises
    ------
    DataError
        The files do not hold the same texts; the message names the line of the first that differs.

    Examples
    --------
    >>> found = nertag.compare("rules.bio", "crf.bio", "test.bio")
    >>> round(found.difference.f1, 3), found.difference.p < 0.05
    (0.228, True)
    """
    settings = reading_from(reading)
    labelled = read_gold(gold, settings)
    predictions = [read_predictions(path, labelled, settings) for path in (first, second)]
    refuse_unused(settings, [labelled.format, *(one.format for one in predictions)])
    counts = [sentence_counts(labelled.strict_spans, one.strict) for one in predictions]
    notes = dict.fromkeys(labelled.notes + predictions[0].notes + predictions[1].notes)
    return Comparison(
        sentences=len(labelled.sentences),
        scheme=labelled.scheme,
        level=LEVEL,
        samples=SAMPLES,
        first=_scored(first, counts[0]),
        second=_scored(second, counts[1]),
        difference=f1_difference(*counts),
        notes=tuple(notes),
    )


def _scored(data: Data, counts: NDArray[np.int64]) -> ComparedFile:
    total = Counts(*counts.sum(axis=0).tolist())
    return ComparedFile(name_of(data), total.precision, total.recall, **asdict(f1_interval(counts)))
