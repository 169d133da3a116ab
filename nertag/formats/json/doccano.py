"""JSON lines as doccano exports and imports them: ``{"text": ..., "label": [[0, 2, "LOC"]]}``.

The spans stand under ``label`` or ``labels`` as ``[start, end, label]``, or under ``entities`` as
objects with ``start_offset``, ``end_offset`` and ``label`` (``start`` and ``end`` are read too, so
that the JSON lines of ``nertag tag`` are of this format).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from nertag.formats.json import values as json_values
from nertag.formats.json.records import about, elements, told
from nertag.formats.labelling import marked
from nertag.formats.source import Source
from nertag.formats.writing import Writing
from nertag.text import MarkedText

RELATIONS = "relations between spans are not used"

KEYS = ("label", "labels", "entities")


def read(source: Source) -> Iterator[MarkedText]:
    """The sentences of a file, one a record.

    Raises
    ------
    DataError
        A line is not such a record.
    """
    for line, record in json_values.read_values(source):
        if not isinstance(record, dict) or not isinstance(record.get("text"), str):
            what = "is not an object with a text under 'text'"
            raise source.error(line, what, "expected a record of doccano; see --from")
        spans = [
            _span(source, line, span)
            for key in KEYS
            for span in elements(source, line, record, key)
        ]
        relations = len(elements(source, line, record, "relations"))
        if relations:
            source.oddities.note(RELATIONS, line, relations)
        yield marked(source, line, record["text"], spans, **about(record))


def _span(source: Source, line: int, span: Any) -> tuple[Any, Any, Any]:
    if isinstance(span, list) and len(span) == 3:
        return span[0], span[1], span[2]
    if isinstance(span, dict) and "label" in span:
        start = span.get("start_offset", span.get("start"))
        end = span.get("end_offset", span.get("end"))
        return start, end, span["label"]
    raise source.error(line, f"the span {span!r} is not [start, end, label]", "mend the line")


def write(sentences: Iterable[MarkedText], writing: Writing) -> Iterator[tuple[str, ...]]:
    """Sentences with entities as lines that doccano imports."""
    for sentence in sentences:
        spans = [[e.start, e.end, e.label] for e in sentence.entities]
        yield (json_values.dump_value({"text": sentence.text, "label": spans, **told(sentence)}),)
