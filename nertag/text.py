"""Text in: bytes to lines, lines to tokens, long rows to windows. Text is never rewritten."""

from __future__ import annotations

import codecs
import io
import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from nertag.encodings import Replaced, codec_name, decode_pieces
from nertag.errors import DataError
from nertag.types import Sentence

BOM = b"\xef\xbb\xbf"
CHUNK = 1 << 16
"""Bytes that are read at once."""


@contextmanager
def open_bytes(path: str | Path) -> Iterator[BinaryIO]:
    """Open `path` for reading bytes; ``-`` is standard input.

    Raises
    ------
    DataError
        The file cannot be opened.
    """
    if str(path) == "-":
        yield sys.stdin.buffer
        return
    try:
        stream = open(path, "rb")  # noqa: SIM115 - the error of opening only is caught
    except OSError as error:
        raise DataError(path, 0, f"cannot be read: {error.strerror}", "check the path") from error
    with stream:
        yield stream


def decode_lines(
    stream: BinaryIO,
    name: object,
    encoding: str = "utf-8",
    replaced: Replaced | None = None,
) -> Iterator[str]:
    """The lines of a stream, ended by LF or CRLF only, without those; a BOM is eaten.

    Parameters
    ----------
    stream : binary file
    name : object
        The file's name in errors.
    encoding : str
        A text codec of Python.
    replaced : callable, optional
        Hears of each line with bytes that are not of the encoding, which become U+FFFD; without it
        they are an error.

    Raises
    ------
    DataError
        A line is not of the encoding; names the line and the byte.
    ConfigError
        There is no such codec.
    """
    if codec_name(encoding) not in ("utf-8", "utf-8-sig"):
        yield from _lines_of(decode_pieces(stream, name, encoding, replaced))
        return
    number, bom = 1, b""
    for block in _blocks(stream):
        if number == 1 and block.startswith(BOM):
            bom, block = BOM, block[len(BOM) :]
        try:
            text = block.decode()
        except UnicodeDecodeError:
            for line in io.BytesIO(block):
                yield _decode_line(bom * (number == 1), line, name, number, replaced)
                number += 1
            continue
        *whole, last = text.split("\n")
        yield from map(_without_cr, whole) if "\r" in text else whole
        number += len(whole)
        if last:
            yield last


def _blocks(stream: BinaryIO) -> Iterator[bytes]:
    """Whole lines, many at once, as soon as they can be read."""
    begun: list[bytes] = []
    while chunk := stream.read1(CHUNK):  # type: ignore[attr-defined]
        lines, feed, rest = chunk.rpartition(b"\n")
        if feed:
            yield b"".join((*begun, lines, feed))
            begun = []
        begun.append(rest)
    if last := b"".join(begun):
        yield last


def _without_cr(line: str) -> str:
    return line.removesuffix("\r")


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
            at, byte = len(bom) + error.start + 1, line[error.start]
            what = f"byte {at} of the line, 0x{byte:02x}, is not UTF-8"
            raise DataError(name, number, what, _way_on(bom + line)) from None
        replaced(number)
        return line.decode(errors="replace")


def _way_on(line: bytes) -> str:
    if line.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "it begins as UTF-16 does: save it as UTF-8, or give --encoding utf-16"
    return "save the file as UTF-8, or give its --encoding"


def _lines_of(pieces: Iterable[str]) -> Iterator[str]:
    begun: list[str] = []
    for piece in pieces:
        *whole, rest = piece.split("\n")
        for line in whole:
            yield "".join((*begun, line)).removesuffix("\r")
            begun = []
        begun.append(rest)
    if last := "".join(begun):
        yield last


def read_lines(
    path: str | Path, encoding: str = "utf-8", replaced: Replaced | None = None
) -> Iterator[str]:
    """The lines of a file; see `decode_lines`."""
    with open_bytes(path) as stream:
        yield from decode_lines(stream, path, encoding, replaced)


def _width_folds() -> dict[int, int]:
    """Full-width and half-width forms, and the wide blank, to their ordinary character."""
    folds = {0x3000: 0x20}
    for code in range(0xFF01, 0xFFEF):
        folded = unicodedata.normalize("NFKC", chr(code))
        if len(folded) == 1 and folded != chr(code):
            folds[code] = ord(folded)
    return folds


WIDTH_FOLDS = _width_folds()


def fold(text: str) -> str:
    """Fold character widths, one character for one; only for looking things up."""
    return text.translate(WIDTH_FOLDS)


def code_points(text: str) -> NDArray[np.uint32]:
    """The code points of a text, lone surrogates included, with shape ``(characters,)``."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")


@lru_cache(maxsize=1)
def _word_pattern() -> re.Pattern[str]:
    """A handle or hash tag, a clitic, a run of letters, digits and marks, or one other sign."""
    codes = map(chr, range(0x300, 0x20000))
    marks = "".join(code for code in codes if unicodedata.category(code).startswith("M"))
    letter = rf"[\w\u200d{re.escape(marks)}]"
    return re.compile(rf"[@#]{letter}+|['’]{letter}+|{letter}+|[^\s]")


def tokenise(text: str, tokens: str) -> Sentence:
    """Split a text into tokens.

    Parameters
    ----------
    text : str
    tokens : {"char", "word"}
        ``char``: every code point is a token, blanks too. ``word``: runs of letters and digits
        and single other signs are tokens, blanks are between them.
    """
    if tokens == "char":
        return Sentence(text, range(len(text)), range(1, len(text) + 1))
    places = [match.span() for match in _word_pattern().finditer(text)]
    return Sentence(text, tuple(start for start, _ in places), tuple(end for _, end in places))


def windows(length: int, size: int, overlap: int) -> list[tuple[int, int, int, int]]:
    """Cut a row of `length` tokens into windows of at most `size` that share `overlap` tokens.

    Returns
    -------
    list of (start, stop, keep_start, keep_stop)
        Tokens ``start:stop`` are the window; ``keep_start:keep_stop`` is the part of it that is
        kept: every token is kept from just one window, the one where it is farther from the cut.
    """
    if length <= size:
        return [(0, length, 0, length)]
    count = -(-(length - overlap) // (size - overlap))
    cuts = [(length - size) * i // (count - 1) for i in range(count)]
    middles = [(left + size + right) // 2 for left, right in pairwise(cuts)]
    return [
        (start, start + size, first, last)
        for start, first, last in zip(cuts, [0, *middles], [*middles, length])
    ]
