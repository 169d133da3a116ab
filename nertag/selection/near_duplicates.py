"""Texts that are nearly the same, by hashes of their n-grams (Broder 1997), in bounded memory."""

from __future__ import annotations

from collections import Counter

import numpy as np
from numpy.typing import NDArray

from nertag.text import code_points, fold

GRAM = 4
"""Characters of an n-gram."""
BANDS, ROWS = 8, 6
"""Least hashes that are compared. Texts are near duplicates if all of a band are the same: 9 of 10
pairs that share 80% of their n-grams, 1 of 9 of those that share half."""

_RNG = np.random.default_rng(0)
_FACTORS = _RNG.integers(1, 2**63, (BANDS * ROWS, 1), np.uint64) | np.uint64(1)
_ADDED = _RNG.integers(0, 2**63, (BANDS * ROWS, 1), np.uint64)
_POWERS = _RNG.integers(1, 2**63, GRAM, np.uint64) | np.uint64(1)

Signature = tuple[bytes, ...]


def grams(text: str) -> NDArray[np.uint64]:
    """Hashes of the n-grams of a text, in order; a short text is padded.

    Parameters
    ----------
    text : str
        The text; widths and case of letters make no difference.
    """
    points = code_points(fold(text).lower()).astype(np.uint64)
    points = np.pad(points, (0, max(0, GRAM - len(points))))
    last = len(points) - GRAM + 1
    hashed = np.zeros(last, np.uint64)
    for place, power in enumerate(_POWERS):
        hashed += points[place : place + last] * power
    mixed: NDArray[np.uint64] = hashed ^ (hashed >> np.uint64(29))
    return mixed


def signature(text: str) -> Signature:
    """The least hashes of a text's n-grams, a value a band.

    Parameters
    ----------
    text : str
        The text.
    """
    least = ((grams(text) * _FACTORS + _ADDED) >> np.uint64(16)).min(axis=1)
    return tuple(bytes([band]) + row.tobytes() for band, row in enumerate(least.reshape(BANDS, -1)))


class NearDuplicates:
    """Texts that were seen, to be found again where they are nearly the same."""

    def __init__(self) -> None:
        self._bands: Counter[bytes] = Counter()

    def __contains__(self, signature: Signature) -> bool:
        return any(band in self._bands for band in signature)

    def add(self, signature: Signature) -> None:
        """Remember a text.

        Parameters
        ----------
        signature : tuple of bytes
            The text's.
        """
        self._bands.update(signature)

    def remove(self, signature: Signature) -> None:
        """Forget a text that was added.

        Parameters
        ----------
        signature : tuple of bytes
            The text's.
        """
        self._bands.subtract(signature)
        for band in signature:
            if not self._bands[band]:
                del self._bands[band]
