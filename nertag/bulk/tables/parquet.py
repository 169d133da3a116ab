"""Parquet: read and written a row group at a time, with its codecs and metadata."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cached_property
from typing import Any, BinaryIO

from nertag.bulk.tables.table import More, Table
from nertag.errors import needs

with needs("arrow"):
    import pyarrow as pa
    import pyarrow.parquet as pq

ROWS = 256
"""Rows that are read at once."""
LARGEST_GROUP = 1 << 27
"""Bytes of rows from which on a row group becomes two: they are in memory when it is written."""
SPARK = b"org.apache.spark.sql.parquet.row.metadata"
"""Under what Spark keeps its own schema, which it believes before that of Parquet."""


class ParquetTable(Table):
    """A file of Parquet; see `Table`."""

    name = "Parquet"
    suffixes = (".parquet", ".pq")

    @cached_property
    def _file(self) -> pq.ParquetFile:
        with self.reading():
            return pq.ParquetFile(self.path)

    @cached_property
    def schema(self) -> pa.Schema:
        """Its columns."""
        return self._file.schema_arrow

    def texts(self, column: str) -> Iterator[pa.RecordBatch]:
        """All rows, in batches with one column; see `Table.texts`."""
        return self._read(self._file.iter_batches(ROWS, columns=[column]))

    def write(self, stream: BinaryIO, schema: pa.Schema, more: More) -> None:
        """Write the table again; see `Table.write`."""
        schema = schema.with_metadata(_with_field(schema.metadata, schema.names[-1]))
        with pq.ParquetWriter(stream, schema, **self._how(schema)) as writer:
            for number in range(self._file.num_row_groups):
                group: list[pa.RecordBatch] = []
                for batch in self._read(self._file.iter_batches(ROWS, row_groups=[number])):
                    group.append(more(batch))
                    if sum(one.nbytes for one in group) >= LARGEST_GROUP:
                        _put(writer, group, schema)
                        group = []
                if group:
                    _put(writer, group, schema)

    def _how(self, schema: pa.Schema) -> dict[str, Any]:
        """How the file was written."""
        metadata = self._file.metadata
        how: dict[str, Any] = {"version": metadata.format_version}
        if not metadata.num_row_groups:
            return how
        group = metadata.row_group(0)
        columns = [group.column(number) for number in range(group.num_columns)]
        codecs = {one.path_in_schema: _codec(one.compression) for one in columns}
        how["use_deprecated_int96_timestamps"] = any(c.physical_type == "INT96" for c in columns)
        new = schema.names[-1]
        for leaf in ("start", "end", "label", "text", "score"):
            codecs[f"{new}.list.element.{leaf}"] = next(iter(codecs.values()))
        return how | {"compression": codecs}


def _codec(name: str) -> str:
    return "NONE" if name == "UNCOMPRESSED" else name


def _put(writer: pq.ParquetWriter, group: list[pa.RecordBatch], schema: pa.Schema) -> None:
    table = pa.Table.from_batches(group).replace_schema_metadata(schema.metadata)
    writer.write_table(table, row_group_size=table.num_rows)


def _with_field(metadata: dict[bytes, bytes] | None, name: str) -> dict[bytes, bytes] | None:
    """The metadata of a file, in which Spark's own schema has the new column too."""
    if not metadata or SPARK not in metadata:
        return metadata
    kinds = {"start": "integer", "end": "integer", "label": "string", "text": "string"}
    leaves = [_field(leaf, kind) for leaf, kind in (kinds | {"score": "double"}).items()]
    struct = {"type": "struct", "fields": leaves}
    own = json.loads(metadata[SPARK])
    entities = {"type": "array", "elementType": struct, "containsNull": True}
    own["fields"].append(_field(name, entities))
    return metadata | {SPARK: json.dumps(own, ensure_ascii=False).encode()}


def _field(name: str, kind: Any) -> dict[str, Any]:
    return {"name": name, "type": kind, "nullable": True, "metadata": {}}
