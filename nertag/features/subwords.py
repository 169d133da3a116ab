"""Vectors of unknown words, made of those of their pieces as fastText does it.

A word is framed by ``<`` and ``>``. A hash of each of its pieces names a bucket, and the mean of
the vectors of the buckets is the word's (Bojanowski et al. 2017). Only the buckets that most words
use are kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy as np
from safetensors.numpy import load as load_arrays
from safetensors.numpy import save as save_arrays

from nertag.arrays import Floats, Ints
from nertag.features.half import narrow, wide

MOST_BUCKETS = 50_000
"""Buckets that are kept, at most."""
MOST_PIECES = 32
"""Pieces of a word that are looked up, at most; of a word that has more, some from everywhere."""
FNV_BASIS, FNV_PRIME = 2166136261, 16777619


@dataclass(frozen=True)
class Subwords:
    """The vectors of pieces of words.

    Parameters
    ----------
    shortest, longest : int
        Characters of a piece.
    buckets : int
        How many buckets the hashes of pieces fall into.
    kept : ndarray of int32, shape (kept,)
        The buckets that have a vector, in ascending order.
    matrix : ndarray of float32, shape (kept, dimensions)
        Their vectors.
    """

    shortest: int
    longest: int
    buckets: int
    kept: Ints
    matrix: Floats

    @classmethod
    def of(
        cls, matrix: Floats, shortest: int, longest: int, words: Sequence[str]
    ) -> Subwords | None:
        """The buckets that most words use; None if words have no pieces.

        Parameters
        ----------
        matrix : ndarray of float32, shape (buckets, dimensions)
            The vector of each bucket.
        shortest, longest : int
            Characters of a piece.
        words : sequence of str
            The words that have vectors of their own.
        """
        if not len(matrix) or longest < 1:
            return None
        counts = Counter(
            bucket for word in words for bucket in {*pieces(word, shortest, longest, len(matrix))}
        )
        most = sorted(bucket for bucket, _ in counts.most_common(MOST_BUCKETS))
        kept = np.array(most, np.int32)
        return cls(shortest, longest, len(matrix), kept, np.asarray(matrix[kept], np.float32))

    def scaled(self, factor: float) -> Subwords:
        """The same vectors, all multiplied by a number."""
        return replace(self, matrix=self.matrix * np.float32(factor))

    def halved(self) -> Subwords:
        """The same vectors with the precision of float16."""
        return replace(self, matrix=self.matrix.astype(np.float16).astype(np.float32))

    def spell(self, words: Sequence[str]) -> Ints:
        """The rows of the pieces of words, counted from 1; 0 stands for no piece.

        Parameters
        ----------
        words : sequence of str
            The words, width-folded.

        Returns
        -------
        ndarray of int32, shape (words, MOST_PIECES)
        """
        rows = np.frombuffer(b"".join(map(self._cached, words)), np.int32)
        return rows.reshape(len(words), MOST_PIECES)

    @cached_property
    def _cached(self) -> Callable[[str], bytes]:
        return lru_cache(maxsize=2**16)(self._rows)

    def _rows(self, word: str) -> bytes:
        hashed = np.fromiter(pieces(word, self.shortest, self.longest, self.buckets), np.int32)
        places = np.minimum(self.kept.searchsorted(hashed), max(0, len(self.kept) - 1))
        found = places[self.kept[places] == hashed] + 1 if len(self.kept) else hashed[:0]
        if len(found) > MOST_PIECES:
            found = found[np.arange(MOST_PIECES) * len(found) // MOST_PIECES]
        rows = np.zeros(MOST_PIECES, np.int32)
        rows[: len(found)] = found
        return rows.tobytes()

    def vectors(self, rows: Ints) -> Floats:
        """The mean of the vectors of the pieces of words; 0 for words without a known piece.

        Parameters
        ----------
        rows : ndarray of int32, shape (words, MOST_PIECES)
            As `spell` gives them.

        Returns
        -------
        ndarray of float32, shape (words, dimensions)
        """
        summed = np.zeros((len(rows), self.matrix.shape[1]), np.float32)
        for column in rows.T:
            known = np.flatnonzero(column)
            summed[known] += self.matrix[column[known] - 1]
        counts = np.count_nonzero(rows, axis=1)
        summed /= np.maximum(counts, 1).astype(np.float32)[:, None]
        return summed

    def to_bytes(self) -> bytes:
        """The contents of a file."""
        sizes = np.array([self.shortest, self.longest, self.buckets], np.int32)
        arrays = {"buckets": self.kept, "sizes": sizes, "vectors": narrow(self.matrix)}
        return save_arrays(arrays)

    @classmethod
    def from_bytes(cls, content: bytes) -> Subwords:
        """The reverse of `to_bytes`.

        Raises
        ------
        KeyError, ValueError, SafetensorError
            The content is damaged.
        """
        arrays = load_arrays(content)
        kept, matrix = arrays["buckets"], wide(arrays["vectors"])
        shortest, longest, buckets = map(int, arrays["sizes"])
        fits = (
            matrix.ndim == 2
            and len(kept) == len(matrix)
            and 0 < shortest <= longest
            and bool(np.all(np.diff(kept) > 0))
            and bool(np.all((kept >= 0) & (kept < buckets)))
            and bool(np.isfinite(matrix).all())
        )
        if not fits:
            raise ValueError("pieces of words and their vectors do not belong together")
        return cls(shortest, longest, buckets, kept.astype(np.int32), matrix)


def pieces(word: str, shortest: int, longest: int, buckets: int) -> Iterator[int]:
    """The buckets of the pieces of a word, by fastText's hash.

    It is FNV-1a of 32 bits over UTF-8, with bytes above 127 taken as negative numbers.

    Parameters
    ----------
    word : str
    shortest, longest : int
        Characters of a piece; the frame counts.
    buckets : int
        How many buckets there are.

    Examples
    --------
    >>> list(pieces("a", 3, 5, 1000))
    [600]
    """
    framed = f"<{word}>"
    encoded = [char.encode("utf-8", "surrogatepass") for char in framed]
    for start in range(len(framed)):
        value = FNV_BASIS
        for size, char in enumerate(encoded[start : start + longest], 1):
            for byte in char:
                signed = byte if byte < 128 else byte | 0xFFFFFF00
                value = (value ^ signed) * FNV_PRIME & 0xFFFFFFFF
            # The frame alone is no piece.
            if size >= shortest and not (size == 1 and start in (0, len(framed) - 1)):
                yield value % buckets
