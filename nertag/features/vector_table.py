"""Vectors that are looked up: kept as they are stored, read as float32."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from nertag.arrays import Floats, Stored


class VectorTable:
    """Rows of vectors, of which each becomes float32 when it is first read.

    A text needs few of the rows of a large model: a program that tags one text does not wait for
    the others. Rows may be read from several threads.

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
        first = 0 if before is None else len(before)
        self.width: int = stored.shape[1]
        self._stored, self._first = stored, first
        # Memory is taken for the rows that are written only.
        self._rows = np.empty((first + len(stored), self.width), np.float32)
        self._is_read = np.zeros(len(self._rows), np.bool_)
        if before is not None:
            self._rows[:first] = before
            self._is_read[:first] = True

    def __len__(self) -> int:
        return len(self._rows)

    def take(self, rows: NDArray[np.integer[Any]]) -> Floats:
        """Some of the rows, ``(...)`` to ``(..., dimensions)``."""
        new = rows[~self._is_read[rows]]
        if len(new):
            self._rows[new] = self._stored[new - self._first]
            self._is_read[new] = True
        return np.take(self._rows, rows, axis=0)
