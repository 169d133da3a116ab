"""Advisory locks: they belong to an open file, and a crash frees them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def lock(descriptor: int, *, wait: bool = False) -> bool:
    """Lock an open file until it is closed; False if another process has locked it.

    Where the system or the file system has no locks, nothing is locked.

    Parameters
    ----------
    descriptor : int
        The open file.
    wait : bool
        Wait until it is free.
    """
    try:
        import fcntl
    except ImportError:
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True


@contextmanager
def folder_locked(folder: Path) -> Iterator[None]:
    """Wait until no other process is in such a block with the same folder.

    Parameters
    ----------
    folder : path
        The folder.
    """
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:  # a system that opens no folders, or a folder that may not be read
        yield
        return
    try:
        lock(descriptor, wait=True)
        yield
    finally:
        os.close(descriptor)
