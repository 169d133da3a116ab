"""Sums over the legal tag sequences, forward and backward, over a whole batch at once."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from nertag.arrays import Doubles, Ints
from nertag.decoding.potentials import FORBIDDEN

SPREAD = 300.0
"""Nats between the scores of a step, in emissions and transitions together, up to which a product
of exponentials loses nothing.

The best of what may come before a tag, or after it, is reached in two steps at most (over E-Y to
B-X, say), so its sum is at most twice as far below the highest of its step, and float64 reaches
700 nats down. What is lower adds nothing to any sum.
"""

SELDOM = 8
"""Steps after which exponentials are scaled, where their spread is so small."""


def chain_of(steps: Doubles, transitions: Doubles) -> _InLogs:
    """What sums over the sequences: in exponentials, which is quicker, where they lose nothing.

    Parameters
    ----------
    steps : ndarray of float64, shape (time, tags, batch)
        Emissions.
    transitions : ndarray of float64, shape (tags, tags)
        Scores from the row's tag to the column's.
    """
    allowed = transitions[transitions > FORBIDDEN]
    free = steps > FORBIDDEN
    depth = steps.max(axis=1) - np.where(free, steps, np.inf).min(axis=1)
    spread = np.max(depth, initial=0) + 2 * np.max(np.abs(allowed))
    # How many spreads a sum may be away from 1 where it is scaled at each step.
    away = 2 + _longest_run(~free.all(axis=1))
    if not spread * away < 2 * SPREAD:
        return _InLogs(steps, transitions)
    seldom = spread * (away + SELDOM) < 2 * SPREAD
    return _InExponentials(steps, transitions, SELDOM if seldom else 1)


class _InLogs:
    """Sums over the sequences that end in a tag at a step, or go on from it.

    Parameters
    ----------
    steps : ndarray of float64, shape (time, tags, batch)
        Emissions.
    transitions : ndarray of float64, shape (tags, tags)
        Scores from the row's tag to the column's.
    """

    def __init__(self, steps: Doubles, transitions: Doubles) -> None:
        self._steps, self._transitions = steps, transitions

    def forward(self, start: Doubles) -> Doubles:
        """Log sums up to each step, with its emission.

        Parameters
        ----------
        start : ndarray of float64, shape (tags,)
            Scores of the first token's tag.
        """
        sums = np.array(self._steps)
        sums[:1] += start[:, None]
        for before, here in pairwise(sums):
            here += log_sum(self._transitions.T[:, :, None] + before, axis=1)
        return sums

    def backward(self, end: Doubles, lengths: Ints) -> Doubles:
        """Log sums over what follows each step, without its emission.

        Parameters
        ----------
        end : ndarray of float64, shape (tags,)
            Scores of the last token's tag.
        lengths : ndarray of int32, shape (batch,)
            Real tokens of each row.
        """
        sums = np.empty_like(self._steps)
        sums[-1:] = end[:, None]
        for t in range(len(sums) - 2, -1, -1):
            following = self._steps[t + 1] + sums[t + 1]
            onward = log_sum(self._transitions[:, :, None] + following, axis=1)
            sums[t] = np.where(t + 1 < lengths, onward, end[:, None])
        return sums


class _InExponentials(_InLogs):
    """The same sums, as products of exponentials that are scaled every few steps.

    Parameters
    ----------
    steps, transitions
        As for `_InLogs`.
    every : int
        Steps after which they are scaled.
    """

    def __init__(self, steps: Doubles, transitions: Doubles, every: int) -> None:
        self._top = steps.max(axis=1)
        self._weights = np.exp(steps - self._top[:, None])
        self._factors, self._every = np.exp(transitions), every

    def forward(self, start: Doubles) -> Doubles:
        shares, scales = self._weights.copy(), np.ones_like(self._top)
        shares[:1] *= np.exp(start - np.amax(start))[:, None]
        into = np.ascontiguousarray(self._factors.T)
        for t, here in enumerate(shares):
            if t:
                here *= into @ shares[t - 1]
            if t % self._every == 0:
                scales[t] = here.max(axis=0)
                here /= scales[t]
        steps = np.log(scales) + self._top
        return _added(_logs(shares), np.cumsum(steps, axis=0) + np.amax(start))

    def backward(self, end: Doubles, lengths: Ints) -> Doubles:
        shares, scales = np.empty_like(self._weights), np.ones_like(self._top)
        closing = np.exp(end - np.amax(end))[:, None]
        shares[-1:] = closing
        shortest = np.amin(lengths, initial=len(shares))
        for t in range(len(shares) - 2, -1, -1):
            here = np.matmul(self._factors, self._weights[t + 1] * shares[t + 1], out=shares[t])
            if t % self._every == 0:
                scales[t] = here.max(axis=0)
                here /= scales[t]
            if t + 1 >= shortest:
                shares[t] = np.where(t + 1 < lengths, here, closing)
        steps = np.zeros_like(scales)
        steps[:-1] = np.log(scales[:-1]) + self._top[1:]
        steps[np.arange(len(steps))[:, None] + 1 >= lengths] = 0
        return _added(_logs(shares), np.cumsum(steps[::-1], axis=0)[::-1] + np.amax(end))


def _added(sums: Doubles, scales: Doubles) -> Doubles:
    sums += scales[:, None]
    return sums


def _logs(shares: Doubles) -> Doubles:
    with np.errstate(divide="ignore"):  # log of 0: a tag that nothing legal leads to
        return np.log(shares, out=shares)


def _longest_run(forbidding: NDArray[np.bool_]) -> int:
    """The most steps in a row, in any of the batch, at which a tag is forbidden.

    A tag that cannot be changed there falls short of the highest of its step by one spread more at
    each of them.
    """
    longest, run = 0, np.zeros(forbidding.shape[1], np.int64)
    if forbidding.any():
        for step in forbidding:
            run = (run + 1) * step
            longest = max(longest, int(run.max()))
    return longest


def log_sum(scores: Doubles, axis: int) -> Doubles:
    """Log of the sum of exponentials along an axis.

    Parameters
    ----------
    scores : ndarray of float64
        Logs.
    axis : int
        The axis, which is summed up.
    """
    top = scores.max(axis=axis, keepdims=True)
    return np.asarray(np.log(np.exp(scores - top).sum(axis=axis)) + top.squeeze(axis))
