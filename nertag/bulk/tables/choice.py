"""What kind of table a file is: told by how it begins, or by its name."""

from __future__ import annotations

from pathlib import Path

from nertag.bulk.tables.csv import CsvTable
from nertag.bulk.tables.ipc import ArrowTable
from nertag.bulk.tables.parquet import ParquetTable
from nertag.bulk.tables.table import Table
from nertag.errors import DataError

SIGNS: dict[bytes, type[Table]] = {b"PAR1": ParquetTable, b"ARROW1": ArrowTable}
"""What binary files begin with."""


def kind_of(path: Path) -> type[Table]:
    """The kind of a table in a file.

    Parameters
    ----------
    path : Path
        The file.

    Raises
    ------
    DataError
        It is no table, or of a kind that is not read.
    """
    try:
        with open(path, "rb") as file:
            begin = file.read(max(map(len, SIGNS)))
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        what = f"cannot be read: {getattr(error, 'strerror', None) or error}"
        raise DataError(path, 0, what, "check the path") from None
    for sign, kind in SIGNS.items():
        if begin.startswith(sign):
            return kind
    if path.suffix.lower() in CsvTable.suffixes:
        return CsvTable
    raise DataError(path, 0, "is no Parquet, Arrow or CSV, by its first bytes and its name")
