"""Checks of a file's bytes: its line ends and its byte order mark."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from nertag.corpus.check.finding import Finding, at_lines
from nertag.formats import LINES_KEPT, Rule
from nertag.io import open_bytes

PIECE = 1 << 20
"""Bytes that are looked at together."""


def line_ends(path: str | Path, encoding: str) -> Iterator[Finding]:
    """A byte order mark, and lines that end with CRLF."""
    number, crlf, lf = 1, 0, 0
    first_crlf: list[int] = []
    first_lf: list[int] = []
    for text in _pieces(path, encoding):
        if number == 1 and text.startswith("\ufeff"):
            yield at_lines(Rule.BYTE_ORDER_MARK, str(path), "U+FEFF before the text", [1])
        feeds = text.count("\n")
        pairs: list[int] = []
        if "\r\n" in text:
            ended = enumerate(islice(text.split("\n"), feeds), number)
            pairs = [line for line, before in ended if before.endswith("\r")]
        crlf += len(pairs)
        lf += feeds - len(pairs)
        first_crlf += pairs[: LINES_KEPT - len(first_crlf)]
        if len(first_lf) < LINES_KEPT:
            others = sorted({*range(number, number + feeds)}.difference(pairs))
            first_lf += others[: LINES_KEPT - len(first_lf)]
        number += feeds
    if crlf and lf:
        what = f"{crlf:,} with CRLF, {lf:,} with LF; the lines are those of the fewer"
        lines = first_crlf if crlf < lf else first_lf
        yield Finding(Rule.MIXED_LINE_ENDS, str(path), what, tuple(lines), count=min(crlf, lf))
    elif crlf:
        yield Finding(Rule.CRLF, str(path), f"all {crlf:,} lines")


def _pieces(path: str | Path, encoding: str) -> Iterator[str]:
    """The text without what is not of the encoding; no piece ends between CR and LF."""
    decoder = codecs.getincrementaldecoder(encoding)("ignore")
    held = ""
    with open_bytes(path) as stream:
        while data := stream.read(PIECE):
            try:
                text = held + decoder.decode(data)
            except UnicodeError:  # UTF-16 without its mark; the reader has said so
                return
            held = "\r" if text.endswith("\r") else ""
            yield text.removesuffix(held)
    yield held
