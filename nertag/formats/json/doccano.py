"""JSON lines as doccano exports and imports them: ``{"text": ..., "label": [[0, 2, "LOC"]]}``.

The spans stand under ``label`` or ``labels`` as ``[start, end, label]``, or under ``entities`` or
``annotations`` as objects with ``start_offset``, ``end_offset`` and ``label`` (``start`` and
``end`` are read too, so that the JSON lines of ``nertag tag`` are of this format). The text stands
under ``text``, or under ``data`` as in exports of version 1.4.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from nertag.formats.head import Head
from nertag.formats.json.records import (
    Dialect,
    Move,
    elements,
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

BY_NUMBER = "labels are numbers, as in doccano's old JSONL export"

DIALECT = Dialect(
    "doccano",
    marks=("label", "labels", "entities", "annotations"),
    texts=("text", "data"),
    silent=frozenset({"relations", "annotation_approver", "username", "doc_id", "tokens", "tags"}),
    silent_of_spans=frozenset({"user", "created_at", "updated_at", "manual"}),
)


def sniff(head: Head) -> float:
    """How sure it is that a file is of this format, from 0 to 1."""
    record = head.record
    if not any(key in record for key in DIALECT.texts) or "tokens" in record:
        return 0
    if not all(isinstance(record.get(key), (str, type(None))) for key in DIALECT.texts):
        return 0
    marked = any(isinstance(record.get(key), (list, type(None))) for key in DIALECT.marks)
    return 0.8 if marked and record.keys() & set(DIALECT.marks) else 0.3 * ("text" in record)


def read(source: Source) -> Iterator[MarkedText]:
    """The texts of a file, one a record.

    Raises
    ------
    DataError
        A line is not such a record.
    """
    return read_records(source, _values(source), DIALECT)


def _values(source: Source) -> Iterator[tuple[int, Any]]:
    for line, record in read_values(source):
        if isinstance(record, dict):
            relations = len(elements(source, line, record, "relations"))
            if relations:
                source.oddities.note(Rule.UNUSED_RELATIONS, line, relations)
            _check_numbers(source, line, record)
        yield line, record


def _check_numbers(source: Source, line: int, record: dict[str, Any]) -> None:
    for span in elements(source, line, record, "annotations"):
        if isinstance(span, dict) and type(span.get("label")) is int:
            raise source.error(line, BY_NUMBER, "export it as JSONL with the labels' texts")


def move(value: Any, to: Move) -> None:
    """Move the spans of a record, which is changed."""
    move_spans(value, DIALECT.marks, to)


text_of = DIALECT.text_of


def mark(value: Any, entities: Sequence[Entity], tags: Sequence[str]) -> Any:
    """A record with these entities instead of its own; with scores they are objects."""
    keys = [key for key in DIALECT.marks if key in value]
    kept = {key: value[key] for key in value if key not in keys[1:]}
    scored = any(e.score is not None for e in entities)
    key = keys[0] if keys else "label"
    if key in ("label", "labels") and not scored:
        return {**kept, key: [[e.start, e.end, e.label] for e in entities]}
    kept.pop(key, None)
    ends = {"start": "start_offset", "end": "end_offset"}
    spans = [{ends.get(k, k): v for k, v in span.items()} for span in map(span_object, entities)]
    return {**kept, "entities": spans}


def write(texts: Iterable[MarkedText], writing: Writing) -> Iterator[tuple[str, ...]]:
    """Texts with entities as lines that doccano imports."""
    for text in texts:
        writing.leave_out_scores(text)
        spans = [[e.start, e.end, e.label] for e in text.entities]
        yield (dump_value({"text": text.text, "label": spans, **told(text)}),)
