"""Rows of ids to rows of tag ids: windows, batches, the network, stitching, decoding."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from nertag.arrays import Bools, Floats, Ints
from nertag.decoding import Lattice
from nertag.features import flatten, pad, plan_budget
from nertag.model.engines import Engine
from nertag.tagging.rows import Row
from nertag.text import windows

Segment = tuple[int, int, Ints]
"""First token of a part of a row, the token after its last, and its path."""

WINDOW = 512
OVERLAP = 64
BUDGET = 12_288
BLOCK = 32_768
"""Tokens of a row whose emissions are kept in memory together."""
TOGETHER = 64
"""Windows of long rows that are decoded side by side."""
ENOUGH = 32
"""Tokens on which the paths of two neighbours must agree to be taken for parts of one path."""
MOST = 16
"""Parts that are decoded again as one, before the whole rest of the row is."""


def tag_rows(
    rows: Sequence[Row],
    engine: Engine,
    lattice: Lattice,
    *,
    window: int = WINDOW,
    overlap: int = OVERLAP,
    budget: int = BUDGET,
    block: int = BLOCK,
) -> list[Ints]:
    """The best legal tags of each row; empty rows stay empty.

    A row longer than `window` goes through the network in windows that overlap. Their emissions
    are joined and decoded as a whole, see `decode_long`. A row longer than `block` is tagged in
    blocks that overlap, whose paths are joined.

    Parameters
    ----------
    rows : sequence of Row
        The tokens.
    engine : callable
        Ids ``(batch, time)`` to emissions ``(batch, time, network's tags)``.
    lattice : Lattice
        The tags to choose from.
    window : int
        Most tokens of a row that the network sees at once.
    overlap : int
        Tokens that neighbouring windows share.
    budget : int
        Most padded tokens of a batch.
    block : int
        Most tokens of a row whose emissions are in memory at once.

    Returns
    -------
    list of int32 arrays, shape (tokens,) each
        Tag ids.
    """
    sizes = list(map(len, rows))
    found: list[Ints] = [np.zeros(size, np.int32) for size in sizes]
    short = [n for n, size in enumerate(sizes) if 0 < size <= window]
    emitted = emit([rows[n] for n in short], engine, budget)
    for batch, lengths, emissions, blank, barred in emitted:
        paths = lattice.best_paths(emissions, lengths, blank, barred)
        for index, length, path in zip(batch, lengths.tolist(), paths):
            found[short[index]] = path[:length]
    long = [n for n, size in enumerate(sizes) if window < size <= block]
    if long:
        stitched = stitch([rows[n] for n in long], engine, lattice, window, overlap, budget)
        for n, path in zip(long, decode_long(stitched, lattice, window, overlap)):
            found[n] = path
    for n, (row, size) in enumerate(zip(rows, sizes)):
        if size > block:
            same = partial(
                tag_rows,
                engine=engine,
                lattice=lattice,
                window=window,
                overlap=overlap,
                budget=budget,
            )
            found[n] = _tag_blocks(row, block, 4 * overlap, same)
    return found


def stitch(
    rows: Sequence[Row], engine: Engine, lattice: Lattice, window: int, overlap: int, budget: int
) -> list[Floats]:
    """Emissions ``(tokens, tags)`` of each row, joined from those of its windows.

    Parameters
    ----------
    rows : sequence of Row
        The tokens.
    engine : callable
        Ids ``(batch, time)`` to emissions ``(batch, time, network's tags)``.
    lattice : Lattice
        The tags to choose from.
    window : int
        Most tokens of a row that the network sees at once.
    overlap : int
        Tokens that neighbouring windows share.
    budget : int
        Most padded tokens of a batch.
    """
    cuts = [(i, *cut) for i, row in enumerate(rows) for cut in windows(len(row), window, overlap)]
    stitched = [np.empty((len(row), len(lattice.tags)), np.float32) for row in rows]
    pieces = [rows[i].cut(start, stop) for i, start, stop, _, _ in cuts]
    for batch, _, emissions, blank, barred in emit(pieces, engine, budget):
        for index, scores in zip(batch, lattice.emissions(emissions, blank, barred)):
            i, start, _, first, last = cuts[index]
            stitched[i][first:last] = scores[first - start : last - start]
    return stitched


def _tag_blocks(row: Row, block: int, overlap: int, tag: Callable[..., list[Ints]]) -> Ints:
    """The best tags of a row from those of its blocks."""

    def path_of(start: int, stop: int) -> Ints:
        return tag([row.cut(start, stop)], block=stop - start)[0]

    cuts = [(start, stop) for start, stop, _, _ in windows(len(row), block, overlap)]
    return _join([(start, stop, path_of(start, stop)) for start, stop in cuts], path_of)


def emit(
    rows: Sequence[Row], engine: Engine, budget: int
) -> Iterator[tuple[NDArray[np.intp], Ints, Floats, Bools, Bools | None]]:
    """Batches of rows: their indices, lengths, emissions, which tokens are blank, what is barred.

    Parameters
    ----------
    rows : sequence of Row
        The tokens.
    engine : callable
        Ids ``(batch, time)`` to emissions ``(batch, time, network's tags)``.
    budget : int
        Most padded tokens of a batch.
    """
    if len(rows) == 1:  # the quickest way for a sentence alone
        row = rows[0]
        length = np.array([len(row)], np.int32)
        barred = None if row.barred is None else row.barred[None]
        yield np.zeros(1, np.intp), length, engine(row.ids[None]), row.blank[None], barred
        return
    flat, offsets = flatten([row.ids for row in rows])
    blank = np.concatenate([np.zeros(0, np.bool_), *(row.blank for row in rows)])
    some = [row.barred for row in rows if row.barred is not None]  # all of them, or none
    bars = np.concatenate(some) if some else None
    lengths = np.diff(offsets).astype(np.int32)
    for batch in plan_budget(lengths, budget):
        emissions = engine(pad(flat, offsets, batch))
        barred = None if bars is None else pad(bars, offsets, batch)
        yield batch, lengths[batch], emissions, pad(blank, offsets, batch), barred


def decode_long(rows: Sequence[Floats], lattice: Lattice, window: int, overlap: int) -> list[Ints]:
    """The best path of each row, all of which are longer than `window`.

    Windows are decoded side by side, and their paths are joined. Where entities must exceed a
    threshold, tokens outside the window do not count for their probabilities.

    Parameters
    ----------
    rows : sequence of float32 arrays, shape (tokens, tags) each
        Emissions.
    lattice : Lattice
        The tags to choose from.
    window : int
        Tokens that are decoded at once.
    overlap : int
        Tokens that neighbouring windows share.

    Returns
    -------
    list of int32 arrays, shape (tokens,) each
        Tag ids.
    """
    cuts = [(i, *cut) for i, row in enumerate(rows) for cut in windows(len(row), window, overlap)]
    segments: list[list[Segment]] = [[] for _ in rows]
    for index in range(0, len(cuts), TOGETHER):
        group = cuts[index : index + TOGETHER]
        emissions = np.stack([rows[i][start:stop] for i, start, stop, _, _ in group])
        paths = lattice.decode(emissions, np.full(len(group), window, np.int32))
        for (i, start, stop, _, _), path in zip(group, paths):
            segments[i].append((start, stop, path))

    def path_of(i: int, start: int, stop: int) -> Ints:
        length = np.array([stop - start], np.int32)
        path: Ints = lattice.decode(rows[i][None, start:stop], length)[0]
        return path

    return [_join(found, partial(path_of, i)) for i, found in enumerate(segments)]


def _join(segments: Sequence[Segment], path_of: Callable[[int, int], Ints]) -> Ints:
    """The path of a row from those of segments that overlap.

    Where the paths of two neighbours are the same over the middle of what they share, the best
    path of both together is that one too, unless it were another at every single token there.
    Neighbours that differ are decoded again as one.

    Parameters
    ----------
    path_of : callable
        First token and the token after the last to the path of the row between them.
    """
    end, longest = segments[-1][1], MOST * (segments[0][1] - segments[0][0])
    joined: list[Segment] = []
    for start, stop, path in segments:
        while joined and not _agree(joined[-1], (start, stop, path)):
            start = joined.pop()[0]
            stop = stop if stop - start < longest else end
            path = path_of(start, stop)
        joined.append((start, stop, path))
        if stop == end:
            break
    borders = [0, *((left[1] + right[0]) // 2 for left, right in pairwise(joined)), end]
    parts = [
        path[first - start : last - start]
        for (start, _, path), first, last in zip(joined, borders, borders[1:])
    ]
    return np.concatenate(parts)


def _agree(left: Segment, right: Segment) -> bool:
    """Whether two paths are the same where both are far from the edges of their segments."""
    shared = left[1] - right[0]
    edge = shared // 4
    middle = slice(edge, shared - edge)
    same = np.array_equal(left[2][right[0] - left[0] :][middle], right[2][middle])
    return same and shared - 2 * edge >= ENOUGH
