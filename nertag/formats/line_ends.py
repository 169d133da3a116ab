"""Lines that end neither in LF nor in CRLF."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice

CR = "lines end in CR alone, each is read as the end of a line"
CR_CR_LF = "lines end in CR CR LF, both CRs are no part of the line"

SEEN = 200
"""Lines by which the line ends of a file are told."""


def odd_line_ends(lines: Sequence[str]) -> str:
    """Which rule the ends of lines need, that were parted at LF and CRLF; empty if none does."""
    filled = [line for line in lines if line]
    if not filled:
        return ""
    if all(line.endswith("\r") and line.count("\r") == 1 for line in filled[:-1]) and filled[1:]:
        return CR_CR_LF
    is_one_line = len(lines) == 1 and lines[0].removesuffix("\r").count("\r") > 1
    return CR if is_one_line else ""


def usual_lines(lines: Iterable[str], note: Callable[[str], None]) -> Iterator[str]:
    """The lines, by the rule that their ends need; the rule is noted once."""
    rest = iter(lines)
    first = list(islice(rest, SEEN))
    rule = odd_line_ends(first)
    if not rule:
        yield from chain(first, rest)
        return
    note(rule)
    for line in chain(first, rest):
        yield from line.removesuffix("\r").split("\r") if rule == CR else (line.removesuffix("\r"),)
