"""Confidence intervals of F1, and of the difference of two F1, by resampling sentences.

Percentile bootstrap, Efron and Tibshirani (1993), chapters 13 and 16. A sample draws as many
sentences as there are, with replacement. Sentences with the same counts are interchangeable. So the
number of sentences of each kind is drawn, which is fast.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nertag.arrays import Doubles
from nertag.text import Span

Counts = NDArray[np.int64]

SAMPLES = 10_000
LEVEL = 0.95
"""How often an interval holds the F1 of all the sentences that such data is drawn from."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure and its interval at `LEVEL`.

    Parameters
    ----------
    f1 : float
        The figure; 1 is 100%.
    low : float
        The lower bound.
    high : float
        The upper bound.
    """

    f1: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Difference(Interval):
    """The second F1 minus the first.

    Parameters
    ----------
    p : float
        How likely chance alone makes such a difference, in either direction: twice the share of
        samples on the other side of 0. It is below 1 - `LEVEL` where 0 is outside the interval.
    """

    p: float


def sentence_counts(gold: Iterable[Sequence[Span]], predicted: Iterable[Sequence[Span]]) -> Counts:
    """Entities of each sentence that are right, predicted and in gold, shape ``(sentences, 3)``.

    Parameters
    ----------
    gold : iterable of sequences of Span
        The gold spans of each sentence.
    predicted : iterable of sequences of Span
        The predicted spans of each sentence.
    """
    rows = [
        (len(set(right) & set(guess)), len(guess), len(right))
        for right, guess in zip(gold, predicted, strict=True)
    ]
    return np.array(rows, np.int64).reshape(-1, 3)


def f1_interval(counts: Counts, *, samples: int = SAMPLES, seed: int = 1) -> Interval:
    """F1 and its interval.

    Parameters
    ----------
    counts : ndarray of int64, shape (sentences, 3)
        Counts of each sentence, from `sentence_counts`.
    samples : int
        How often the sentences are drawn again.
    seed : int
        Seed of the draws; the same seed gives the same interval.
    """
    drawn = _f1(_resampled(counts, samples, seed))
    return Interval(float(_f1(counts.sum(axis=0))), *_bounds(drawn))


def f1_difference(
    first: Counts, second: Counts, *, samples: int = SAMPLES, seed: int = 1
) -> Difference:
    """The difference between two predictions of the same sentences: a paired test.

    Parameters
    ----------
    first : ndarray of int64, shape (sentences, 3)
        Counts of the first predictions, from `sentence_counts`.
    second : ndarray of int64, shape (sentences, 3)
        Counts of the second predictions, on the same gold.
    samples : int
        How often the sentences are drawn again.
    seed : int
        Seed of the draws; the same seed gives the same interval.
    """
    both = np.concatenate([first, second], axis=1)
    value = _f1(second.sum(axis=0)) - _f1(first.sum(axis=0))
    drawn = _resampled(both, samples, seed)
    differences = _f1(drawn[:, 3:]) - _f1(drawn[:, :3])
    rarer = min((differences <= 0).sum(), (differences >= 0).sum())
    p = min(1.0, 2 * (int(rarer) + 1) / (samples + 1))
    return Difference(float(value), *_bounds(differences), p)


def f1_draws(models: Sequence[Counts], *, samples: int = SAMPLES, seed: int = 1) -> Doubles:
    """The F1 of several predictions of the same sentences, in each sample of these sentences.

    Parameters
    ----------
    models : sequence of ndarray of int64, shape (sentences, 3) each
        Counts of each sentence, from `sentence_counts`, on the same gold.
    samples : int
        How often the sentences are drawn again.
    seed : int
        Seed of the draws.

    Returns
    -------
    ndarray of float64, shape (samples, models)
    """
    drawn = _resampled(np.concatenate(list(models), axis=1), samples, seed)
    return _f1(drawn.reshape(samples, len(models), 3))


def _resampled(counts: Counts, samples: int, seed: int) -> Counts:
    """Sums over the sentences of each sample, shape (samples, columns)."""
    if not len(counts):
        return np.zeros((samples, counts.shape[1]), np.int64)
    kinds, times = np.unique(counts, axis=0, return_counts=True)
    draws = np.random.default_rng(seed).multinomial(len(counts), times / len(counts), samples)
    return np.asarray(draws @ kinds)


def _f1(counts: Counts) -> Doubles:
    correct, predicted, gold = np.moveaxis(counts, -1, 0)
    return np.asarray(2 * correct / np.maximum(predicted + gold, 1))


def _bounds(drawn: Doubles) -> tuple[float, float]:
    low, high = np.quantile(drawn, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(low), float(high)
