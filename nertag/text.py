"""Text in: bytes to lines, lines to tokens, long rows to windows. Text is never rewritten."""

from __future__ import annotations

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

from nertag.errors import DataError
from nertag.types import Sentence

BOM = b"\xef\xbb\xbf"


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


def decode_lines(stream: Iterable[bytes], name: object) -> Iterator[str]:
    """The lines of a UTF-8 stream, ended by LF or CRLF only, without those; a BOM is eaten.

    Raises
    ------
    DataError
        A line is not UTF-8; names the line and the byte.
    """
    for number, line in enumerate(stream, 1):
        if number == 1:
            line = line.removeprefix(BOM)
        if line.endswith(b"\n"):
            line = line[:-1].removesuffix(b"\r")
        try:
            yield line.decode("utf-8")
        except UnicodeDecodeError as error:
            what = f"byte {error.start + 1} of the line, 0x{line[error.start]:02x}, is not UTF-8"
            raise DataError(name, number, what, "save the file as UTF-8") from None


def read_lines(path: str | Path) -> Iterator[str]:
    """The lines of a UTF-8 file; see `decode_lines`."""
    with open_bytes(path) as stream:
        yield from decode_lines(stream, path)


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
