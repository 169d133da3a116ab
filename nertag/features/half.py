"""Vectors are stored in half precision where that changes no number."""

from __future__ import annotations

import numpy as np

from nertag.arrays import Floats, Stored


def narrow(matrix: Stored) -> Stored:
    """The numbers as float16 if that changes none of them."""
    with np.errstate(over="ignore"):
        half = matrix.astype(np.float16)
    return half if np.array_equal(half.astype(np.float32), matrix) else matrix


def wide(matrix: Stored) -> Floats:
    """The numbers as float32."""
    return matrix.astype(np.float32, copy=False)
