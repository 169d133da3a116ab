"""Emissions to the best legal tag sequence: Viterbi in numpy, over a whole batch at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nertag.schemes import legality

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Potentials:
    """Scores beside the emissions, what the scheme forbids included.

    Parameters
    ----------
    transitions : ndarray of float32, shape (tags, tags)
        From the row's tag to the column's.
    start, end : ndarray of float32, shape (tags,)
        Of the first and the last token's tag.
    """

    transitions: Floats
    start: Floats
    end: Floats

    @classmethod
    def of(cls, tags: Sequence[str], weights: tuple[Floats, Floats, Floats] | None) -> Potentials:
        """The legality of `tags` plus a CRF's (transitions, start, end), or zeros without one."""
        legal = legality(tags)
        transitions, start, end = weights or (0.0, 0.0, 0.0)
        return cls(
            np.asarray(legal.transitions + transitions, np.float32),
            np.asarray(legal.start + start, np.float32),
            np.asarray(legal.end + end, np.float32),
        )


def viterbi(
    emissions: Floats, lengths: NDArray[np.int32], potentials: Potentials
) -> NDArray[np.int32]:
    """The best tag sequence of each row.

    Parameters
    ----------
    emissions : ndarray of float32, shape (batch, time, tags)
    lengths : ndarray of int32, shape (batch,)
        Real tokens of each row; what lies behind them is not looked at.

    Returns
    -------
    ndarray of int32, shape (batch, time)
        0 behind each row's length.
    """
    batch, time, count = emissions.shape
    best = np.zeros((batch, time), np.int32)
    if not batch or not time:
        return best
    # scores[t][k, b]: the best path of row b that ends in tag k at step t. Time leads and the
    # batch comes last, so that every step works on whole contiguous blocks. Always a copy.
    scores = np.array(emissions.transpose(1, 2, 0), np.float32, order="C")
    scores[0] += potentials.start[:, None]
    into = potentials.transitions[:, :, None]
    reach = np.empty((count, count, batch), np.float32)
    for t in range(1, time):
        np.add(scores[t - 1][:, None, :], into, out=reach)
        scores[t] += reach.max(axis=0)
    rows, last = np.arange(batch), lengths - 1
    into_next = potentials.transitions.T
    tag = np.zeros(batch, np.int32)
    for t in range(time - 1, -1, -1):
        onward = np.where(np.equal(t, last)[:, None], potentials.end, into_next[tag])
        tag = np.argmax(scores[t].T + onward, axis=1).astype(np.int32)
        tag[t > last] = 0
        best[rows, t] = tag
    return best
