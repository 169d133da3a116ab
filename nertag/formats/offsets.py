"""The offsets of a file: where they lie in the text, and the entity they mark."""

from __future__ import annotations

import operator
from collections.abc import Callable

from nertag.errors import DataError
from nertag.formats.rules import Rule
from nertag.formats.source import Source
from nertag.formats.units import UNITS, borders, counts_alike
from nertag.text import Entity

SHOWN = 60
"""Characters of a text that a message shows."""

Places = Callable[[int], int]


class OffsetError(DataError):
    """A span that lies outside its text, or on another text than the file says.

    Attributes
    ----------
    unit : str
        The unit by which all spans of the file fit; empty if none is known.
    """

    unit = ""

    def with_unit(self, unit: str) -> OffsetError:
        """The error that names the unit by which all spans of the file fit."""
        hint = f"read as {UNITS[unit].name} all spans of the file fit: `offset_unit={unit}`"
        error = OffsetError(self.path, self.line, self.what, hint)
        error.unit = unit
        return error


def places(text: str, source: Source) -> Places:
    """What turns an offset of the file into one in code points of `text`.

    An offset that is not on the border of a code point, or outside the text, becomes -1.
    """
    length, unit = len(text), source.reading.offset_unit
    if counts_alike(text, unit):
        return lambda offset: offset if 0 <= offset <= length else -1
    found = borders(text, unit)
    return lambda offset: found.get(offset, -1)


def length_in_units(text: str, source: Source) -> int:
    """The length of a text in the file's offset unit."""
    return sum(UNITS[source.reading.offset_unit].widths(text))


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
        An offset is no whole number, or a label is no text.
    OffsetError
        The span is outside the text, or another text than the mention stands there.
    """
    start, end, label = span
    if type(start) is not int or type(end) is not int:
        what = f"the span {start!r} to {end!r} is not given by two whole numbers"
        source.fault(line, what, "fix it")
        return None
    if type(label) is not str:
        what = f"the span {start} to {end} has the label {label!r}, expected a text"
        source.fault(line, what, "fix it")
        return None
    first, last = place(start), place(end)
    if first < 0 or last < 0 or first > last:
        what = f"the span {start} to {end}, {label!r}, does not lie in the text of {len(text)} "
        source.fault(line, what + "characters", _read_as(source, text, start, mention), OffsetError)
        return None
    found = text[first:last]
    if mention is not None and not same(found, mention):
        what = f"the span {start} to {end}, {label!r}, covers {excerpt(found)}, expected "
        hint = _read_as(source, text, start, mention)
        source.fault(line, what + excerpt(mention), hint, OffsetError)
        return None
    if first == last:
        source.oddities.note(Rule.EMPTY_SPAN, line)
        return None
    if not label:
        source.oddities.note(Rule.UNLABELLED_ENTITY, line)
    return Entity(first, last, label, found)


def _read_as(source: Source, text: str, start: int, mention: str | None) -> str:
    """How offsets are read, and where the mention stands that is nearest to the span."""
    unit = source.reading.offset_unit
    at = _nearest(text, mention, start) if mention and counts_alike(text, unit) else -1
    stands = f"; its text stands at {at} to {at + len(mention)}" if mention and at >= 0 else ""
    return f"offsets are read as {UNITS[unit].name}{stands}; see `offset_unit`"


def _nearest(text: str, mention: str, start: int) -> int:
    """The place of a mention that is nearest to another; -1 if there is none."""
    start = min(max(start, 0), len(text))
    places = text.rfind(mention, 0, start + len(mention)), text.find(mention, start)
    return min(places, key=lambda at: abs(at - start) if at >= 0 else len(text) + 1)


def excerpt(text: str) -> str:
    """A text as a message shows it: quoted, in one line, not at any length."""
    return repr(text if len(text) <= SHOWN else text[:SHOWN] + "…")


def alike(found: str, mention: str) -> bool:
    r"""Whether two texts differ in blanks only, as where line breaks are written as ``\n``."""
    return found == mention or _unspaced(found) == _unspaced(mention)


def _unspaced(text: str) -> str:
    return "".join(text.replace("\\r", " ").replace("\\n", " ").split())
