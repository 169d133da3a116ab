"""Emissions to the best legal tag sequence: Viterbi in numpy, over a whole batch at once."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from nertag.arrays import Floats
from nertag.decoding.potentials import Potentials


def viterbi(
    emissions: Floats, lengths: NDArray[np.int32], potentials: Potentials
) -> NDArray[np.int32]:
    """The best legal tag sequence of each row.

    Parameters
    ----------
    emissions : ndarray of float32, shape (batch, time, tags)
        The network's scores of the tags of each token, in nats.
    lengths : ndarray of int32, shape (batch,)
        Real tokens of each row; what comes after them is ignored.
    potentials : Potentials
        Transitions, first and last scores, with what the scheme forbids.

    Returns
    -------
    ndarray of int32, shape (batch, time)
        Tag ids; 0 after each row's length.
    """
    batch, time, _ = emissions.shape
    if not batch or not time:
        return np.zeros((batch, time), np.int32)
    if batch == 1 and lengths[0] == time <= SHORT:
        return _viterbi_one(emissions[0], potentials)
    scores = _forward(emissions, potentials)
    rows, last = np.arange(batch), lengths - 1
    final = np.argmax(scores[last, :, rows] + potentials.end, axis=1)
    # Rows in the order of their ends: those that end at step t are order[ends[t] : ends[t + 1]].
    order = np.argsort(last, kind="stable")
    ends = np.searchsorted(last[order], np.arange(time + 1)).tolist()
    best = np.empty((time, batch), np.int32)
    tag = final
    for t in range(time - 1, -1, -1):
        if t < time - 1:
            tag = np.argmax(scores[t] + potentials.transitions.take(tag, axis=1), axis=0)
        if ends[t] < ends[t + 1]:
            ended = order[ends[t] : ends[t + 1]]
            tag[ended] = final[ended]
        best[t] = tag
    best[np.arange(time)[:, None] > last] = 0
    return np.ascontiguousarray(best.T)


SHORT = 512
"""Tokens: a single row of no more is decoded with all its steps laid out in memory."""


def _forward(emissions: Floats, potentials: Potentials) -> Floats:
    """The best path that ends in each tag at each step, shape ``(time, tags, batch)``.

    Correct up to a number that is the same for all tags of a row. Time leads and the batch comes
    last, so that every step works on whole contiguous blocks.
    """
    scores = np.array(emissions.transpose(1, 2, 0), np.float32, order="C")  # always a copy
    scores[0] += potentials.start[:, None]
    batch = scores.shape[2]
    groups = [
        (group, np.empty((*group.sources.shape, batch), np.float32)) for group in potentials.groups
    ]
    for t, (before, here) in enumerate(pairwise(scores)):
        for group, reach in groups:
            np.take(before, group.sources, axis=0, out=reach, mode="clip")  # others than clip copy
            reach += group.scores[:, :, None]
            here[group.into] += reach.max(axis=0)
        if t % 64 == 63:  # only differences count, and sums of thousands would drown them
            here -= here.max(axis=0)
    return scores


def _viterbi_one(emissions: Floats, potentials: Potentials) -> NDArray[np.int32]:
    """`viterbi` of one short row, in fewer and smaller steps; shape ``(1, time)``."""
    scores, transitions = np.array(emissions, np.float32), potentials.transitions
    scores[0] += potentials.start
    reach = np.empty_like(transitions)
    steps = transitions + emissions[1:, None]
    for before, step, here in zip(scores[:, :, None], steps, scores[1:]):
        np.add(before, step, out=reach)
        np.maximum.reduce(reach, axis=0, out=here)
    into = np.ascontiguousarray(transitions.T)
    tags = [int((scores[-1] + potentials.end).argmax())]
    for before in scores[:-1][::-1]:
        tags.append(int((before + into[tags[-1]]).argmax()))
    return np.array([tags[::-1]], np.int32)
