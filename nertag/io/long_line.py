"""Long lines in pieces, and how a line that is not UTF-8 is refused."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from nertag.errors import DataError
from nertag.io.encodings import Replaced

LONG_LINE = 1 << 20
"""Bytes from which on a line is given in pieces."""


@dataclass(frozen=True)
class LongLine:
    """A line in pieces: one that is far from ASCII does not widen all the others.

    Parameters
    ----------
    pieces : list of str
        The text of the line, without its end.
    """

    pieces: list[str]

    def __str__(self) -> str:
        return "".join(self.pieces)

    def __len__(self) -> int:
        return sum(map(len, self.pieces))


Line = str | LongLine


def decode_long(
    chunks: list[bytes], name: object, number: int, replaced: Replaced | None
) -> LongLine:
    """A line in UTF-8 from its bytes; each chunk is freed when it is decoded.

    Parameters
    ----------
    chunks : list of bytes
        The bytes of the line with its end; emptied.
    name : object
        The file's name in errors.
    number : int
        The line's number in errors; line 1 may begin with a byte order mark.
    replaced : callable, optional
        Called with the number of the line if it has bytes not of the encoding, which become U+FFFD.
        Without it such bytes are an error.
    """
    decoder = codecs.getincrementaldecoder("utf-8-sig" if number == 1 else "utf-8")()
    pieces, byte = [], 0
    chunks.reverse()
    while chunks:
        chunk = chunks.pop()
        byte += len(chunk)
        try:
            pieces.append(decoder.decode(chunk, not chunks))
        except UnicodeDecodeError as error:
            if replaced is None:
                at = byte - len(error.object) + error.start
                raise not_utf8(name, number, at, error.object[error.start :]) from None
            replaced(number)
            decoder.errors = "replace"
            pieces.append(decoder.decode(chunk, not chunks))
    return LongLine(without_end([piece for piece in pieces if piece]))


def without_end(pieces: list[str]) -> list[str]:
    """The pieces of a line without its end.

    Parameters
    ----------
    pieces : list of str
        The line in pieces that are not empty; LF or CRLF may be in the last two.
    """
    end = "".join(pieces[-2:])
    if end.endswith("\n"):
        end = without_cr(end[:-1])
    return [*pieces[:-2], end]


def without_cr(line: str) -> str:
    """A line that ended with LF, without the CR before that.

    Parameters
    ----------
    line : str
        The line.
    """
    return line.removesuffix("\r")


def not_utf8(name: object, number: int, at: int, rest: bytes, line: bytes = b"") -> DataError:
    """The error for a line that is not UTF-8.

    Parameters
    ----------
    name : object
        The file's name.
    number : int
        The line's number.
    at : int
        How many bytes of the line are before the one that is wrong.
    rest : bytes
        The line from that byte on.
    line : bytes
        The beginning of the line, if it can tell what the encoding is.
    """
    what = f"byte {at + 1} of the line, 0x{rest[0]:02x}, is not UTF-8"
    return DataError(name, number, what, _way_on(line))


def _way_on(line: bytes) -> str:
    if line.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "it begins as UTF-16 does: save it as UTF-8, or give `encoding=utf-16`"
    return "save the file as UTF-8, give its `encoding`, or go on by `encoding_errors=replace`"
