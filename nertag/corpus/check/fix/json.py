"""Fixes the spans of a file of JSON: trims blanks at their ends, and leaves all else as it is."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from nertag.corpus.check.fix.change import Change, trimmed
from nertag.corpus.check.fix.raw import Raw
from nertag.formats import Format, Places, Rule, Source, length_in_units, places
from nertag.text import MarkedText


def fix_json(
    raw: Raw, texts: Iterable[MarkedText], source: Source, format: Format
) -> Iterator[Change]:
    """Trim the spans of a file's values; the lines are changed.

    Where each value that changes is a line by itself, only those lines are written anew; otherwise
    all values are, as one list.
    """
    assert format.move
    values, anew, by_line = [], {}, True
    again = Source(source.path, source.reading)
    for (number, value), text in zip(format.values(again), texts):
        line = raw.lines[number - 1]
        is_line = _is_line(line, value)
        fixer = _Fixer(text, places(text.text, source), length_in_units(text.text, source))
        format.move(value, fixer.moved)
        values.append(value)
        if fixer.changes:
            by_line = by_line and is_line
            anew[number - 1] = _dumped(value, raw, line) + "\r" * line.endswith("\r")
            yield from fixer.changes
    if by_line:
        for i, line in anew.items():
            raw.lines[i] = line
    else:
        listed = [_dumped(value, raw, "\n".join(raw.lines)) for value in values]
        raw.lines = ["[", *(line + "," for line in listed[:-1]), listed[-1], "]", ""]


def _is_line(line: str, value: Any) -> bool:
    """Whether a line is this value and nothing else."""
    try:
        return bool(json.loads(line) == value)
    except (ValueError, RecursionError):
        return False


def _dumped(value: Any, raw: Raw, before: str) -> str:
    """A value in the signs that it was written in before."""
    in_ascii = before.isascii() or not raw.codec.startswith(("utf", "gb18030"))
    return json.dumps(value, ensure_ascii=in_ascii)


@dataclass
class _Fixer:
    """Trims the spans of one value, in the file's unit of offsets: a blank is one in any."""

    text: MarkedText
    index: Places
    length: int
    changes: list[Change] = field(default_factory=list)

    def moved(self, start: int, end: int) -> tuple[int, int, str] | None:
        """A span cut to the text, without blanks at its ends; None if nothing is left."""
        if not 0 <= self.index(start) <= self.index(end):
            cut = max(0, start), min(self.length, end)
            inside = 0 <= self.index(cut[0]) < self.index(cut[1])
            became = f"{cut[0]} to {cut[1]}" if inside else "taken out"
            what = f"the span {start} to {end} -> {became}"
            self.changes.append(Change(Rule.BAD_PLACE, self.text.line, what))
            if not inside:
                return None
            start, end = cut
        first, last = self.index(start), self.index(end)
        covered = self.text.text[first:last]
        bare = covered.strip()
        if covered != bare or not bare:
            self.changes.append(trimmed(self.text.line, covered))
        if not bare:
            return None
        start += len(covered) - len(covered.lstrip())
        end -= len(covered) - len(covered.rstrip())
        return start, end, bare
