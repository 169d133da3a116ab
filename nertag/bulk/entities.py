"""Entities as an Arrow column: a list of structs in each row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate

from nertag.errors import ConfigError, needs
from nertag.text import Entity

with needs("arrow"):
    import pyarrow as pa

FIELDS = (
    pa.field("start", pa.int32()),
    pa.field("end", pa.int32()),
    pa.field("label", pa.string()),
    pa.field("text", pa.string()),
    pa.field("score", pa.float64()),
)
"""What an entity has; `start` and `end` are code points, `score` is null unless asked for."""
ENTITIES = pa.list_(pa.struct(FIELDS))
"""The type of a column of entities."""


def entity_array(rows: Sequence[Iterable[Entity] | None]) -> pa.ListArray:
    """The entities of some rows.

    Parameters
    ----------
    rows : sequence of iterables of Entity
        The entities of each row; None gives a null.
    """
    lists = [() if row is None else tuple(row) for row in rows]
    found = [entity for row in lists for entity in row]
    columns = [
        pa.array([getattr(entity, field.name) for entity in found], field.type) for field in FIELDS
    ]
    ends = [0, *accumulate(map(len, lists))]
    starts = [None if row is None else end for row, end in zip(rows, ends)]
    offsets = pa.array([*starts, ends[-1]], pa.int32())
    return pa.ListArray.from_arrays(offsets, pa.StructArray.from_arrays(columns, fields=FIELDS))


def schema_with(schema: pa.Schema, name: str) -> pa.Schema:
    """A schema with a column of entities after its own columns.

    Parameters
    ----------
    schema : pyarrow.Schema
        The columns that there are, with their metadata.
    name : str
        The name of the new column.

    Raises
    ------
    ConfigError
        There is a column of this name.
    """
    if name in schema.names:
        what = f"`output_column`: there is a column {name!r} already, give another name"
        raise ConfigError(what, setting="output_column")
    return schema.append(pa.field(name, ENTITIES))


def batch_with(batch: pa.RecordBatch, schema: pa.Schema, entities: pa.Array) -> pa.RecordBatch:
    """A batch with its entities; nothing of its own columns is copied.

    Parameters
    ----------
    batch : pyarrow.RecordBatch
        The rows.
    schema : pyarrow.Schema
        What `schema_with` gives for them.
    entities : pyarrow.Array
        The entities of each row.
    """
    return pa.RecordBatch.from_arrays([*batch.columns, entities], schema=schema)
