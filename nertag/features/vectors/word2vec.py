"""The rows of word2vec files, text or binary, one by one: a file of millions is not read whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

import numpy as np

from nertag.arrays import Floats
from nertag.errors import DataError
from nertag.io import BOM, LONGEST_LINE, open_bytes

Row = tuple[str, Floats | Callable[[], Floats]]
"""A token and its numbers, or a function that gives them."""

LONGEST_TOKEN = 1 << 16
"""Bytes of a token of a binary file, at most."""

NOT_FINITE = "a row holds something that is not a finite number"


def file_rows(
    path: str | Path, parse: Callable[[BinaryIO, str | Path], Iterator[Row]]
) -> Iterator[Row]:
    """The rows of a file that may be compressed, as `parse` reads them."""
    with open_bytes(path) as stream:
        yield from parse(stream, path)


def text_rows(stream: BinaryIO, path: str | Path) -> Iterator[Row]:
    """Rows of word2vec text. A token may hold blanks: the numbers are counted from the right."""
    size = announced = rows = number = 0
    for number, line in enumerate(iter(lambda: stream.readline(LONGEST_LINE), b""), 1):
        if len(line) == LONGEST_LINE:
            raise DataError(path, number, "a line that does not end", "is it text of word2vec?")
        if number == 1:
            line = line.removeprefix(BOM)
        fields = line.rstrip(b" \r\n\t").replace(b"\t", b" ").split(b" ")
        if number == 1 and len(fields) == 2 and all(map(_is_count, fields)):
            announced, size = map(int, fields)
            continue
        if fields == [b""]:
            continue
        size = size or len(fields) - 1
        token = b" ".join(fields[:-size]).decode("utf-8", "replace")
        if len(fields) < size + 1:
            what = f"a row of {max(0, len(fields) - 1)} numbers where {size} are expected"
            raise DataError(path, number, what, "the file may be cut off: fetch it again")
        rows += 1
        yield token, _Numbers(fields[-size:], path, number)
    if announced > rows:
        what = f"the header announces {announced} rows, {rows} are there"
        raise DataError(path, number, what, "the file may be cut off: fetch it again")


def _is_count(field: bytes) -> bool:
    return field.isdigit() and len(field) < 1000  # of more digits int() refuses to make a number


class _Numbers:
    """The numbers of a text row, turned into floats only if the row is kept."""

    __slots__ = ("fields", "line", "path")

    def __init__(self, fields: list[bytes], path: str | Path, line: int) -> None:
        self.fields, self.path, self.line = fields, path, line

    def __call__(self) -> Floats:
        try:
            with np.errstate(over="ignore"):
                values = np.array(self.fields, dtype=np.bytes_).astype(np.float32)
        except ValueError:
            values = np.array([np.nan], np.float32)
        if not np.isfinite(values).all():
            raise DataError(self.path, self.line, NOT_FINITE, "fix or delete the line")
        return values


def binary_rows(stream: BinaryIO, path: str | Path) -> Iterator[Row]:
    """Rows of word2vec's binary format."""
    header = stream.readline(100).split()
    if len(header) != 2 or not all(map(_is_count, header)):
        raise DataError(path, 1, "no header with two numbers", "is it word2vec's binary format?")
    count, size = map(int, header)
    if not 0 < size < 1_000_000:
        raise DataError(path, 1, f"the header announces rows of {size} numbers", "fetch it again")
    for row in range(1, count + 1):
        token = bytearray()
        while (byte := stream.read(1)) not in (b" ", b""):
            if byte != b"\n":
                token += byte
            if len(token) > LONGEST_TOKEN:
                what = f"row {row} has a token of more than {LONGEST_TOKEN:,} bytes"
                raise DataError(path, 0, what, "is it word2vec's binary format?")
        values = stream.read(4 * size)
        if len(values) < 4 * size:
            what = f"ends in row {row} of {count}"
            raise DataError(path, 0, what, "the file is cut off: fetch it again")
        yield token.decode("utf-8", "replace"), np.frombuffer(values, "<f4")
    if stream.read(2) not in (b"", b"\n"):
        what = f"continues after the {count} rows that its header announces"
        raise DataError(path, 0, what, "is it word2vec's binary format? fetch it again")
