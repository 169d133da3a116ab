"""How a word is written: its shape, its ends and what is in it, each a row of one learned table.

What training never saw as a whole is known by its parts, as in fastText (Bojanowski et al. 2017)
and in spaCy's MultiHashEmbed (Miranda et al. 2022). A part has the row that a hash of it says, so
that the table has a bound and needs no list of parts; some share a row, which does little harm.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from functools import lru_cache
from zlib import crc32

import numpy as np

from nertag.arrays import Floats, Ints
from nertag.text import fold

SPELLING_ROWS = 2**15
"""Rows of the table; the first is no part's, and stays 0."""
LONGEST_END = 4
"""Characters of the longest beginnings and ends of a word."""
LONGEST_RUN = 4
"""Characters of one kind that the long shape of a word shows of each run."""
GRAMS = (3, 4)
"""Characters of the pieces that are taken from anywhere in a word."""
MOST_GRAMS = 12
"""Pieces of a word, at most; of a word that has more, some from everywhere."""
SPELLING_WIDTH = 2 + 2 * LONGEST_END + MOST_GRAMS
"""Parts of a word, at most."""
DIGIT = re.compile(r"\d")
RUN, LONG_RUN = re.compile(r"(.)\1+"), re.compile(rf"((.)\2{{{LONGEST_RUN - 1}}})\2+")
"""Characters of one kind, and more of one kind than are shown."""


def spell(words: Sequence[str]) -> Ints:
    """The rows of the parts of each word, shape ``(words, SPELLING_WIDTH)``.

    They are the same in every process and on every platform. A word of fewer parts has 0 in the
    rest.
    """
    rows = np.frombuffer(b"".join(map(_rows, words)), np.int32)
    return rows.reshape(len(words), SPELLING_WIDTH)


@lru_cache(maxsize=2**16)
def _rows(word: str) -> bytes:
    hashes = [crc32(part.encode("utf-8", "surrogatepass")) for part in parts(fold(word))]
    rows = array("i", [1 + one % (SPELLING_ROWS - 1) for one in hashes])  # numpy takes longer
    return rows.tobytes().ljust(4 * SPELLING_WIDTH, b"\0")


def parts(word: str) -> list[str]:
    """What a word is known by.

    Its shape, short and long (``X`` stands for a capital, ``x`` for a small letter, ``d`` for a
    digit), then its beginnings and ends, and its pieces of three and four characters, in lower case
    with all digits as 0. A sign in front of each says what it is; ``^``
    and ``$`` stand for the beginning and the end.

    Examples
    --------
    >>> parts("O'Hara")[:10]
    ["=X'Xx", "~X'Xxxx", '1<o', '1>a', "2<o'", '2>ra', "3<o'h", '3>ara', "4<o'ha", '4>hara']
    >>> parts("Ada")[10:]
    ['|^ad', '|ada', '|da$', '|^ada', '|ada$']
    """
    shape = word.translate(_KINDS)
    plain = DIGIT.sub("0", word.lower())
    ends = [
        end
        for size in range(1, LONGEST_END + 1)
        for end in (f"{size}<{plain[:size]}", f"{size}>{plain[-size:]}")
    ]
    short, long = RUN.sub(r"\1", shape), LONG_RUN.sub(r"\1", shape)
    return ["=" + short, "~" + long, *ends, *_grams(f"^{plain}$")]


def _grams(framed: str) -> list[str]:
    grams = [f"|{framed[i : i + size]}" for size in GRAMS for i in range(len(framed) - size + 1)]
    if len(grams) <= MOST_GRAMS:
        return grams
    return [grams[i * len(grams) // MOST_GRAMS] for i in range(MOST_GRAMS)]


class _Kinds(dict[int, str]):
    """The kind of each code point, as `str.translate` asks for it."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        kind = "x" if char.isalpha() else char
        if char.isupper():
            kind = "X"
        elif char.isdigit():
            kind = "d"
        self[code] = kind
        return kind


_KINDS = _Kinds()


def ids_of(tokens: Ints, axes: int) -> Ints:
    """The ids of tokens, which may have rows of their spelling beside them.

    Parameters
    ----------
    tokens : ndarray of int32, shape (...,) or (..., values)
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
        self._table = table.copy()
        self._table[0] = 0
        self.width = table.shape[1]

    def __call__(self, rows: Ints) -> Floats:
        """Rows ``(batch, time, SPELLING_WIDTH)`` to vectors ``(batch, time, dimensions)``."""
        first, *others = np.moveaxis(rows, 2, 0)
        summed: Floats = np.take(self._table, first, axis=0)
        for more in others:
            summed += np.take(self._table, more, axis=0)
        return summed
