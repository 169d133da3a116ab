"""Are scores probabilities? Reliability, and one temperature that improves it.

Scores are calibrated if eight in ten entities with a score of 0.8 are right. Expected
calibration error and temperature scaling after Guo et al. (2017), https://arxiv.org/abs/1706.04599.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nertag.arrays import Doubles

BINS = 10
FOLDS = 5
TEMPERATURES = 2.0 ** (np.arange(-16, 25) / 8)
"""The temperatures that a fit chooses from: 0.25 to 8, 9% apart, with 1 among them."""
NEVER_SURE = 1e-6
"""Scores are clipped this near to 0 and 1, so that one sure mistake does not outweigh the rest."""


@dataclass(frozen=True, slots=True)
class Bin:
    """Entities with similar scores.

    Parameters
    ----------
    low : float
        The lowest score in the bin.
    high : float
        The highest score in the bin.
    score : float
        The mean score in the bin.
    right : float
        The share of the entities that is right.
    count : int
        Number of entities.
    """

    low: float
    high: float
    score: float
    right: float
    count: int


def reliability(scores: ArrayLike, right: ArrayLike, bins: int = BINS) -> list[Bin]:
    """Entities in bins of equal mass, by score from low to high.

    Parameters
    ----------
    scores : array of float, shape (entities,)
        The score of each entity, from 0 to 1.
    right : array of bool, shape (entities,)
        Whether each entity is right.
    bins : int
        Number of bins at most; entities with the same score share a bin.
    """
    scores, right = np.asarray(scores, np.float64), np.asarray(right, np.bool_)
    if not len(scores):
        return []
    edges = np.quantile(scores, np.arange(1, bins) / bins)
    indices = np.searchsorted(edges, scores)
    groups = [indices == number for number in np.unique(indices)]
    return [
        Bin(
            low=float(scores[group].min()),
            high=float(scores[group].max()),
            score=float(scores[group].mean()),
            right=float(right[group].mean()),
            count=int(group.sum()),
        )
        for group in groups
    ]


def calibration_error(bins: list[Bin]) -> float:
    """Mean distance between score and share of right entities in an entity's bin; 0 for no bins.

    Parameters
    ----------
    bins : list of Bin
        The bins of all entities.
    """
    total = sum(one.count for one in bins)
    return sum(one.count * abs(one.score - one.right) for one in bins) / total if total else 0.0


@dataclass(frozen=True, slots=True)
class Calibration:
    """A temperature and what it does.

    Parameters
    ----------
    temperature : float
        The temperature, fitted on all entities; 1 if there are none, or if no fit is better.
    before : list of Bin
        The bins at temperature 1.
    after : list of Bin
        The bins with each sentence's entities at the temperature that was fitted without it.
    """

    temperature: float
    before: list[Bin]
    after: list[Bin]

    @property
    def helps(self) -> bool:
        """Whether the error is lower on sentences that the fit has not seen."""
        return calibration_error(self.after) < calibration_error(self.before)


def calibrate(
    scores_at: Callable[[float], ArrayLike],
    right: ArrayLike,
    sentences: ArrayLike,
    *,
    bins: int = BINS,
    folds: int = FOLDS,
) -> Calibration:
    """Fit one temperature, and judge it by cross-fitting over sentences.

    A fit takes the temperature at which the scores make being right or wrong most likely (the least
    mean negative log-likelihood, a proper score). `scores_at` is called once for each of
    `TEMPERATURES`; the entities are the same at all of them, since the best tags are the same.

    Parameters
    ----------
    scores_at : callable
        Maps a temperature to the scores of all entities, shape ``(entities,)``.
    right : array of bool, shape (entities,)
        Whether each entity is right.
    sentences : array of int, shape (entities,)
        The number of the sentence of each entity. Sentences that follow one another mostly share a
        fold, as they may share a document.
    bins : int
        Number of bins at most.
    folds : int
        Number of folds for cross-fitting.
    """
    right, sentences = np.asarray(right, np.bool_), np.asarray(sentences, np.int64)
    if not len(right):
        return Calibration(1.0, [], [])
    table = np.array([scores_at(float(temperature)) for temperature in TEMPERATURES], np.float64)
    plain = int(np.flatnonzero(TEMPERATURES == 1)[0])
    losses = _losses(table, right)
    _, order = np.unique(sentences, return_inverse=True)
    fold = order.reshape(-1) * folds // (np.max(order) + 1)
    fitted = np.full(len(right), plain)
    for number in range(folds):
        fitted[fold == number] = _best(losses[:, fold != number], plain)
    return Calibration(
        temperature=float(TEMPERATURES[_best(losses, plain)]),
        before=reliability(table[plain], right, bins),
        after=reliability(table[fitted, np.arange(len(right))], right, bins),
    )


def _losses(scores: Doubles, right: NDArray[np.bool_]) -> Doubles:
    kept = np.clip(scores, NEVER_SURE, 1 - NEVER_SURE)
    return np.asarray(-np.log(np.where(right, kept, 1 - kept)))


def _best(losses: Doubles, plain: int) -> int:
    """The row with the least mean; `plain` where nothing is less."""
    sums = losses.sum(axis=1)
    best = int(np.argmin(sums))
    return best if sums[best] < sums[plain] else plain
