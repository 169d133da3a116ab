"""Lines that end neither in LF nor in CRLF."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice

CR, CR_CR_LF = "CR", "CR CR LF"

SEEN = 200
"""Lines by which the line ends of a file are told."""


def odd_line_ends(lines: Sequence[str]) -> str:
    """In what lines end that were parted at LF and CRLF: CR or CR CR LF; empty if in neither."""
    filled = [line for line in lines if line]
    if not filled:
        return ""
    if all(line.endswith("\r") and line.count("\r") == 1 for line in filled[:-1]) and filled[1:]:
        return CR_CR_LF
    is_one_line = len(lines) == 1 and lines[0].removesuffix("\r").count("\r") > 1
    return CR if is_one_line else ""


def usual_lines(lines: Iterable[str], note: Callable[[str], None]) -> Iterator[str]:
    """The lines of a file without their ends.

    Parameters
    ----------
    lines : iterable of str
        The file's text, parted at LF and CRLF.
    note : callable
        Takes CR or CR CR LF, once, if that is what the lines end in.
    """
    rest = iter(lines)
    first = list(islice(rest, SEEN))
    end = odd_line_ends(first)
    if not end:
        yield from chain(first, rest)
        return
    note(end)
    for line in chain(first, rest):
        yield from line.removesuffix("\r").split("\r") if end == CR else (line.removesuffix("\r"),)
