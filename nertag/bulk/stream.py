"""The entities that were found so far, kept in a file from which a stopped run goes on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from nertag.bulk.entities import ENTITIES
from nertag.errors import needs

with needs("arrow"):
    import pyarrow as pa

SCHEMA = pa.schema([("entities", ENTITIES)])


def begin() -> bytes:
    """What stands before the first entities."""
    return SCHEMA.serialize().to_pybytes()  # type: ignore[no-any-return]


def packed(entities: pa.Array) -> bytes:
    """The entities of some rows, to add to those before.

    Parameters
    ----------
    entities : pyarrow.Array
        The entities of each row.
    """
    batch = pa.RecordBatch.from_arrays([entities], schema=SCHEMA)
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
        self._left: pa.Array = pa.array([], ENTITIES)

    def take(self, rows: int) -> pa.Array:
        """The entities of the next rows; fewer where there are no more.

        Parameters
        ----------
        rows : int
            How many rows.
        """
        arrays = [self._left]
        missing = rows - len(self._left)
        while missing > 0 and (batch := next(self._batches, None)) is not None:
            arrays.append(batch.column(0))
            missing -= batch.num_rows
        all_of_them = pa.concat_arrays(arrays)
        self._left = all_of_them.slice(rows)
        return all_of_them.slice(0, rows)
