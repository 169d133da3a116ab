"""Opening what is read: files, pipes and standard input, compressed or not, each once."""

from __future__ import annotations

import hashlib
import io
import os
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path
from typing import Any, BinaryIO, cast

from nertag.errors import DataError
from nertag.io.compression import decompressing
from nertag.io.journal import finish_renames

CHUNK = 1 << 18
"""Bytes that are read at once."""
IN_MEMORY = 1 << 24
"""Bytes of a pipe that are kept in memory; more go to a temporary file."""
HEAD_OF_A_PIPE = 1 << 22
"""Bytes that suffice to tell what a file is, compressed or not."""

_kept: ContextVar[_Pipes | None] = ContextVar("kept pipes", default=None)


@contextmanager
def open_bytes(path: str | Path) -> Iterator[BinaryIO]:
    """Open `path` for reading bytes; ``-`` is standard input, ``.gz`` and the like are unpacked.

    Parameters
    ----------
    path : path
        The file, or ``-`` for standard input.

    Raises
    ------
    DataError
        The file cannot be opened or read, or is damaged.
    """
    pipes = _kept.get()
    if pipes and _is_pipe(path):
        raw: BinaryIO = pipes.open(path)
    elif str(path) == "-":
        yield standard_input()
        return
    else:
        raw = _open(path)
    with raw, decompressing(raw, path) as plain:
        yield plain


def sha256_of(path: str | Path) -> str:
    """The SHA-256 of a file's bytes as they are, packed or not.

    Parameters
    ----------
    path : path
        The file, or ``-`` for standard input.

    Raises
    ------
    DataError
        The file cannot be opened or read.
    """
    pipes, digest = _kept.get(), hashlib.sha256()
    with pipes.open(path) if pipes and _is_pipe(path) else _open(path) as raw:
        while chunk := raw.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


@contextmanager
def reading_pipes_again(most: int | None = None) -> Iterator[None]:
    """In the block, or the function that this decorates, pipes can be opened more than once.

    What is read of a pipe, or of standard input, is kept until the end of the block: in memory,
    and in a temporary file from `IN_MEMORY` bytes on. Each opening starts at its beginning.

    Parameters
    ----------
    most : int, optional
        Bytes to keep of each pipe. Once more have been read, the pipe cannot be opened again. By
        default all are kept.
    """
    if _kept.get():
        yield
        return
    with ExitStack() as stack:
        before = _kept.set(_Pipes(stack, most))
        try:
            yield
        finally:
            _kept.reset(before)


def standard_input() -> BinaryIO:
    """Standard input as bytes.

    Raises
    ------
    DataError
        It is closed.
    """
    if sys.stdin is None:
        raise DataError("-", 0, "standard input is closed", "give a file, or open it with < FILE")
    return sys.stdin.buffer


def _unbuffered_input() -> BinaryIO:
    """Standard input without a buffer.

    A thread may still wait for it when Python takes its own buffers apart, and holds no lock then.
    """
    standard = standard_input()
    try:
        stream = io.FileIO(standard.fileno(), closefd=False)
    except OSError:  # the stream has no descriptor
        return standard
    with suppress(ImportError, AttributeError, OSError):  # Linux only, and pipes only
        import fcntl

        fcntl.fcntl(stream, fcntl.F_SETPIPE_SZ, CHUNK)
    return cast(BinaryIO, stream)


def _is_pipe(path: str | Path) -> bool:
    """Whether a path names something that can be read only once."""
    if str(path) == "-":
        return True
    try:
        mode = os.stat(path).st_mode
    except (OSError, ValueError):
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


def _open(path: str | Path) -> BinaryIO:
    return io.BufferedReader(_unbuffered(path))


def _unbuffered(path: str | Path) -> _File:
    try:
        finish_renames(Path(os.path.realpath(path)).parent)
        return _File(path)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        what = getattr(error, "strerror", None) or error
        raise DataError(path, 0, f"cannot be read: {what}", "check the path") from error


class _File(io.FileIO):
    """A file whose errors name it, also errors of reading."""

    def readinto(self, target: Any) -> int | None:
        try:
            return super().readinto(target)
        except OSError as error:
            raise self._error(error) from error

    def readall(self) -> bytes:
        try:
            return super().readall() or b""
        except OSError as error:
            raise self._error(error) from error

    def _error(self, error: OSError) -> DataError:
        what = f"cannot be read: {error.strerror}"
        return DataError(os.fsdecode(cast(str, self.name)), 0, what, "check the file")


class _Pipes:
    """The pipes that were opened in a block."""

    def __init__(self, stack: ExitStack, most: int | None) -> None:
        self._stack, self._most = stack, most
        self._pipes: dict[object, _Pipe] = {}

    def open(self, path: str | Path) -> BinaryIO:
        """A stream over all of a pipe."""
        standard = str(path) == "-"
        status = None if standard else os.stat(path)
        key = (status.st_dev, status.st_ino) if status else "-"
        if key not in self._pipes:
            raw = _unbuffered_input() if standard else cast(BinaryIO, _unbuffered(path))
            if not standard:
                self._stack.enter_context(raw)
            kept = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - the stack closes it
            self._stack.enter_context(kept)
            self._pipes[key] = _Pipe(raw, kept, self._most)
        elif self._pipes[key].lost:
            raise DataError(path, 0, "is a pipe, which can be read only once", "give a file")
        return io.BufferedReader(_Reading(self._pipes[key]))


class _Pipe:
    """What was read of a pipe, and the pipe."""

    def __init__(self, raw: BinaryIO, kept: Any, most: int | None) -> None:
        self._raw, self._file, self._most = raw, kept, most
        self._size = 0
        self.lost = False

    def read(self, start: int, size: int) -> bytes:
        """Up to `size` bytes from offset `start` on."""
        if start < self._size:
            self._file.seek(start)
            return bytes(self._file.read(size))
        content: bytes = getattr(self._raw, "read1", self._raw.read)(size)
        self.lost = self.lost or (self._most is not None and self._size > self._most)
        if not self.lost:
            self._file.seek(self._size)
            self._file.write(content)
            self._size += len(content)
        return content


class _Reading(io.RawIOBase):
    """A reading of a pipe from its beginning."""

    def __init__(self, pipe: _Pipe) -> None:
        self._pipe, self._offset = pipe, 0

    def readable(self) -> bool:
        return True

    def readinto(self, target: Any) -> int:
        content = self._pipe.read(self._offset, len(target))
        target[: len(content)] = content
        self._offset += len(content)
        return len(content)
