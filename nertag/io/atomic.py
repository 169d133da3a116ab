"""Files that appear complete or not at all."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from nertag.errors import DataError


@contextmanager
def replacing(path: str | Path) -> Iterator[BinaryIO]:
    """Open a new file that takes the place of `path` when the block ends well.

    The bytes go to ``path.part`` and are synced before the name changes; if the block fails, what
    stood at `path` is untouched. A link stays one: what it points to is replaced. A device or a
    pipe (``/dev/null``, ``/dev/stdout``) is written to as it is.

    Raises
    ------
    DataError
        The file cannot be written (no such folder, no right, disk full).
    """
    part = None
    try:
        if is_stream(path):
            with open(path, "ab") as stream:
                yield stream
            return
        target = Path(os.path.realpath(path))
        if target.is_dir():
            raise IsADirectoryError(errno.EISDIR, "it is a folder")
        part = target.parent / (target.name + ".part")
        with open(part, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(part, target)
    except BaseException as error:
        if part:
            with suppress(OSError):
                part.unlink()
        if isinstance(error, OSError):
            what = f"cannot be written: {error.strerror or error}"
            raise DataError(path, 0, what, "check it") from error
        raise
    sync_folder(target.parent)


def is_stream(path: str | Path) -> bool:
    """Whether a path is a device, a pipe or the name of an open stream, not a file to replace."""
    path = Path(path)
    named = path.is_absolute() and path.parts[1:2] in (("dev",), ("proc",))
    return path.exists() and not path.is_dir() and (named or not path.is_file())


def check_folder(folder: str | Path) -> None:
    """Make a folder and see that files can be made in it, before the work that fills it begins.

    Raises
    ------
    DataError
        They cannot.
    """
    try:
        Path(folder).mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise DataError(folder, 0, f"cannot be written to: {error.strerror}", "check it") from None


def sync_folder(folder: Path) -> None:
    """Make the new name last through a power cut, where the system lets folders be synced."""
    with suppress(OSError):  # not every file system can; the file is in place by now
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
