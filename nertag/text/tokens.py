"""Lines to tokens, long rows to windows. Text is never rewritten, only folded to look it up."""

from __future__ import annotations

import math
import unicodedata
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from nertag.text.sentence import Sentence
from nertag.text.words import DEFAULT_RULES, WordRules, split_words


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
    """Fold character widths, one character to one; only for looking things up."""
    return text if text.isascii() else text.translate(WIDTH_FOLDS)


def code_points(text: str) -> NDArray[np.uint32]:
    """The code points of a text, lone surrogates included, with shape ``(characters,)``."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")


def tokenise(text: str, tokens: str, rules: WordRules = DEFAULT_RULES) -> Sentence:
    """Split a text into tokens.

    Parameters
    ----------
    text : str
        The text; it is not changed.
    tokens : {"char", "word"}
        ``char``: every code point is a token, blanks too. ``word``: words and other signs are
        tokens, blanks are between them; see `nertag.text.words`.
    rules : WordRules
        The conventions that words follow.
    """
    if tokens == "char":
        return Sentence(text, range(len(text)), range(1, len(text) + 1))
    spans = split_words(text, rules)
    return Sentence(text, tuple(start for start, _ in spans), tuple(end for _, end in spans))


def windows(length: int, size: int, overlap: int) -> list[tuple[int, int, int, int]]:
    """Cut a row of tokens into windows that overlap.

    Parameters
    ----------
    length : int
        Tokens of the row.
    size : int
        Most tokens of a window.
    overlap : int
        Fewest tokens that neighbouring windows share; less than `size`.

    Returns
    -------
    list of (start, stop, keep_start, keep_stop)
        Tokens ``start:stop`` are the window; ``keep_start:keep_stop`` is the part of it that is
        used. Each token is used from one window, the one where it is farther from the cut.
    """
    if length <= size:
        return [(0, length, 0, length)]
    count = math.ceil((length - overlap) / (size - overlap))
    cuts = [(length - size) * i // (count - 1) for i in range(count)]
    middles = [(left + size + right) // 2 for left, right in pairwise(cuts)]
    return [
        (start, start + size, first, last)
        for start, first, last in zip(cuts, [0, *middles], [*middles, length])
    ]
