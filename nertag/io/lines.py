"""Bytes to lines: files, pipes and compressed files of any encoding, in bounded memory."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from nertag.errors import DataError
from nertag.io.encodings import Replaced, codec_name, decode_pieces
from nertag.io.inputs import CHUNK, open_bytes
from nertag.io.long_line import (
    LONG_LINE,
    Line,
    LongLine,
    decode_long,
    not_utf8,
    without_cr,
    without_end,
)

BOM = b"\xef\xbb\xbf"
LONGEST_LINE = 1 << 26
"""Bytes of a line, at most, unless the caller allows more: a bound on memory."""


def decode_lines(
    stream: BinaryIO,
    name: object,
    encoding: str = "utf-8",
    replaced: Replaced | None = None,
) -> Iterator[str]:
    """The lines of a stream; see `decode_blocks`.

    Parameters
    ----------
    stream : binary file
        The bytes to decode.
    name : object
        The file's name in errors.
    encoding : str
        A text codec of Python.
    replaced : callable, optional
        Called with the number of each line that has bytes not of the encoding; they become U+FFFD.
        Without it such bytes are an error.
    """
    for block in decode_blocks(stream, name, encoding, replaced):
        yield from map(str, block)


def decode_blocks(
    stream: BinaryIO,
    name: object,
    encoding: str = "utf-8",
    replaced: Replaced | None = None,
    longest: int = LONGEST_LINE,
) -> Iterator[list[Line]]:
    """The lines of a stream, ended by LF or CRLF only, without those; a BOM is eaten.

    A block holds the lines that could be read at once: of a pipe, those that wait in it. A line of
    more than `LONG_LINE` bytes is a block of its own.

    Parameters
    ----------
    stream : binary file
        The bytes to decode.
    name : object
        The file's name in errors.
    encoding : str
        A text codec of Python.
    replaced : callable, optional
        Called with the number of each line that has bytes not of the encoding; they become U+FFFD.
        Without it such bytes are an error.
    longest : int
        Bytes that a line may have at most.

    Raises
    ------
    DataError
        A line is not of the encoding, or too long; names the line.
    ConfigError
        There is no such codec.
    """
    if codec_name(encoding) not in ("utf-8", "utf-8-sig"):
        yield from _blocks_of(_Pieces(stream), name, encoding, replaced, longest)
        return
    number, bom = 1, b""
    for block in _blocks(stream, name, longest):
        if isinstance(block, list):
            yield [decode_long(block, name, number, replaced)]
            number += 1
            continue
        if number == 1 and block.startswith(BOM):
            bom, block = BOM, block[len(BOM) :]
        try:
            text = block.decode()
        except UnicodeDecodeError:
            for line in io.BytesIO(block):
                yield [_decode_line(bom * (number == 1), line, name, number, replaced)]
                number += 1
            continue
        *lines, last = text.split("\n")
        if "\r" in text:
            lines = list(map(without_cr, lines))
        number += len(lines)
        yield [*lines, last] if last else [*lines]


def _blocks(stream: BinaryIO, name: object, longest: int) -> Iterator[bytes | list[bytes]]:
    """Whole lines, many at once, as soon as they can be read; a long line in pieces."""
    begun: list[bytes] = []
    number, size = 1, 0
    while chunk := stream.read1(CHUNK):  # type: ignore[attr-defined]
        if size > LONG_LINE and b"\n" in chunk:
            end, feed, chunk = chunk.partition(b"\n")
            begun.append(end + feed)
            yield begun
            begun, size = [], 0
            number += 1
        lines, feed, rest = chunk.rpartition(b"\n")
        if feed:
            yield b"".join((*begun, lines, feed))
            begun, size = [], 0
        number += chunk.count(b"\n")
        begun.append(rest)
        size += len(rest)
        if size > longest:
            raise _too_long(name, number, longest)
    if size > LONG_LINE:
        yield begun
    elif last := b"".join(begun):
        yield last


def _too_long(name: object, number: int, longest: int) -> DataError:
    what = f"a line of more than {longest:,} bytes"
    return DataError(name, number, what, "break it; when tagging, `max_line_bytes` allows more")


def _decode_line(
    bom: bytes,
    line: bytes,
    name: object,
    number: int,
    replaced: Replaced | None,
) -> str:
    if line.endswith(b"\n"):
        line = line[:-1].removesuffix(b"\r")
    try:
        return line.decode()
    except UnicodeDecodeError as error:
        if replaced is None:
            at = len(bom) + error.start
            raise not_utf8(name, number, at, line[error.start :], bom + line) from None
        replaced(number)
        return line.decode(errors="replace")


class _Pieces:
    """The lines of a stream, or pieces of them, as `decode_pieces` reads them."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream, self._chunk, self._left = stream, io.BytesIO(), 0

    def readline(self, size: int) -> bytes:
        """A line, or as much of it as is there."""
        if not self._left:
            chunk = self._stream.read1(CHUNK)  # type: ignore[attr-defined]
            self._chunk, self._left = io.BytesIO(chunk), len(chunk)
        piece = self._chunk.readline(size)
        self._left -= len(piece)
        return piece

    @property
    def waits(self) -> bool:
        """Whether the next piece has yet to be read."""
        return not self._left


def _blocks_of(
    source: _Pieces, name: object, encoding: str, replaced: Replaced | None, longest: int
) -> Iterator[list[Line]]:
    lines: list[Line] = []
    begun: list[str] = []
    number, size = 1, 0
    for piece in decode_pieces(source, name, encoding, replaced):  # type: ignore[arg-type]
        *whole, rest = piece.split("\n")
        for line in whole:
            if size > LONG_LINE:
                yield from ([lines] if lines else [])
                yield [LongLine(without_end([*begun, line + "\n"]))]
                lines = []
            else:
                lines.append("".join((*begun, line)).removesuffix("\r"))
            begun, size = [], 0
            number += 1
        if rest:
            begun.append(rest)
        size += len(rest)
        if size > longest:
            raise _too_long(name, number, longest)
        if source.waits and lines:
            yield lines
            lines = []
    if size > LONG_LINE:
        yield [LongLine(begun)]
    elif last := "".join(begun):
        yield [last]


def read_blocks(
    path: str | Path,
    encoding: str = "utf-8",
    replaced: Replaced | None = None,
    longest: int = LONGEST_LINE,
) -> Iterator[list[Line]]:
    """The lines of a file, many at once; see `decode_blocks`.

    Parameters
    ----------
    path : path
        The file, or ``-`` for standard input.
    encoding : str
        A text codec of Python.
    replaced : callable, optional
        Called with the number of each line that has bytes not of the encoding; they become U+FFFD.
        Without it such bytes are an error.
    longest : int
        Bytes that a line may have at most.
    """
    with open_bytes(path) as stream:
        yield from decode_blocks(stream, path, encoding, replaced, longest)


def read_lines(
    path: str | Path, encoding: str = "utf-8", replaced: Replaced | None = None
) -> Iterator[str]:
    """The lines of a file; see `decode_lines`.

    Parameters
    ----------
    path : path
        The file, or ``-`` for standard input.
    encoding : str
        A text codec of Python.
    replaced : callable, optional
        Called with the number of each line that has bytes not of the encoding; they become U+FFFD.
        Without it such bytes are an error.
    """
    with open_bytes(path) as stream:
        yield from decode_lines(stream, path, encoding, replaced)
