"""The units in which files count offsets: how much each code point of a text counts in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import accumulate, repeat


@dataclass(frozen=True)
class Unit:
    """A unit of offsets.

    Parameters
    ----------
    name : str
        What a message calls several of them.
    widths : callable
        How many units each code point of a text counts. Of code points that count as one together
        only the last counts.
    """

    name: str
    widths: Callable[[str], Iterable[int]]


def _utf16(text: str) -> Iterable[int]:
    return (2 if sign >= "\U00010000" else 1 for sign in text)


def _bytes(text: str) -> Iterable[int]:
    return (len(sign.encode("utf-8", "surrogatepass")) for sign in text)


def _crlf_as_one(text: str) -> Iterable[int]:
    return (0 if text.startswith("\r\n", place) else 1 for place in range(len(text)))


def _graphemes(text: str) -> Iterable[int]:
    import regex

    widths = [0] * len(text)
    for match in regex.finditer(r"\X", text):
        widths[match.end() - 1] = 1
    return widths


UNITS = {
    "codepoint": Unit("characters", lambda text: repeat(1, len(text))),
    "utf16": Unit("UTF-16 units", _utf16),
    "byte": Unit("bytes of UTF-8", _bytes),
    "crlf": Unit("characters, CRLF as one", _crlf_as_one),
    "grapheme": Unit("graphemes", _graphemes),
}
"""The units by the values of the setting ``offset_unit``."""


def counts_alike(text: str, unit: str) -> bool:
    """Whether each code point of a text is one unit; False where that is not plain to see."""
    return unit == "codepoint" or (text.isascii() and "\r\n" not in text)


def borders(text: str, unit: str) -> dict[int, int]:
    """The offset in code points of each offset in units; those within a code point are not there.

    Parameters
    ----------
    text : str
        The text.
    unit : str
        A key of `UNITS`.
    """
    found: dict[int, int] = {}
    for place, offset in enumerate(accumulate(UNITS[unit].widths(text), initial=0)):
        found.setdefault(offset, place)
    return found
