"""Vectors that are looked up: kept as they are stored, read as float32."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from nertag.arrays import Floats, Stored

FEW = 4096
"""Rows that are made float32 one by one, before all are at once."""


class VectorTable:
    """Rows of vectors, read as float32; may be read from several threads.

    To make all rows of a large model float32 takes a quarter of a second. A program that tags one
    short text needs few of them and does not wait for the others.

    Parameters
    ----------
    stored : ndarray of float16 or float32, shape (rows, dimensions)
        The vectors as a model directory holds them.
    before : ndarray of float32, shape (first rows, dimensions), optional
        Rows that come before them.

    Attributes
    ----------
    width : int
        How many numbers a row has.
    """

    def __init__(self, stored: Stored, before: Floats | None = None) -> None:
        self.width: int = stored.shape[1]
        self._stored = stored
        self._before = np.zeros((0, self.width), np.float32) if before is None else before
        self._left = FEW
        self._rows: Floats | None = None

    def take(self, rows: NDArray[np.integer[Any]]) -> Floats:
        """Some of the rows, ``(...)`` to ``(..., dimensions)``."""
        if self._rows is None:
            self._left -= rows.size
            if self._left >= 0:
                return self._few(rows)
            self._rows = np.concatenate([self._before, self._stored], dtype=np.float32)
        return np.take(self._rows, rows, axis=0)

    def _few(self, rows: NDArray[np.integer[Any]]) -> Floats:
        first = len(self._before)
        found = np.empty((*rows.shape, self.width), np.float32)
        is_stored = rows >= first
        found[is_stored] = self._stored[rows[is_stored] - first]
        found[~is_stored] = self._before[rows[~is_stored]]
        return found
