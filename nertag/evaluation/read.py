"""Labelled files that are scored, and files of predictions that are scored against them."""

from __future__ import annotations

from dataclasses import dataclass

from nertag.config import ReadingSettings
from nertag.errors import IN_MEMORY, DataError
from nertag.evaluation.gold import Gold
from nertag.formats import Data, read_labelled
from nertag.text import Sentence, Span


@dataclass(frozen=True)
class Predictions:
    """A file of predictions of the sentences of a labelled file.

    Parameters
    ----------
    strict : list of lists of Span
        The spans of each sentence whose tags keep to the scheme.
    conlleval : list of lists of Span
        The spans of each sentence, where a tag that cannot continue an entity opens one.
    notes : tuple of str
        What was repaired or ignored while it was read, one line each.
    format : str
        The name of the file's format.
    """

    strict: list[list[Span]]
    conlleval: list[list[Span]]
    notes: tuple[str, ...]
    format: str


def read_gold(path: Data, settings: ReadingSettings) -> Gold:
    """Read a labelled file.

    Parameters
    ----------
    path : path or iterable
        The labelled file, or labelled data in memory.
    settings : ReadingSettings
        How the file is read.
    """
    labelled = read_labelled(path, settings)
    notes = tuple(f"{labelled.path}: {oddity}" for oddity in labelled.oddities)
    gold = Gold(labelled.path, labelled.scheme, labelled.sentences, notes, labelled.format)
    gold.check_whole()
    return gold


def read_predictions(path: Data, gold: Gold, settings: ReadingSettings) -> Predictions:
    """Read a file of predictions.

    Parameters
    ----------
    path : path or iterable
        The file of predictions, or predictions in memory.
    gold : Gold
        The labelled sentences that were predicted.
    settings : ReadingSettings
        How the file is read.

    Raises
    ------
    DataError
        It does not hold the sentences of `gold`; names the line of the first that differs.
    """
    found = read_gold(path, settings)
    if len(gold.sentences) != len(found.sentences):
        what = f"{len(found.sentences):,} sentences where {gold.path} has {len(gold.sentences):,}"
        raise DataError(found.path, 0, what, "each must be there, in the same order")
    for number, (wanted, sentence) in enumerate(zip(gold.sentences, found.sentences), 1):
        if wanted.words != sentence.words:
            what = f"these are not the tokens of {_place(gold, wanted, number)}"
            hint = "the texts must be the same; `tokens` says how they are split"
            line = number if found.path == IN_MEMORY else sentence.line
            raise DataError(found.path, line, what, hint)
    notes = found.notes
    if found.broken_count:
        notes += (
            f"{found.path}: {found.broken_count:,} predicted tags break {found.scheme}: no entity "
            "in the strict scores, an entity in the conlleval scores",
        )
    return Predictions(found.strict_spans, found.spans, notes, found.format)


def _place(gold: Gold, sentence: Sentence, number: int) -> str:
    if gold.path == IN_MEMORY:
        return f"sentence {number} of the labelled data"
    return f"{gold.path}:{sentence.line}"
