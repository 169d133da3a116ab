"""What every kind of table in a file does: gives its rows in batches, and is written with more."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, ClassVar

from nertag.errors import DataError, needs

with needs("arrow"):
    import pyarrow as pa

More = Callable[[pa.RecordBatch], pa.RecordBatch]
"""A batch to the same with a column of entities after its own."""


class Table(ABC):
    """A table in a file.

    Parameters
    ----------
    path : Path
        The file.

    Attributes
    ----------
    schema : pyarrow.Schema
        Its columns, with their metadata.
    """

    name: ClassVar[str]
    """What a user calls files of this kind."""
    suffixes: ClassVar[tuple[str, ...]]
    """How their names end."""
    schema: pa.Schema

    def __init__(self, path: Path) -> None:
        self.path = path

    @abstractmethod
    def texts(self, column: str) -> Iterator[pa.RecordBatch]:
        """All rows, in batches with one column.

        Parameters
        ----------
        column : str
            The column.
        """

    @abstractmethod
    def write(self, stream: BinaryIO, schema: pa.Schema, more: More) -> None:
        """Write the table again, with a column of entities.

        Parameters
        ----------
        stream : binary file
            Where it is written.
        schema : pyarrow.Schema
            Its columns, with that of the entities at the end.
        more : callable
            Gives a batch its entities; called for all batches, in order.
        """

    @contextmanager
    def reading(self) -> Iterator[None]:
        """A block that reads the file, with errors that name it.

        Raises
        ------
        DataError
            The file is damaged.
        """
        try:
            yield
        except (pa.ArrowException, OSError, UnicodeError) as error:
            what = " ".join(str(error).split())
            raise DataError(
                self.path, 0, f"is damaged {self.name}: {what}", "restore the file"
            ) from None

    def _read(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        with self.reading():
            yield from batches
