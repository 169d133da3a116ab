"""The scores of the folds of a cross-validation, label by label."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import mean, stdev

from nertag.model import LabelScores, Scores
from nertag.pages import percent

ALL = "all"
NOT_THERE = "–"


def fold_heads(folds: Sequence[Scores]) -> list[str]:
    """The headings of the table of `fold_rows`.

    Parameters
    ----------
    folds : sequence of Scores
        The scores of each fold.
    """
    numbered = [f"fold {number}" for number in range(1, len(folds) + 1)]
    return ["type", *numbered, "mean", "deviation"]


def fold_rows(folds: Sequence[Scores]) -> list[tuple[str, list[str]]]:
    """The F1 of each label in percent: of each fold, the mean, the standard deviation.

    Parameters
    ----------
    folds : sequence of Scores
        The scores of each fold.

    Returns
    -------
    list of (str, list of str)
        A row for each label, the last one for all; a fold without entities of a label has a dash.
    """
    labels = sorted({label for one in folds for label in one.strict.types})
    rows = [(label, _row([one.strict.types.get(label) for one in folds])) for label in labels]
    return [*rows, (ALL, _row([one.strict.micro for one in folds]))] if folds else []


def _row(scores: Sequence[LabelScores | None]) -> list[str]:
    known = [one.f1 for one in scores if one is not None]
    cells = [NOT_THERE if one is None else percent(one.f1) for one in scores]
    spread = percent(stdev(known)) if len(known) > 1 else NOT_THERE
    return [*cells, percent(mean(known)), spread]
