"""Tables of Arrow: a column of texts in, the same table with a column of entities out."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from nertag.bulk.entities import batch_with, schema_with
from nertag.bulk.failures import Failures, RowWarning
from nertag.bulk.rows import TaggedBatch, tag_rows_of
from nertag.errors import ConfigError, needs
from nertag.tagging import Tagger

with needs("arrow"):
    import pyarrow as pa


def tag_batches(
    batches: Iterable[pa.RecordBatch],
    model: Tagger | str | Path,
    column: str,
    *,
    output_column: str = "entities",
    scores: bool = False,
    min_score: float = 0.0,
    errors: str = "null",
    threads: int | None = None,
) -> Iterator[pa.RecordBatch]:
    """Tag a stream of record batches; each comes out with a column of entities, in order.

    The column is ``list<struct<start, end, label, text, score>>``. Offsets are code points of the
    text; of a list of words, of the words with a blank between them. The entities of a null are
    null, those of an empty text an empty list. Other columns are not touched, and not copied.

    Parameters
    ----------
    batches : iterable of pyarrow.RecordBatch
        The batches, all of one schema. Few are read ahead.
    model : Tagger or path
        The tagger, or its model directory.
    column : str
        The column of the texts: strings, or lists of words for a model of words.
    output_column : str
        The column to add.
    scores : bool
        Give each entity its probability; otherwise the score is null.
    min_score : float
        Ignore entities that are less probable, from 0 to 1.
    errors : {"null", "raise"}
        What to do with a row that cannot be tagged: give null, with a `RowWarning` at the end that
        counts such rows, or raise its error.
    threads : int, optional
        Threads that tag: 1 works in the thread of the caller. All cores by default.

    Raises
    ------
    ConfigError
        There is no such column, or it holds no texts; or an argument makes no sense.

    Examples
    --------
    >>> import pyarrow as pa
    >>> batch = pa.record_batch({"id": [7], "text": ["李雷在北京。"]})
    >>> [tagged] = tag_batches([batch], "model", "text")
    >>> [(one["start"], one["end"], one["label"]) for one in tagged["entities"][0].as_py()]
    [(0, 2, 'PER'), (3, 5, 'LOC')]
    """
    if errors not in ("null", "raise"):
        what = f"`errors` is {errors!r}, expected 'null' or 'raise'"
        raise ConfigError(what, setting="errors")
    tagger = model if isinstance(model, Tagger) else Tagger.load(model)
    asked = {"scores": scores, "min_score": min_score}
    tagged = tag_rows_of(batches, tagger, column, asked, threads, raises=errors == "raise")
    return _with_entities(tagged, output_column)


def _with_entities(tagged: Iterable[TaggedBatch], name: str) -> Iterator[pa.RecordBatch]:
    schema: pa.Schema | None = None
    failures = Failures()
    for batch, entities, errors, _ in tagged:
        schema = schema or schema_with(batch.schema, name)
        failures.add(errors)
        yield batch_with(batch, schema, entities)
    if failures:
        warnings.warn(str(failures), RowWarning, stacklevel=2)


def tag_table(table: pa.Table, model: Tagger | str | Path, column: str, **how: Any) -> pa.Table:
    """Tag a table that is in memory, as Ray Data, Dask and Hugging Face's datasets give them.

    Parameters
    ----------
    table : pyarrow.Table
        The table.
    model : Tagger or path
        The tagger, or its model directory.
    column : str
        The column of the texts.
    **how
        More arguments of `tag_batches`.

    Raises
    ------
    ConfigError
        As of `tag_batches`.
    """
    batches = table.to_batches() or [pa.RecordBatch.from_pylist([], table.schema)]
    return pa.Table.from_batches(tag_batches(batches, model, column, **how))
