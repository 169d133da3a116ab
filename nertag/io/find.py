"""Finds the files of folders and patterns."""

from __future__ import annotations

from collections.abc import Sequence
from glob import glob, has_magic
from pathlib import Path
from typing import NamedTuple

from nertag.errors import DataError


class FoundFile(NamedTuple):
    """A file that was found.

    Parameters
    ----------
    path : Path
        Where it is.
    place : Path
        Where it is in the folder that was named, else its name.
    """

    path: Path
    place: Path


def find_files(paths: Sequence[Path]) -> list[FoundFile]:
    """The files that are meant, in order.

    In folders, and those within, names that begin with ``_`` or ``.`` are passed over: engines
    that write folders name so what is no part of the data.

    Parameters
    ----------
    paths : sequence of Path
        Files, folders, and patterns such as ``in/*.parquet``.

    Raises
    ------
    DataError
        Nothing is there.
    """
    found: list[FoundFile] = []
    for path in paths:
        if path.is_dir():
            inside = [(one, one.relative_to(path)) for one in sorted(path.rglob("*"))]
            files = [FoundFile(*one) for one in inside if one[0].is_file() and _is_data(one[1])]
        elif has_magic(str(path)) and not path.exists():
            matches = map(Path, sorted(glob(str(path), recursive=True)))
            files = [FoundFile(one, Path(one.name)) for one in matches if one.is_file()]
        else:
            files = [FoundFile(path, Path(path.name))]
        if not files:
            raise DataError(path, 0, "holds no file", "check the path")
        found += files
    return found


def _is_data(place: Path) -> bool:
    return not any(part.startswith(("_", ".")) for part in place.parts)
