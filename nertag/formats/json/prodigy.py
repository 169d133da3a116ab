"""JSON lines of Prodigy's ``db-out``: ``{"text": ..., "spans": [{"start": ..., ...}]}``.

A text whose ``answer`` is ``reject`` or ``ignore`` is not read: what it marks is not meant.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from nertag.formats.head import Head
from nertag.formats.json.records import (
    Dialect,
    Move,
    move_spans,
    read_records,
    span_object,
    told,
)
from nertag.formats.json.values import dump_value, read_values
from nertag.formats.rules import Rule
from nertag.formats.source import Source
from nertag.formats.writing import Writing
from nertag.text import Entity, MarkedText

DIALECT = Dialect(
    "Prodigy",
    marks=("spans",),
    silent=frozenset({"answer", "tokens", "options", "accept", "relations"}),
    silent_of_spans=frozenset({"token_start", "token_end", "source", "input_hash"}),
)


def sniff(head: Head) -> float:
    """How sure it is that a file is of this format, from 0 to 1."""
    own = {"spans", "answer", "_input_hash", "_view_id"}
    return 0.9 * ("text" in head.record and not own.isdisjoint(head.record))


def values(source: Source) -> Iterator[tuple[int, Any]]:
    """The records that were accepted, each with the line it begins on."""
    for line, record in read_values(source):
        answer = record.get("answer", "accept") if isinstance(record, dict) else "accept"
        if answer != "accept":
            source.oddities.note(Rule.NOT_ACCEPTED, line, detail=repr(answer))
            continue
        yield line, record


def read(source: Source) -> Iterator[MarkedText]:
    """The texts of a file, one a record.

    Raises
    ------
    DataError
        A line is not such a record.
    """
    # Keys that begin with _ are Prodigy's own bookkeeping.
    return read_records(
        source,
        ((line, _without_bookkeeping(record)) for line, record in values(source)),
        DIALECT,
    )


def _without_bookkeeping(record: Any) -> Any:
    if not isinstance(record, dict):
        return record
    return {key: value for key, value in record.items() if not key.startswith("_")}


def move(value: Any, to: Move) -> None:
    """Move the spans of a record, which is changed."""
    move_spans(value, DIALECT.marks, to)


text_of = DIALECT.text_of


def mark(value: Any, entities: Sequence[Entity], tags: Sequence[str]) -> Any:
    """A record with these entities instead of its own."""
    return {**value, "spans": list(map(span_object, entities))}


def write(texts: Iterable[MarkedText], writing: Writing) -> Iterator[tuple[str, ...]]:
    """Texts with entities as lines that Prodigy's ``db-in`` imports."""
    for text in texts:
        spans = [span_object(e) for e in text.entities]
        record = {"text": text.text, "spans": spans, "answer": "accept", **told(text)}
        yield (dump_value(record),)
