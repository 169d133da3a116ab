"""The offsets of a file: where they lie in the text, and the entity they mark."""

from __future__ import annotations

import operator
from collections.abc import Callable

from nertag.formats.rules import Rule
from nertag.formats.source import Source
from nertag.text import Entity

SHOWN = 60
"""Characters of a text that a message shows."""
_UNITS = {"codepoint": "characters", "utf16": "UTF-16 units"}

Places = Callable[[int], int]


def places(text: str, source: Source) -> Places:
    """What turns an offset of the file into one in code points of `text`.

    An offset that is not on the border of a code point, or outside the text, becomes -1.
    """
    length = len(text)
    if source.reading.offset_unit == "codepoint" or not _has_pairs(text):
        return lambda offset: offset if 0 <= offset <= length else -1
    borders = {0: 0}
    unit = 0
    for place, sign in enumerate(text, 1):
        unit += 2 if sign >= "\U00010000" else 1
        borders[unit] = place
    return lambda offset: borders.get(offset, -1)


def length_in_units(text: str, source: Source) -> int:
    """The length of a text in the file's offset unit."""
    if source.reading.offset_unit == "codepoint":
        return len(text)
    return len(text) + sum(sign >= "\U00010000" for sign in text)


def _has_pairs(text: str) -> bool:
    """Whether a character takes two units of UTF-16."""
    return not text.isascii() and max(text) >= "\U00010000"


def entity(
    source: Source,
    line: int,
    text: str,
    place: Places,
    span: tuple[object, object, object],
    mention: str | None = None,
    same: Callable[[str, str], object] = operator.eq,
) -> Entity | None:
    """The entity that a span of the file marks; None if it is ignored by a rule, or a fault.

    Parameters
    ----------
    source : Source
        The file: says how it is read, and takes the notes.
    line : int
        The line of the text in the file, counted from 1.
    text : str
        The text that the offsets are of.
    place : callable
        What `places` gives for this text.
    span : (start, end, label)
        As the file has it, not checked yet; the end is exclusive, in the file's offset unit.
    mention : str, optional
        The text of the span as the file gives it.
    same : callable
        Whether the text found and the mention are the same.

    Raises
    ------
    DataError
        An offset is no whole number or outside the text, a label is no text, or another text than
        the mention stands there.
    """
    start, end, label = span
    if type(start) is not int or type(end) is not int:
        what = f"the span {start!r} to {end!r} is not given by two whole numbers"
        source.fault(line, what, "fix it")
        return None
    if type(label) is not str or not label:
        what = f"the span {start} to {end} has the label {label!r}, expected a text"
        source.fault(line, what, "fix it")
        return None
    first, last = place(start), place(end)
    if first < 0 or last < 0 or first > last:
        what = f"the span {start} to {end}, {label!r}, does not lie in the text of {len(text)} "
        hint = f"offsets are read as {_UNITS[source.reading.offset_unit]}; see `offset_unit`"
        source.fault(line, what + "characters", hint)
        return None
    found = text[first:last]
    if mention is not None and not same(found, mention):
        what = f"the span {start} to {end}, {label!r}, covers {excerpt(found)}, expected "
        source.fault(line, what + excerpt(mention), _way_on(text, source))
        return None
    if first == last:
        source.oddities.note(Rule.EMPTY_SPAN, line)
        return None
    return Entity(first, last, label, found)


def _way_on(text: str, source: Source) -> str:
    if not _has_pairs(text):
        return "fix it"
    unit = source.reading.offset_unit
    (other,) = _UNITS.keys() - {unit}
    return f"offsets are read as {_UNITS[unit]}; perhaps `offset_unit={other}` is right"


def excerpt(text: str) -> str:
    """A text as a message shows it: quoted, in one line, not at any length."""
    return repr(text if len(text) <= SHOWN else text[:SHOWN] + "…")


def alike(found: str, mention: str) -> bool:
    r"""Whether two texts differ in blanks only, as where line breaks are written as ``\n``."""
    return found == mention or _unspaced(found) == _unspaced(mention)


def _unspaced(text: str) -> str:
    return "".join(text.replace("\\r", " ").replace("\\n", " ").split())
