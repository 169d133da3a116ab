"""Rows of ids to rows of tag ids: windows, batches, the network, stitching, decoding."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from nertag.decoding import Floats, Potentials, viterbi
from nertag.encode import Ints, flatten, pad, plan_budget
from nertag.text import windows

Engine = Callable[[Ints], Floats]
"""Ids ``(batch, time)``, right-padded with 0, to emissions ``(batch, time, tags)``."""

WINDOW = 512
OVERLAP = 64
BUDGET = 6144


def tag_rows(
    rows: Sequence[Ints],
    engine: Engine,
    potentials: Potentials,
    *,
    window: int = WINDOW,
    overlap: int = OVERLAP,
    budget: int = BUDGET,
) -> list[Ints]:
    """The best legal tags of each row; empty rows stay empty.

    A row longer than `window` goes through the network in windows that overlap; their emissions
    are put together and decoded once, as a whole.

    Parameters
    ----------
    rows : sequence of int32 arrays, shape (tokens,) each
    engine : callable
    potentials : Potentials
    window, overlap : int
        Tokens.
    budget : int
        Most padded tokens of a batch.

    Returns
    -------
    list of int32 arrays, shape (tokens,) each
    """
    found: list[Ints] = [np.zeros(len(row), np.int32) for row in rows]
    pieces: list[tuple[int, int, int, int, int]] = []
    stitched: dict[int, Floats] = {}
    for number, row in enumerate(rows):
        if len(row) <= window:
            if len(row):
                pieces.append((number, 0, len(row), 0, len(row)))
        else:
            stitched[number] = np.empty((len(row), len(potentials.start)), np.float32)
            pieces += [(number, *cut) for cut in windows(len(row), window, overlap)]
    flat, offsets = flatten([rows[row][start:stop] for row, start, stop, _, _ in pieces])
    lengths = np.diff(offsets).astype(np.int32)
    for batch in plan_budget(lengths, budget):
        emissions = engine(pad(flat, offsets, batch))
        best = viterbi(emissions, lengths[batch], potentials)
        for place, piece in enumerate(batch.tolist()):
            row, start, stop, first, last = pieces[piece]
            if row in stitched:
                stitched[row][first:last] = emissions[place, first - start : last - start]
            else:
                found[row] = best[place, : stop - start]
    for number, scores in stitched.items():
        found[number] = viterbi(scores[None], np.array([len(scores)], np.int32), potentials)[0]
    return found
