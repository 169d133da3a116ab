"""Arrow's own files, which are Feather's too: read and written a record batch at a time."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import BinaryIO

from nertag.bulk.tables.table import More, Table
from nertag.errors import needs

with needs("arrow"):
    import pyarrow as pa


class ArrowTable(Table):
    """A file of Arrow; see `Table`."""

    name = "Arrow"
    suffixes = (".arrow", ".feather")

    @cached_property
    def _file(self) -> pa.RecordBatchFileReader:
        with self.reading():
            return pa.ipc.open_file(pa.memory_map(str(self.path)))

    @cached_property
    def schema(self) -> pa.Schema:
        """Its columns."""
        return self._file.schema

    def texts(self, column: str) -> Iterator[pa.RecordBatch]:
        """All rows, in batches with one column; see `Table.texts`."""
        return (batch.select([column]) for batch in self._batches())

    def write(self, stream: BinaryIO, schema: pa.Schema, more: More) -> None:
        """Write the table again; see `Table.write`."""
        codec = "lz4" if self.path.suffix == ".feather" else None  # as Feather's library has it
        options = pa.ipc.IpcWriteOptions(compression=codec)
        with pa.ipc.new_file(stream, schema, options=options) as writer:
            for batch in self._batches():
                writer.write_batch(more(batch))

    def _batches(self) -> Iterator[pa.RecordBatch]:
        return self._read(map(self._file.get_batch, range(self._file.num_record_batches)))
