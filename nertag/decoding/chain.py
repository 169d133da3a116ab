"""Sums over the legal tag sequences up to each step, over a whole batch at once."""

from __future__ import annotations

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


def sums_before(steps: Doubles, transitions: Doubles, start: Doubles, first: Ints) -> Doubles:
    """Log sums over what leads to each tag at each step, without the emission of that step.

    The first way goes from the first step to the last, the second, if there is one, from the last
    to the first. Both go on together, so that a step costs one call for the two of them.

    Parameters
    ----------
    steps : ndarray of float64, shape (time, tags, batch)
        Emissions.
    transitions : ndarray of float64, shape (ways, tags, tags)
        Scores to the row's tag from the column's.
    start : ndarray of float64, shape (ways, tags)
        Scores of the tag with which each way begins.
    first : ndarray of int, shape (ways, batch)
        How many steps each way goes before a row begins; they are ignored.

    Returns
    -------
    ndarray of float64, shape (time, ways, tags, batch)
        Log sums, in the order in which each way meets the steps.
    """
    allowed = transitions[transitions > FORBIDDEN]
    free = steps > FORBIDDEN
    depth = steps.max(axis=1) - np.where(free, steps, np.inf).min(axis=1)
    spread = np.max(depth, initial=0) + 2 * np.max(np.abs(allowed))
    # How many spreads a sum may be away from 1 where it is scaled at each step.
    away = 2 + _longest_run(~free.all(axis=1))
    if not spread * away < 2 * SPREAD:
        return _in_logs(steps, transitions, start, first)
    seldom = spread * (away + SELDOM) < 2 * SPREAD
    return _in_exponentials(steps, transitions, start, first, SELDOM if seldom else 1)


def _in_logs(steps: Doubles, transitions: Doubles, start: Doubles, first: Ints) -> Doubles:
    steps = _as_read(steps, len(start))
    sums = np.empty_like(steps)
    sums[:1] = start[:, :, None]
    for t in range(1, len(sums)):
        before = sums[t - 1] + steps[t - 1]
        reached = log_sum(transitions[..., None] + before[:, None], axis=2)
        sums[t] = np.where(t > first[:, None], reached, start[:, :, None])
    return sums


def _in_exponentials(
    steps: Doubles, transitions: Doubles, start: Doubles, first: Ints, every: int
) -> Doubles:
    """The same, quicker: products of exponentials, which are scaled every few steps."""
    top = steps.max(axis=1)
    weights, factors = np.exp(steps - top[:, None]), np.exp(transitions)
    weights, top = _as_read(weights, len(start)), _as_read(top, len(start))
    highest = start.max(axis=1)
    begun = np.exp(start - highest[:, None])[:, :, None]
    sums, scales = np.empty_like(weights), np.ones_like(top)
    sums[:1] = begun
    last = np.max(first, initial=0)
    for t, here in enumerate(weights):
        if t:
            np.matmul(factors, weights[t - 1], out=sums[t])
            if t <= last:
                sums[t] = np.where(t > first[:, None], sums[t], begun)
        here *= sums[t]
        if t % every == 0:
            here.max(axis=1, out=scales[t])
            here /= scales[t, :, None]
    taken = np.log(scales) + top
    taken[np.arange(len(taken))[:, None, None] < first] = 0
    with np.errstate(divide="ignore"):  # log of 0: a tag that nothing legal leads to
        np.log(sums, out=sums)
    sums += highest[:, None, None]
    sums[1:] += np.cumsum(taken[:-1], axis=0)[:, :, None]
    return sums


def _as_read(values: Doubles, ways: int) -> Doubles:
    """``(time, ...)`` to ``(time, ways, ...)``: the second way reads from the end."""
    return np.stack([values, values[::-1]][:ways], axis=1)


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
