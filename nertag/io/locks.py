"""Advisory locks: they belong to an open file, and a crash frees them."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from nertag.errors import DataError

LOCK = ".lock"
"""Name of the file in a directory that its only writer has locked."""


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


@contextmanager
def only_writer(directory: str | Path) -> Iterator[None]:
    """Let no other process into such a block with the same directory.

    Parameters
    ----------
    directory : path
        The directory that is written.

    Raises
    ------
    DataError
        Another process is in such a block; says which.
    """
    path = Path(directory) / LOCK
    try:
        descriptor = _open_locked(path)
    except OSError as error:
        raise DataError(path, 0, f"cannot be written: {error.strerror}", "check it") from None
    try:
        os.truncate(descriptor, 0)
        os.write(descriptor, this_process().encode())
        yield
    finally:
        with suppress(OSError):
            path.unlink()
        os.close(descriptor)


def this_process() -> str:
    """What other processes call this one."""
    return f"process {os.getpid()} on {socket.gethostname()}"


def _open_locked(path: Path) -> int:
    """A file that is locked and has this name.

    Raises
    ------
    DataError
        Another process has locked it.
    """
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o666)
        if not lock(descriptor):
            holder = os.read(descriptor, 200).decode(errors="replace") or "another process"
            os.close(descriptor)
            raise DataError(path.parent, 0, f"is being written by {holder}", "wait, or stop that")
        with suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(descriptor), os.stat(path)):
                return descriptor
        os.close(descriptor)  # its writer has just ended and deleted it


def sync_folder(folder: Path) -> None:
    """Make new names last through a power cut, where folders can be synced.

    Parameters
    ----------
    folder : path
        The folder that holds the new names.
    """
    with suppress(OSError):  # not every file system can; the file is in place by now
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
