"""Bytes out of compressed files: ``.gz``, ``.xz`` and, where zstandard is installed, ``.zst``."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, cast

from nertag.errors import DataError

Opened = tuple[BinaryIO, tuple[type[Exception], ...]]
"""A stream, and what it raises when its file is damaged."""


@contextmanager
def decompressing(raw: BinaryIO, path: str | Path) -> Iterator[BinaryIO]:
    """The stream `raw`, decompressed if the name of its file says that it is compressed.

    Parameters
    ----------
    raw : binary file
        The bytes of the file as they are stored.
    path : path
        The file; the ending of its name says how it is compressed.

    Raises
    ------
    DataError
        The file is damaged or cut off, or the package that reads it is missing.
    """
    ending = Path(path).suffix
    if ending not in _KINDS:
        yield raw
        return
    name, opener = _KINDS[ending]
    try:
        stream, damage = opener(raw)
    except ModuleNotFoundError as error:
        hint = f"pip install {error.name}, or unpack the file"
        raise DataError(path, 0, f"reading {name} needs the package {error.name}", hint) from None
    try:
        with stream:
            yield stream
    except damage as error:
        what = f"is not a whole {name} file: {error}"
        raise DataError(path, 0, what, "fetch it again") from None


def plain_name(path: str | Path) -> str:
    """The name of a file without the ending that says that it is compressed.

    Parameters
    ----------
    path : path
        The file.
    """
    path = Path(path)
    return path.stem if path.suffix in _KINDS else path.name


def _gzip(raw: BinaryIO) -> Opened:
    import gzip
    import zlib

    stream = cast(BinaryIO, gzip.GzipFile(fileobj=raw))
    return stream, (gzip.BadGzipFile, EOFError, zlib.error)


def _xz(raw: BinaryIO) -> Opened:
    import lzma

    return cast(BinaryIO, lzma.LZMAFile(raw)), (lzma.LZMAError, EOFError)


def _zstd(raw: BinaryIO) -> Opened:
    import zstandard

    stream = io.BufferedReader(_Frames(raw, zstandard.ZstdDecompressor().decompressobj))
    return cast(BinaryIO, stream), (zstandard.ZstdError, EOFError)


_KINDS: dict[str, tuple[str, Callable[[BinaryIO], Opened]]] = {
    ".gz": ("gzip", _gzip),
    ".xz": ("xz", _xz),
    ".zst": ("zstd", _zstd),
}


class _Frames(io.RawIOBase):
    """The frames of a zstd file; zstandard's own reader takes one that is cut off for whole."""

    def __init__(self, raw: BinaryIO, begin: Callable[[], Any]) -> None:
        self._raw, self._begin = raw, begin
        self._frame: Any = None
        self._packed = self._ready = b""

    def readable(self) -> bool:
        return True

    def readinto(self, target: Any) -> int:
        while not self._ready and self._advance():
            pass
        count = min(len(target), len(self._ready))
        target[:count] = self._ready[:count]
        self._ready = self._ready[count:]
        return count

    def _advance(self) -> bool:
        """Unpack some more; False at the end of the file."""
        self._packed = self._packed or self._raw.read(1 << 14)
        if not self._packed:
            if self._frame is not None:
                raise EOFError("it ends inside a frame")
            return False
        self._frame = self._frame or self._begin()
        self._ready = self._frame.decompress(self._packed)
        self._packed = self._frame.unused_data
        if self._frame.eof:
            self._frame = None
        return True
