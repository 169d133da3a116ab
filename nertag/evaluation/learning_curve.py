"""The learning curve: F1 as a power law of the amount of data, and where it leads.

What is missing to a limit falls as a power of the number of sentences, F1(n) = limit - b n^-c
(Hestness et al. 2017, "Deep learning scaling is predictable, empirically"). The uncertainty is that
of the dev sentences, drawn again for all points together, and of the points around the curve.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from nertag.arrays import Doubles
from nertag.evaluation.metrics.bootstrap import LEVEL, Counts, Interval, f1_draws

POWERS = np.geomspace(0.05, 2.0, 40)
"""The powers among which that of the curve is looked for."""
SAMPLES = 2000
WORTH = 0.01
"""The rise of F1 by twice the data from which on more data pays: a point."""
TWICE = 2.0


@dataclass
class PowerLaws:
    """Curves ``limit - b * sizes ** -c``.

    Parameters
    ----------
    limit, b, c : ndarray of float64, shape (curves,)
        The parameters of each curve.
    """

    limit: Doubles
    b: Doubles
    c: Doubles

    @classmethod
    def fit(cls, sizes: Sequence[int], scores: Doubles) -> PowerLaws:
        """The curves of least squares with a limit of 1 at most that do not fall.

        Parameters
        ----------
        sizes : sequence of int
            The number of sentences of each point.
        scores : ndarray of float64, shape (curves, points)
            F1 at each point, from 0 to 1.
        """
        mean = scores.mean(axis=1)
        curve = cls(mean, np.zeros_like(mean), np.ones_like(mean))
        error = ((scores - mean[:, None]) ** 2).sum(axis=1)
        for c in POWERS:
            x = np.asarray(sizes, float) ** -c
            slope = (scores - mean[:, None]) @ (x - x.mean()) / ((x - x.mean()) ** 2).sum()
            limit = mean - slope * x.mean()
            high = limit > 1
            slope = np.where(high, -((1 - scores) @ x) / (x @ x), slope)
            limit = np.where(high, 1.0, limit)
            off = ((limit[:, None] + slope[:, None] * x - scores) ** 2).sum(axis=1)
            better = (off < error) & (slope <= 0)
            error = np.where(better, off, error)
            curve.limit = np.where(better, limit, curve.limit)
            curve.b = np.where(better, -slope, curve.b)
            curve.c = np.where(better, c, curve.c)
        return curve

    def at(self, sizes: ArrayLike) -> Doubles:
        """F1 of each curve at some sizes, shape ``(curves, sizes)``.

        Parameters
        ----------
        sizes : array of float, shape (sizes,)
            Numbers of sentences.
        """
        powers = np.asarray(sizes, float)[None, :] ** -self.c[:, None]
        return self.limit[:, None] - self.b[:, None] * powers


@dataclass(frozen=True)
class LearningCurve:
    """F1 on the same dev data after training on growing parts of the data.

    Parameters
    ----------
    path : str
        The labelled file.
    sizes : sequence of int
        The number of training sentences of each point, rising.
    counts : sequence of ndarray of int64, shape (dev sentences, 3) each
        The counts of the dev sentences at each point, from `sentence_counts`.
    """

    path: str
    sizes: Sequence[int]
    counts: Sequence[Counts]

    @cached_property
    def _draws(self) -> Doubles:
        return f1_draws(self.counts, samples=SAMPLES)

    @cached_property
    def _curves(self) -> PowerLaws:
        """The curve of the points, and that of each draw."""
        points = np.array([[point.f1 for point in self.points]])
        curve = PowerLaws.fit(self.sizes, points)
        off = points - curve.at(self.sizes)
        freedom = max(1, len(self.sizes) - 3)
        deviation = float(np.sqrt((off**2).sum() / freedom))
        noise = np.random.default_rng(1).normal(0, deviation, self._draws.shape)
        return PowerLaws.fit(self.sizes, np.concatenate([points, self._draws + noise]))

    @cached_property
    def points(self) -> list[Interval]:
        """F1 at each size and its interval, by the choice of the dev sentences."""
        sums = [counts.sum(axis=0) for counts in self.counts]
        scores = [float(2 * right / max(1, found + gold)) for right, found, gold in sums]
        return [_interval(f1, draws) for f1, draws in zip(scores, self._draws.T)]

    def at(self, size: float) -> Interval:
        """F1 that the curve says for a number of sentences, and its interval.

        Parameters
        ----------
        size : float
            The number of training sentences.
        """
        found = self._curves.at([size])[:, 0]
        return _interval(float(found[0]), found[1:])

    @property
    def gain(self) -> Interval:
        """By how much twice the data would raise F1."""
        now, then = self._curves.at([self.sizes[-1], TWICE * self.sizes[-1]]).T
        return _interval(float(then[0] - now[0]), (then - now)[1:])

    @property
    def verdict(self) -> str:
        """One sentence: whether more data, or more consistent data, pays."""
        if not any(point.f1 for point in self.points):
            return "No entity was found at any size, which says nothing of more data: train longer."
        gain = self.gain
        about, low, high = (f"{100 * value:.1f}" for value in (gain.f1, gain.low, gain.high))
        told = f"twice the sentences raise F1 by about {about} points ({low} to {high})"
        if gain.low >= WORTH:
            return f"More data pays: {told}."
        if gain.high < WORTH:
            return (
                f"More data hardly pays: {told}; labels that are more consistent are likelier to "
                "help."
            )
        return f"Whether more data pays is not clear: {told}; more dev sentences would tell."

    def to_dict(self) -> dict[str, object]:
        """Plain values, as the command line prints them."""
        points = [
            {"sentences": size, "f1": one.f1, "low": one.low, "high": one.high}
            for size, one in zip(self.sizes, self.points)
        ]
        gain = self.gain
        return {
            "points": points,
            "twice": {"gain": gain.f1, "low": gain.low, "high": gain.high},
            "verdict": self.verdict,
        }


def _interval(value: float, draws: Doubles) -> Interval:
    low, high = np.quantile(draws, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Interval(value, float(low), float(high))
