"""How a word is written: its shape and its ends, each a row of one learned table.

What training never saw as a whole is known by its parts, as in fastText (Bojanowski et al. 2017)
and in spaCy's MultiHashEmbed (Miranda et al. 2022). A part has the row that a hash of it says, so
that the table has a bound and needs no list of parts; some share a row, which does little harm.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from zlib import crc32

import numpy as np

from nertag.arrays import Floats, Ints
from nertag.text import fold

SPELLING_ROWS = 2**14
"""Rows of the table."""
LONGEST_END = 4
"""Characters of the longest beginnings and ends of a word."""
LONGEST_RUN = 4
"""Characters of one kind that the long shape of a word shows of each run."""
SPELLING_WIDTH = 2 + 2 * LONGEST_END
"""Parts of each word."""


def spell(words: Sequence[str]) -> Ints:
    """The rows of the parts of each word, shape ``(words, SPELLING_WIDTH)``.

    They are the same in every process and on every platform.
    """
    rows = np.frombuffer(b"".join(map(_rows, words)), np.int32)
    return rows.reshape(len(words), SPELLING_WIDTH)


@lru_cache(maxsize=2**16)
def _rows(word: str) -> bytes:
    hashes = [crc32(part.encode("utf-8", "surrogatepass")) for part in parts(fold(word))]
    return (np.array(hashes) % SPELLING_ROWS).astype(np.int32).tobytes()


def parts(word: str) -> list[str]:
    """What a word is known by.

    Its shape, short and long, then its beginnings and ends in lower case with all digits as 0. A
    sign in front of each says what it is.

    Examples
    --------
    >>> parts("McRae-77")
    ['=XxXx-d', '~XxXxx-dd', '1<m', '1>0', '2<mc', '2>00', '3<mcr', '3>-00', '4<mcra', '4>e-00']
    """
    shape = "".join(map(_kind, word))
    plain = re.sub(r"\d", "0", word.lower())
    ends = [
        end
        for size in range(1, LONGEST_END + 1)
        for end in (f"{size}<{plain[:size]}", f"{size}>{plain[-size:]}")
    ]
    short, long = (re.sub(rf"(.)\1{{{n},}}", r"\1" * n, shape) for n in (1, LONGEST_RUN))
    return ["=" + short, "~" + long, *ends]


def _kind(char: str) -> str:
    if char.isupper():
        return "X"
    if char.isdigit():
        return "d"
    return "x" if char.isalpha() else char


def ids_of(tokens: Ints, axes: int) -> Ints:
    """The ids of tokens, which may have the rows of their spelling beside them.

    Parameters
    ----------
    tokens : ndarray of int32, shape (...,) or (..., 1 + SPELLING_WIDTH)
        The id of each token, or its id and the rows of its parts.
    axes : int
        How many axes the dots stand for.
    """
    return tokens if tokens.ndim == axes else tokens[..., 0]


class SpellingVectors:
    """The sum of the vectors of a word's parts; see `nertag.nn.embedding.SpellingEmbedding`.

    Parameters
    ----------
    table : ndarray of float32, shape (SPELLING_ROWS, dimensions)
    """

    def __init__(self, table: Floats) -> None:
        self._table = table
        self.width = table.shape[1]

    def __call__(self, rows: Ints) -> Floats:
        """Rows ``(batch, time, SPELLING_WIDTH)`` to vectors ``(batch, time, dimensions)``."""
        first, *others = np.moveaxis(rows, 2, 0)
        summed: Floats = np.take(self._table, first, axis=0)
        for more in others:
            summed += np.take(self._table, more, axis=0)
        return summed
