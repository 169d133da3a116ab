"""CSV and TSV: every value is text and stays what it is; entities are a column of JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any, BinaryIO

from nertag.bulk.tables.table import More, Table
from nertag.errors import needs

with needs("arrow"):
    import pyarrow as pa
    import pyarrow.csv

BLOCK = 1 << 24
"""Bytes that are read at once; a row has no more."""
BATCH = 1 << 12
"""Rows of a batch, at most."""


class CsvTable(Table):
    """A file of CSV with a header; see `Table`.

    Parameters
    ----------
    path : Path
        The file; the ending ``.tsv`` says that values are parted by TABs.
    encoding : str
        How it is encoded; it is written in UTF-8.
    """

    name = "CSV"
    suffixes = (".csv", ".tsv")

    def __init__(self, path: Path, encoding: str = "utf-8") -> None:
        super().__init__(path)
        self._delimiter = "\t" if path.suffix.lower() == ".tsv" else ","
        self._encoding = encoding

    @cached_property
    def schema(self) -> pa.Schema:
        """Its columns, all of strings."""
        with self.reading():
            names = self._open([]).schema.names
        return pa.schema([(name, pa.string()) for name in names])

    def texts(self, column: str) -> Iterator[pa.RecordBatch]:
        """All rows, in batches with one column; see `Table.texts`."""
        return (batch.select([column]) for batch in self._batches())

    def write(self, stream: BinaryIO, schema: pa.Schema, more: More) -> None:
        """Write the table again; see `Table.write`."""
        *_, name = schema.names
        written = pa.schema([*self.schema, (name, pa.string())])
        options = pa.csv.WriteOptions(delimiter=self._delimiter)
        with pa.csv.CSVWriter(stream, written, write_options=options) as writer:
            for batch in self._batches():
                *columns, entities = more(batch).columns
                columns.append(pa.array(map(_json, entities.to_pylist()), pa.string()))
                writer.write_batch(pa.RecordBatch.from_arrays(columns, schema=written))

    def _batches(self) -> Iterator[pa.RecordBatch]:
        with self.reading():
            for block in self._open(self.schema.names):
                for start in range(0, block.num_rows, BATCH):
                    yield block.slice(start, BATCH)

    def _open(self, names: list[str]) -> pa.csv.CSVStreamingReader:
        return pa.csv.open_csv(
            self.path,
            pa.csv.ReadOptions(block_size=BLOCK, encoding=self._encoding),
            pa.csv.ParseOptions(
                delimiter=self._delimiter,
                newlines_in_values=True,
                ignore_empty_lines=len(names) != 1,  # of one column, an empty line is a row
            ),
            pa.csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
            ),
        )


def _json(entities: list[dict[str, Any]] | None) -> str | None:
    if entities is None:
        return None
    kept = [{key: one[key] for key in one if one[key] is not None} for one in entities]
    return json.dumps(kept, ensure_ascii=False)
