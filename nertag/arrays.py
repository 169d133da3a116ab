"""Types of the arrays that pass between the parts."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int32]
Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]
Bools = NDArray[np.bool_]
Stored = NDArray[np.floating[Any]]
"""Vectors in float32, or in float16 if that changes none of their numbers."""
