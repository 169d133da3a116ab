"""Tags the rows of record batches: on several threads, in order, in bounded memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Any, NamedTuple

from nertag.bulk.column import Column, Value
from nertag.bulk.entities import entity_array
from nertag.errors import ArgumentError, needs
from nertag.io import in_order
from nertag.tagging import CHUNK, CHUNK_CHARACTERS, Tagger
from nertag.text import Entity, Sentence

with needs("arrow"):
    import pyarrow as pa

Row = tuple[Entity, ...] | Exception | None
"""What is found in a row: its entities, what is wrong with it, or nothing in a null."""


class TaggedBatch(NamedTuple):
    """A batch whose rows are tagged.

    Parameters
    ----------
    batch : pyarrow.RecordBatch
        The rows.
    entities : pyarrow.Array
        The entities of each row.
    errors : pyarrow.StringArray
        What is wrong with each row; null where nothing is.
    characters : int
        Number of characters that were tagged.
    """

    batch: pa.RecordBatch
    entities: pa.Array
    errors: pa.StringArray
    characters: int


class _Piece(NamedTuple):
    """Rows that are tagged together; `batch` is the one that they are the end of."""

    values: list[Value]
    batch: pa.RecordBatch | None


def tag_rows_of(
    batches: Iterable[pa.RecordBatch],
    tagger: Tagger,
    column: str,
    asked: Mapping[str, Any],
    threads: int | None = None,
    *,
    raises: bool = False,
) -> Iterator[TaggedBatch]:
    """Tag a stream of record batches.

    Parameters
    ----------
    batches : iterable of pyarrow.RecordBatch
        The batches, all of one schema; some are read ahead.
    tagger : Tagger
        The tagger.
    column : str
        The column of the texts.
    asked : mapping
        Arguments of `Tagger.tag_texts`.
    threads : int, optional
        1 tags in the thread of the caller; all cores by default.
    raises : bool
        Stop at the first row that cannot be tagged.

    Raises
    ------
    ConfigError
        There is no such column, or it holds no texts.
    ArgumentError
        A row cannot be tagged, and `raises` is set.
    """
    tagger.tag("a")  # A model that cannot run is no fault of a row.
    work, pieces = partial(_tag, tagger, asked), _pieces(batches, column, tagger)
    arrays: list[pa.Array] = []
    errors: list[str | None] = []
    first = characters = 0
    for piece, found in map(work, pieces) if threads == 1 else in_order(work, pieces):
        for place, row in enumerate(found):
            if raises and isinstance(row, Exception):
                raise ArgumentError(f"row {first + place:,}: {row}") from row
        arrays.append(entity_array([None if isinstance(row, Exception) else row for row in found]))
        errors += map(_what_is_wrong, found)
        characters += sum(map(_characters, piece.values))
        first += len(found)
        if piece.batch is not None:
            wrong = pa.array(errors, pa.string())
            yield TaggedBatch(piece.batch, pa.concat_arrays(arrays), wrong, characters)
            arrays, errors, characters = [], [], 0


def _what_is_wrong(row: Row) -> str | None:
    return f"{type(row).__name__}: {row}" if isinstance(row, Exception) else None


def _pieces(batches: Iterable[pa.RecordBatch], name: str, tagger: Tagger) -> Iterator[_Piece]:
    column: Column | None = None
    for batch in batches:
        column = column or Column(batch.schema, name, tagger.settings.reading.tokens)
        piece: list[Value] = []
        characters = 0
        for start in range(0, batch.num_rows, CHUNK):
            for value in column.values(batch, start, CHUNK):
                if len(piece) == CHUNK or characters >= CHUNK_CHARACTERS:
                    yield _Piece(piece, None)
                    piece, characters = [], 0
                piece.append(value)
                characters += _characters(value)
        yield _Piece(piece, batch)


def _characters(value: Value) -> int:
    if isinstance(value, Sentence):
        return len(value.text)
    return len(value) if isinstance(value, str) else 0


def _tag(tagger: Tagger, asked: Mapping[str, Any], piece: _Piece) -> tuple[_Piece, list[Row]]:
    """What is found in each row; if all together cannot be tagged, each is tried alone."""
    texts = [value for value in piece.values if isinstance(value, (str, Sentence))]
    tagged: Iterable[Row]
    try:
        tagged = [one.entities for one in tagger.tag_texts(texts, **asked)]
    except Exception:
        tagged = [_alone(tagger, asked, text) for text in texts]
    results = iter(tagged)
    return piece, [
        next(results) if isinstance(value, (str, Sentence)) else value for value in piece.values
    ]


def _alone(tagger: Tagger, asked: Mapping[str, Any], text: str | Sentence) -> Row:
    try:
        return tagger.tag(text, **asked).entities
    except Exception as error:
        return error
