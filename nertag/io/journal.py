"""Files that are renamed together, although each rename is a step of its own.

Before the first rename of a group, `JOURNAL` in its folder names all of them; it is deleted after
the last. Who finds one after a crash does the renames that are left: the group is all new then.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from nertag.io.locks import folder_locked, sync_folder

JOURNAL = ".nertag-renames"
"""Name of the file that lists the renames of a folder, one a line: the new file's name."""
MOST_OF_A_JOURNAL = 1 << 24
"""Bytes that a journal may have at most."""
PART = re.compile(r"(.+)\.[0-9a-f]{8}\.part", re.DOTALL)
"""Name of a new file, and in it the name that it is to have."""


def note_renames(folder: Path, parts: Iterable[str]) -> None:
    """Say that files are to be renamed; from then on they will be, whatever happens.

    Parameters
    ----------
    folder : Path
        The folder of the files; the caller has locked it.
    parts : iterable of str
        Names of the new files, as `PART` has them.
    """
    written = folder / f"{JOURNAL}.new"
    with open(written, "wb") as stream:
        stream.write(b"".join(os.fsencode(part) + b"\0" for part in parts))
        stream.flush()
        os.fsync(stream.fileno())
    os.replace(written, folder / JOURNAL)
    sync_folder(folder)


def forget_renames(folder: Path) -> None:
    """Say that no files are to be renamed any more.

    Parameters
    ----------
    folder : Path
        The folder of the files; the caller has locked it.
    """
    with suppress(FileNotFoundError):
        (folder / JOURNAL).unlink()


def finish_renames(folder: Path) -> None:
    """Do the renames that a crashed process has left in a folder.

    Parameters
    ----------
    folder : Path
        Any folder; it may come from anybody, so nothing outside it is renamed, and only files of
        the user who runs this.

    Raises
    ------
    OSError
        A file cannot be renamed.
    """
    journal = folder / JOURNAL
    if not _is_own_file(journal):
        return
    with folder_locked(folder):
        if not _is_own_file(journal):  # the process that wrote it has just ended
            return
        with open(journal, "rb") as stream:
            names = stream.read(MOST_OF_A_JOURNAL).split(b"\0")
        for name in map(os.fsdecode, names):
            match = PART.fullmatch(name)
            if not match or os.path.basename(name) != name:
                continue
            if _is_own_file(folder / name):
                os.replace(folder / name, folder / match[1])
            with suppress(FileNotFoundError):
                old_of(folder / name).unlink()
        sync_folder(folder)
        forget_renames(folder)


def old_of(part: Path) -> Path:
    """Where the file that a new one replaces is kept until all of its group are in place.

    Parameters
    ----------
    part : Path
        The new file.
    """
    return part.with_suffix(".old")


def _is_own_file(path: Path) -> bool:
    """Whether there is a regular file of this user; in a folder of many, others may lay traps."""
    try:
        status = os.lstat(path)
    except (OSError, ValueError):
        return False
    user = getattr(os, "geteuid", None)
    return stat.S_ISREG(status.st_mode) and (user is None or status.st_uid == user())
