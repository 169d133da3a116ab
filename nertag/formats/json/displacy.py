"""JSON as displaCy shows it: ``{"text": ..., "ents": [{"start": 0, "end": 2, "label": "LOC"}]}``.

spaCy's ``Doc.to_json`` has the same keys, and tokens beside them.
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
from nertag.formats.source import Source
from nertag.formats.writing import Writing
from nertag.text import Entity, MarkedText

DIALECT = Dialect(
    "displaCy",
    marks=("ents",),
    silent=frozenset({"tokens", "sents", "settings"}),
    silent_of_spans=frozenset({"kb_id", "kb_url", "span_id"}),
)


def sniff(head: Head) -> float:
    """How sure it is that a file is of this format, from 0 to 1."""
    return 0.9 * ("text" in head.record and "ents" in head.record)


def read(source: Source) -> Iterator[MarkedText]:
    """The texts of a file, one a record.

    Raises
    ------
    DataError
        A line is not such a record.
    """
    return read_records(source, read_values(source), DIALECT)


def move(value: Any, to: Move) -> None:
    """Move the spans of a record, which is changed."""
    move_spans(value, DIALECT.marks, to)


text_of = DIALECT.text_of


def mark(value: Any, entities: Sequence[Entity], tags: Sequence[str]) -> Any:
    """A record with these entities instead of its own."""
    return {**value, "ents": list(map(span_object, entities))}


def write(texts: Iterable[MarkedText], writing: Writing) -> Iterator[tuple[str, ...]]:
    """Texts with entities as lines that displaCy shows."""
    for text in texts:
        ents = [span_object(e) for e in text.entities]
        yield (dump_value({"text": text.text, "ents": ents, **told(text)}),)
