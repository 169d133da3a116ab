"""Types of the arrays that pass between the parts."""

from __future__ import annotations

from typing import Union

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int32]
Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]
Bools = NDArray[np.bool_]
Stored = Union[NDArray[np.float16], NDArray[np.float32]]
"""Vectors, in half precision if that changes none of their numbers."""
