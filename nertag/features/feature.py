"""Features of a token besides its own vector: frozen numbers, found in numpy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from nertag.arrays import Floats, Ints


class Feature(Protocol):
    """Features of one sort: `width` numbers for each token."""

    width: int

    def __call__(self, ids: Ints, rng: np.random.Generator | None = None) -> Floats:
        """The features of padded rows.

        Parameters
        ----------
        ids : ndarray of int32, shape (batch, time)
            The ids of the tokens.
        rng : Generator, optional
            Given in training only, where a feature may drop some of what it knows.

        Returns
        -------
        ndarray of float32, shape (batch, time, width)
        """


class Features:
    """Features of several sorts, side by side.

    Parameters
    ----------
    sorts : sequence of Feature
        The sorts, in the order of their numbers.
    """

    def __init__(self, sorts: Sequence[Feature]) -> None:
        self.sorts = sorts
        self.width = sum(sort.width for sort in sorts)

    def __call__(self, ids: Ints, rng: np.random.Generator | None = None) -> Floats:
        """Ids ``(batch, time)`` to features ``(batch, time, width)``; `rng` only in training."""
        nothing = np.zeros((*ids.shape, 0), np.float32)
        return np.concatenate([nothing, *(sort(ids, rng) for sort in self.sorts)], axis=-1)
