"""Files that appear complete or not at all."""

from __future__ import annotations

import os
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
    path = Path(os.path.realpath(path))
    if path.exists() and not (path.is_file() or path.is_dir()):
        with open(path, "wb") as stream:
            yield stream
        return
    part = path.parent / (path.name + ".part")
    try:
        with open(part, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(part, path)
        _sync_folder(path.parent)
    except BaseException as error:
        with suppress(OSError):
            part.unlink()
        if isinstance(error, OSError):
            what = f"cannot be written: {error.strerror or error}"
            raise DataError(path, 0, what, "check it") from error
        raise


def _sync_folder(folder: Path) -> None:
    """Make the new name last through a power cut, where the system lets folders be synced."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
