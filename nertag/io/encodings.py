"""Bytes of any encoding to text, piece by piece."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterator
from typing import BinaryIO

from nertag.errors import ConfigError, DataError

Replaced = Callable[[int], None]
"""Called with the number of a line with bytes not of the encoding, which become U+FFFD."""

EAT_BOM = ("utf-8-sig", "utf-16", "utf-32")
"""Codecs that remove a byte order mark."""
NOT_OF_FILES = {"idna", "punycode", "raw-unicode-escape", "unicode-escape"}
"""Codecs of Python that are no encodings of text files."""
PIECE = 1 << 16
"""Bytes, at most, that are decoded at once."""


def codec_name(encoding: str) -> str:
    """The name by which Python knows a text codec.

    Parameters
    ----------
    encoding : str
        Any name of the codec.

    Raises
    ------
    ConfigError
        There is none.
    """
    try:
        "a".encode(encoding)
        codecs.getincrementaldecoder(encoding)()
        name = codecs.lookup(encoding).name
        if name in NOT_OF_FILES:
            raise LookupError(name)
        return name
    except (LookupError, ValueError):
        hint = "expected one that Python knows, such as utf-8, gb18030 or latin-1"
        raise ConfigError(f"`encoding` is {encoding!r}, {hint}", setting="encoding") from None


def decode_pieces(
    stream: BinaryIO, name: object, encoding: str, replaced: Replaced | None = None
) -> Iterator[str]:
    """The text of a stream, in bounded memory even where a line has no end; a BOM is eaten.

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

    Raises
    ------
    DataError
        They are; names the line and the byte.
    ConfigError
        There is no such codec.
    """
    eats_bom = codec_name(encoding) in EAT_BOM
    decoder = codecs.getincrementaldecoder(encoding)()
    line, byte, begun = 1, 0, eats_bom
    data = b" "
    while data:
        data = stream.readline(PIECE)
        byte += len(data)
        try:
            text = decoder.decode(data, not data)
        except UnicodeDecodeError as error:
            if "BOM" in error.reason:  # from Python 3.13 on an error of decoding too
                raise _without_mark(name, line, error) from None
            broken, at = error.object, error.start
            here = line + broken[:at].decode(encoding, "ignore").count("\n")
            if replaced is None:
                what = f"byte {byte - len(broken) + at + 1:,} of the file, 0x{broken[at]:02x}, "
                hint = "see `encoding`, and `encoding_errors=replace`"
                raise DataError(name, here, what + f"is not {encoding.upper()}", hint) from None
            replaced(here)
            text = _with_signs(decoder, data, name, line)
        except UnicodeError as error:
            raise _without_mark(name, line, error) from None
        if text and not begun:
            text, begun = text.removeprefix("\ufeff"), True
        line += text.count("\n")
        yield text


def _with_signs(decoder: codecs.IncrementalDecoder, data: bytes, name: object, line: int) -> str:
    """The text with U+FFFD for what is not of the encoding."""
    decoder.errors = "replace"
    try:
        return decoder.decode(data, not data)
    except UnicodeError as error:
        raise _without_mark(name, line, error) from None
    finally:
        decoder.errors = "strict"


def _without_mark(name: object, line: int, error: UnicodeError) -> DataError:
    """The error for UTF-16 and UTF-32 that do not begin with a mark of the bytes' order."""
    hint = "name the order of its bytes, as `encoding=utf-16-le` does"
    return DataError(name, line, f"cannot be decoded: {error}", hint)
