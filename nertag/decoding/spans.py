"""Tag ids to entity spans, over many rows at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from nertag.text import Span, split_tag


class SpanReader:
    """Reads spans out of rows of tag ids that are legal BIO or BIOES.

    Parameters
    ----------
    tags : sequence of str
        The tag of each id.
    """

    def __init__(self, tags: Sequence[str]) -> None:
        letters = [split_tag(tag)[0] for tag in tags]
        self._labels = [split_tag(tag)[1] for tag in tags]
        self._begins = np.array([letter in "BS" for letter in letters])
        self._inside = np.array([letter in "IE" for letter in letters])
        self._beginning = frozenset(np.flatnonzero(self._begins).tolist())
        self._going_on = frozenset(np.flatnonzero(self._inside).tolist())

    def read(self, rows: Sequence[NDArray[np.int32]]) -> list[list[Span]]:
        """The spans of each row, in order; indices count from the row's start."""
        if len(rows) == 1:  # a sentence alone: no step over all rows pays
            return [self._read_one(rows[0].tolist())]
        found: list[list[Span]] = [[] for _ in rows]
        lengths = np.fromiter(map(len, rows), np.int64, len(rows))
        if not lengths.sum():
            return found
        flat = np.concatenate(rows)
        row_starts = np.cumsum(lengths) - lengths
        starts = np.flatnonzero(self._begins[flat])
        goes_on = self._inside[flat]
        goes_on[row_starts[lengths > 0]] = False
        stops = np.append(np.flatnonzero(~goes_on), len(flat))
        ends = stops[np.searchsorted(stops, starts, side="right")]
        row_of = np.searchsorted(row_starts, starts, side="right") - 1
        # Empty rows share their start with the row after them; "right" has found that one.
        base = row_starts[row_of]
        labels = flat[starts]
        for row, start, end, label in zip(
            row_of.tolist(), (starts - base).tolist(), (ends - base).tolist(), labels.tolist()
        ):
            found[row].append((start, end, self._labels[label]))
        return found

    def _read_one(self, tags: Sequence[int]) -> list[Span]:
        found = []
        for start, tag in enumerate(tags):
            if tag in self._beginning:
                end = start + 1
                while end < len(tags) and tags[end] in self._going_on:
                    end += 1
                found.append((start, end, self._labels[tag]))
        return found
