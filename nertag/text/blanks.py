"""Characters that no entity begins or ends with, and those that end a line."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise

import numpy as np

from nertag.arrays import Bools
from nertag.text.sentence import Sentence
from nertag.text.tokens import code_points

BLANK = ("Zs", "Zl", "Zp", "Cc", "Cf")
"""Unicode's categories of blanks and of control and format characters."""

LINE_BREAKS = "\n\v\f\r\x85\u2028\u2029"
"""Characters that end a line."""
_LINE_BREAK = re.compile(f"[{LINE_BREAKS}]")


def blank_tokens(sentence: Sentence) -> Bools:
    """Which tokens begin or end with a blank or a control character, shape ``(tokens,)``."""
    text = sentence.text
    if not len(sentence) or (" " not in text and text.isprintable()):
        return np.zeros(len(sentence), np.bool_)
    blank: Bools = blank_code_points()[np.minimum(code_points(text), 0xFFFF)]
    if isinstance(sentence.starts, range):
        return blank
    starts, ends = np.array(sentence.starts), np.array(sentence.ends)
    edged: Bools = blank[starts] | blank[ends - 1]
    return edged


@lru_cache(maxsize=1)
def blank_code_points() -> Bools:
    """Blank or not, by code point up to U+FFFF; the last stands for all that are higher.

    Returns
    -------
    ndarray of bool, shape (65536,)
    """
    # All but the blank itself are unprintable, which is quicker to ask.
    return np.array(
        [
            (char == " " or not char.isprintable()) and unicodedata.category(char) in BLANK
            for char in map(chr, range(0x10000))
        ]
    )


def lines_of(sentence: Sentence) -> list[tuple[int, int]]:
    """The tokens of each line of a sentence's text, from first to the one after the last.

    Tokens that are line breaks themselves belong to no line; lines without a token are not there.
    """
    if sentence.text.isprintable():  # quicker than to look for each break
        return [(0, len(sentence))]
    breaks = [match.start() for match in _LINE_BREAK.finditer(sentence.text)]
    if not breaks:
        return [(0, len(sentence))]
    starts = np.array(sentence.starts, np.int64)
    places = np.searchsorted(starts, breaks).tolist()
    is_break = [place < len(starts) and starts[place] == at for place, at in zip(places, breaks)]
    edges = [(0, 0), *((place, place + own) for place, own in zip(places, is_break))]
    edges.append((len(starts), len(starts)))
    return [(left[1], right[0]) for left, right in pairwise(edges) if left[1] < right[0]]
