"""Files that appear complete or not at all, alone or together with others."""

from __future__ import annotations

import errno
import io
import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO

from nertag.errors import DataError
from nertag.io.journal import PART, finish_renames, forget_renames, note_renames, old_of
from nertag.io.locks import folder_locked, lock, sync_folder


@contextmanager
def replacing(path: str | Path) -> Iterator[BinaryIO]:
    """Open a new file that replaces `path` when the block ends well.

    See `replacing_all`.

    Parameters
    ----------
    path : path
        The file to write.

    Raises
    ------
    DataError
        The file cannot be written (no such folder, no right, disk full).
    """
    with replacing_all([path]) as (stream,):
        yield stream


@contextmanager
def replacing_all(paths: Sequence[str | Path]) -> Iterator[list[BinaryIO]]:
    """Open new files that replace `paths` together when the block ends well.

    The bytes go to new files beside the targets. All are synced before the first
    name changes; if the block fails, or a name cannot be changed, what stood at `paths` is there
    unchanged. After a crash between two changes, whoever reads or writes one of the files next does
    the changes that are left. Of two processes that write the same files, the one that ends last
    wins. A link stays a link: what it points to is replaced. A device or a pipe (``/dev/null``,
    ``/dev/stdout``) is written to directly.

    Parameters
    ----------
    paths : sequence of path
        The files to write.

    Raises
    ------
    DataError
        A file cannot be written; names it.
    """
    outputs: list[_Stream | _Part] = []
    try:
        for path in paths:
            outputs.append(_Stream(path) if is_stream(path) else _Part(path))
        yield [output.stream for output in outputs]
        for output in outputs:
            output.finish()
        parts = [output for output in outputs if isinstance(output, _Part)]
        _put_in_place(parts)
    finally:
        for output in outputs:
            output.close()


def is_stream(path: str | Path) -> bool:
    """Whether a path is a device, a pipe or the name of an open stream, not a file to replace.

    Parameters
    ----------
    path : path
        The path, of a file that need not exist.
    """
    path = Path(path)
    named = path.is_absolute() and path.parts[1:2] in (("dev",), ("proc",))
    return path.exists() and not path.is_dir() and (named or not path.is_file())


def check_folder(folder: str | Path) -> None:
    """Make a folder and see that files can be made in it, before the work that fills it begins.

    Parameters
    ----------
    folder : path
        The folder; it is made if it is not there.

    Raises
    ------
    DataError
        They cannot.
    """
    try:
        Path(folder).mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except (OSError, ValueError) as error:
        raise cannot_be_written(folder, error) from None


def cannot_be_written(path: object, error: Exception, hint: str = "check it") -> DataError:
    """The error for a file that cannot be written.

    Parameters
    ----------
    path : path
        The file, as the user calls it.
    error : Exception
        What the system raised.
    hint : str
        What the user can do.
    """
    return DataError(
        path, 0, f"cannot be written: {getattr(error, 'strerror', None) or error}", hint
    )


class OutputFile(io.FileIO):
    """A file to write whose errors name what the user calls it.

    Parameters
    ----------
    file : path
        The file to open.
    mode : str
        The mode of `io.FileIO`.
    path : path
        The file as the user calls it, for errors.
    """

    def __init__(self, file: str | Path, mode: str, path: str | Path) -> None:
        self._path = path
        super().__init__(file, mode)

    def write(self, content: Any) -> int:
        """Write some bytes.

        Parameters
        ----------
        content : bytes
            The bytes to write.

        Raises
        ------
        DataError
            They cannot be written.
        """
        try:
            return super().write(content) or 0
        except OSError as error:
            raise cannot_be_written(self._path, error) from error


class _Stream:
    """A device or a pipe."""

    def __init__(self, path: str | Path) -> None:
        try:
            self.stream = io.BufferedWriter(OutputFile(path, "a", path))
        except OSError as error:
            raise cannot_be_written(path, error) from error

    def finish(self) -> None:
        self.stream.flush()

    def close(self) -> None:
        with suppress(DataError):
            self.stream.close()


class _Part:
    """A file that is not yet in its place."""

    def __init__(self, path: str | Path) -> None:
        self._path = path
        try:
            self.target = Path(os.path.realpath(path))
            if self.target.is_dir():
                raise IsADirectoryError(errno.EISDIR, "it is a folder")
            finish_renames(self.target.parent)
            _sweep(self.target)
            raw = self._create()
        except (OSError, ValueError) as error:  # ValueError: a NUL in the name
            raise cannot_be_written(path, error) from error
        self.stream = io.BufferedWriter(raw)
        self._old: Path | None = None

    def _create(self) -> OutputFile:
        """A new file that is locked, so that others do not take it for left over."""
        while True:
            self.part = self.target.with_name(f"{self.target.name}.{secrets.token_hex(4)}.part")
            raw = OutputFile(self.part, "x", self._path)
            lock(raw.fileno())
            if os.fstat(raw.fileno()).st_nlink:
                return raw
            raw.close()

    def finish(self) -> None:
        """Make what was written last through a power cut."""
        self.stream.flush()
        try:
            os.fsync(self.stream.fileno())
        except OSError as error:
            raise cannot_be_written(self._path, error) from error

    def keep_old(self) -> None:
        """Keep what stands in its place under another name."""
        if not self.target.exists():
            return
        old = old_of(self.part)
        try:
            os.link(self.target, old)
        except OSError:  # the file system has no links
            shutil.copy2(self.target, old)
        self._old = old

    def put_in_place(self) -> None:
        try:
            os.replace(self.part, self.target)
        except OSError as error:
            raise cannot_be_written(self._path, error) from error

    def take_back(self) -> None:
        """Put back what stood in its place."""
        if self._old:
            os.replace(self._old, self.target)
        else:
            self.target.unlink()

    def close(self) -> None:
        with suppress(DataError, OSError):
            self.stream.close()
        for left in (self.part, self._old):
            with suppress(OSError):
                if left:
                    left.unlink()


def _put_in_place(parts: Sequence[_Part]) -> None:
    """Put all in their places, or leave all places as they are."""
    if len(parts) == 1:
        parts[0].put_in_place()
        sync_folder(parts[0].target.parent)
        return
    folders = sorted({part.target.parent for part in parts})
    with ExitStack() as stack:
        for folder in folders:
            stack.enter_context(folder_locked(folder))
        done: list[_Part] = []
        try:
            for part in parts:
                part.keep_old()
            for folder in folders:
                note_renames(folder, (p.part.name for p in parts if p.target.parent == folder))
            for part in parts:
                part.put_in_place()
                done.append(part)
        except BaseException as error:
            for folder in folders:
                forget_renames(folder)
            for part in reversed(done):
                part.take_back()
            if isinstance(error, OSError):
                raise cannot_be_written(parts[0].target, error) from error
            raise
        for folder in folders:
            sync_folder(folder)
            forget_renames(folder)


def _sweep(target: Path) -> None:
    """Delete the parts of a file that crashed processes have left."""
    for name in os.listdir(target.parent):
        match = PART.fullmatch(name)
        if not match or match[1] != target.name:
            continue
        part = target.parent / name
        with suppress(OSError), open(part, "rb") as stream:
            if lock(stream.fileno()):
                part.unlink()
                old_of(part).unlink(missing_ok=True)
