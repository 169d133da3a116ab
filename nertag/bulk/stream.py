"""The entities that were found so far, kept in a file from which a stopped run goes on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from nertag.bulk.entities import ENTITIES
from nertag.errors import needs

with needs("arrow"):
    import pyarrow as pa

SCHEMA = pa.schema([("entities", ENTITIES), ("error", pa.string())])
"""`error` says why a row could not be tagged: who goes on with a run can tell it again."""


def begin() -> bytes:
    """What stands before the first entities."""
    return SCHEMA.serialize().to_pybytes()  # type: ignore[no-any-return]


def packed(entities: pa.Array, errors: pa.StringArray) -> bytes:
    """The entities of some rows, to add to those before.

    Parameters
    ----------
    entities : pyarrow.Array
        The entities of each row.
    errors : pyarrow.StringArray
        What is wrong with each row; null where nothing is.
    """
    batch = pa.RecordBatch.from_arrays([entities, errors], schema=SCHEMA)
    return batch.serialize().to_pybytes()  # type: ignore[no-any-return]


class Entities:
    """The entities of all rows, in order; in bounded memory.

    Parameters
    ----------
    file : binary file
        The file that they are kept in.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._batches: Iterator[pa.RecordBatch] = iter(pa.ipc.open_stream(file))
        self._left = pa.RecordBatch.from_pylist([], SCHEMA)

    def take(self, rows: int) -> pa.Table:
        """The entities of the next rows and what is wrong with them; fewer where there are no more.

        Parameters
        ----------
        rows : int
            How many rows.
        """
        taken = []
        while rows > 0 and (batch := self._next()) is not None:
            taken.append(batch.slice(0, rows))
            self._left = batch.slice(rows)
            rows -= taken[-1].num_rows
        return pa.Table.from_batches(taken, SCHEMA).combine_chunks()

    def _next(self) -> pa.RecordBatch | None:
        return self._left if self._left.num_rows else next(self._batches, None)
