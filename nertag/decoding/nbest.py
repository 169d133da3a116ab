"""The most probable tag sequences of each row: list Viterbi in numpy, over a whole batch at once.

Each tag of each step keeps a list of its best paths, in order. The lists of a step are merged into
the lists of the next: the parallel algorithm of Seshadri and Sundberg (1994).
"""

from __future__ import annotations

import numpy as np

from nertag.arrays import Bools, Doubles, Floats, Ints
from nertag.decoding.posteriors import log_normaliser
from nertag.decoding.potentials import FORBIDDEN, Potentials


def n_best(
    emissions: Floats,
    lengths: Ints,
    potentials: Potentials,
    count: int,
    temperature: float = 1.0,
) -> list[tuple[Ints, Doubles]]:
    """The `count` most probable legal tag sequences of each row, the best first.

    The search adds in float32 like `viterbi`, so the first is what `viterbi` finds. The
    probabilities are summed in float64: where float32 cannot tell two sequences apart (0.001 nats
    in a row of thousands of tokens) the less probable may come first.

    Parameters
    ----------
    emissions : ndarray of float32, shape (batch, time, tags)
    lengths : ndarray of int32, shape (batch,)
        Real tokens of each row; what comes after them is ignored.
    potentials : Potentials
        Transitions, first and last scores, with what the scheme forbids.
    count : int
        How many sequences to find, at least 1; fewer where a row has fewer. Memory grows with it,
        8 bytes for each token and tag of the padded batch.
    temperature : float
        Divides emissions and transitions; above 0. It changes the probabilities, never the order.

    Returns
    -------
    list of (ndarray of int32, shape (sequences, tokens); ndarray of float64, shape (sequences,))
        The sequences of each row and the logs of their probabilities, in nats. An empty row has
        one sequence, of no tokens.
    """
    nothing = np.zeros((1, 0), np.int32), np.zeros(1)
    if not emissions.size:
        return [nothing for _ in lengths]
    inside = np.arange(emissions.shape[1]) < lengths[:, None]
    emissions = np.where(inside[:, :, None], emissions, np.float32(0))
    paths, found = _search(emissions, lengths, potentials, count)
    scores, legal = _scores(emissions, inside, paths, potentials, temperature)
    total = log_normaliser(emissions, lengths, potentials, temperature)
    logs = np.minimum(scores - total[:, None], 0)  # rounding may leave a little more
    return [
        (paths[row, real, :length], logs[row, real]) if length else nothing
        for row, (real, length) in enumerate(zip(found & legal, lengths.tolist()))
    ]


def log_probabilities(
    emissions: Floats,
    lengths: Ints,
    paths: Ints,
    potentials: Potentials,
    temperature: float = 1.0,
) -> Doubles:
    """The log of the probability of one legal tag sequence a row, in nats.

    Parameters
    ----------
    emissions : ndarray of float32, shape (batch, time, tags)
    lengths : ndarray of int32, shape (batch,)
        Real tokens of each row, at least 1; what comes after them is ignored.
    paths : ndarray of int32, shape (batch, time)
        The sequences.
    potentials : Potentials
        Transitions, first and last scores, with what the scheme forbids.
    temperature : float
        Divides emissions and transitions; above 0.

    Returns
    -------
    ndarray of float64, shape (batch,)
    """
    inside = np.arange(emissions.shape[1]) < lengths[:, None]
    emissions = np.where(inside[:, :, None], emissions, np.float32(0))
    scores, _ = _scores(emissions, inside, paths[:, None], potentials, temperature)
    total = log_normaliser(emissions, lengths, potentials, temperature)
    return np.minimum(scores[:, 0] - total, 0)  # rounding may leave a little more


def _search(
    emissions: Floats, lengths: Ints, potentials: Potentials, count: int
) -> tuple[Ints, Bools]:
    """Paths ``(batch, count, time)`` and, ``(batch, count)``, which of them there are."""
    batch, time, tags = emissions.shape
    paths = np.empty((batch, count, time), np.int32)
    # scores[t, tag, rank, row], -inf where there is no such path. There is a rank more than asked
    # for, so that there is a next one wherever a list is used up.
    scores = np.full((time, tags, count + 1, batch), -np.inf, np.float32)
    before = np.empty((time, tags * count, batch), np.int32)
    steps = emissions.transpose(1, 2, 0)
    scores[0, :, 0] = steps[0] + potentials.start[:, None]
    for t in range(1, time):
        merged = scores[t, :, :count]
        _merge(scores[t - 1], potentials.transitions, merged, before[t].reshape(tags, count, batch))
        merged += steps[t][:, None]
    rows, last = np.arange(batch), lengths - 1
    ends = (scores[last, :, :count, rows] + potentials.end[:, None]).reshape(batch, -1)
    final = np.argsort(-ends, axis=1, kind="stable")[:, :count]
    place = final
    for t in range(time - 1, -1, -1):
        if t < time - 1:
            place = before[t + 1][place, rows[:, None]]
        place = np.where((t >= last)[:, None], final, place)
        paths[:, :, t] = place // count
    return paths, np.isfinite(np.take_along_axis(ends, final, axis=1))


def _merge(lists: Floats, transitions: Floats, merged: Floats, before: Ints) -> None:
    """Lists ``(tags, ranks, batch)`` of a step to those of the next, and where each came from."""
    count = merged.shape[1]
    heads = lists[:, 0][:, None] + transitions[:, :, None]
    ranks = np.zeros(heads.shape, np.int32)
    to, row = np.ogrid[: heads.shape[1], : heads.shape[2]]
    for rank in range(count):
        tag = heads.argmax(axis=0)
        used = ranks[tag, to, row]
        merged[:, rank] = heads[tag, to, row]
        before[:, rank] = tag * count + used
        ranks[tag, to, row] = used + 1
        heads[tag, to, row] = lists[tag, used + 1, row] + transitions[tag, to]


def _scores(
    emissions: Floats, inside: Bools, paths: Ints, potentials: Potentials, temperature: float
) -> tuple[Doubles, Bools]:
    """The score of each path and if it is legal, both ``(batch, count)``."""
    transitions, start, end = potentials.at(temperature)
    steps = np.empty(paths.shape)
    steps[:, :, 0] = start[paths[:, :, 0]]
    steps[:, :, 1:] = transitions[paths[:, :, :-1], paths[:, :, 1:]]
    steps = np.where(inside[:, None], steps, 0.0)
    chosen = np.take_along_axis(emissions[:, None], paths[..., None], axis=3)[..., 0]
    last = paths[np.arange(len(paths)), :, inside.sum(axis=1) - 1]
    scores = (steps + chosen.astype(np.float64) / temperature).sum(axis=2) + end[last]
    legal = (steps > FORBIDDEN) & (chosen > FORBIDDEN)
    return scores, legal.all(axis=2) & (end[last] > FORBIDDEN)
