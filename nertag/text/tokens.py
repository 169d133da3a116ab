"""Lines to tokens, long rows to windows. Text is never rewritten, only folded to look it up."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from nertag.text.sentence import Sentence


def _width_folds() -> dict[int, int]:
    """Full-width and half-width forms, and the wide blank, to their ordinary character."""
    folds = {0x3000: 0x20}
    for code in range(0xFF01, 0xFFEF):
        folded = unicodedata.normalize("NFKC", chr(code))
        if len(folded) == 1 and folded != chr(code):
            folds[code] = ord(folded)
    return folds


WIDTH_FOLDS = _width_folds()


def fold(text: str) -> str:
    """Fold character widths, one character for one; only for looking things up."""
    return text.translate(WIDTH_FOLDS)


def code_points(text: str) -> NDArray[np.uint32]:
    """The code points of a text, lone surrogates included, with shape ``(characters,)``."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")


@lru_cache(maxsize=1)
def _word_pattern() -> re.Pattern[str]:
    """A handle or hash tag, a clitic, a run of letters, digits and marks, or one other sign."""
    codes = map(chr, range(0x300, 0x20000))
    marks = "".join(code for code in codes if unicodedata.category(code).startswith("M"))
    letter = rf"[\w\u200d{re.escape(marks)}]"
    return re.compile(rf"[@#]{letter}+|['’]{letter}+|{letter}+|[^\s]")


def tokenise(text: str, tokens: str) -> Sentence:
    """Split a text into tokens.

    Parameters
    ----------
    text : str
    tokens : {"char", "word"}
        ``char``: every code point is a token, blanks too. ``word``: runs of letters and digits
        and single other signs are tokens, blanks are between them.
    """
    if tokens == "char":
        return Sentence(text, range(len(text)), range(1, len(text) + 1))
    places = [match.span() for match in _word_pattern().finditer(text)]
    return Sentence(text, tuple(start for start, _ in places), tuple(end for _, end in places))


def windows(length: int, size: int, overlap: int) -> list[tuple[int, int, int, int]]:
    """Cut a row of `length` tokens into windows of at most `size` that share `overlap` tokens.

    Returns
    -------
    list of (start, stop, keep_start, keep_stop)
        Tokens ``start:stop`` are the window; ``keep_start:keep_stop`` is the part of it that is
        kept: every token is kept from just one window, the one where it is farther from the cut.
    """
    if length <= size:
        return [(0, length, 0, length)]
    count = -(-(length - overlap) // (size - overlap))
    cuts = [(length - size) * i // (count - 1) for i in range(count)]
    middles = [(left + size + right) // 2 for left, right in pairwise(cuts)]
    return [
        (start, start + size, first, last)
        for start, first, last in zip(cuts, [0, *middles], [*middles, length])
    ]
