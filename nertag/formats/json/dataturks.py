"""JSON lines of DataTurks: ``{"content": ..., "annotation": [{"label": [...], "points": [...]}]}``.

A point is ``{"start": 8, "end": 11, "text": "Bern"}``; its end is inclusive. A text that was not
labelled has null in place of the list.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from nertag.formats.head import Head
from nertag.formats.json.records import (
    ABOUT,
    AnyMarks,
    Dialect,
    Move,
    about,
    elements,
    keys_of,
    note_unknown,
)
from nertag.formats.json.values import read_values
from nertag.formats.labelling import of_entities
from nertag.formats.offsets import alike, entity, places
from nertag.formats.rules import Rule
from nertag.formats.source import Source
from nertag.text import Entity, MarkedText

DIALECT = Dialect("DataTurks", marks=("annotation",), texts=("content",))
KNOWN = frozenset(("content", "annotation", "extras", "metadata", *ABOUT))
"""Keys of a record that are read, or say nothing about the text."""


def sniff(head: Head) -> float:
    """How sure it is that a file is of this format, from 0 to 1."""
    return 0.9 * ("content" in head.record and "annotation" in head.record)


def read(source: Source) -> Iterator[MarkedText]:
    """The texts of a file, one a record.

    Raises
    ------
    DataError
        A line is not such a record, or another text than that of a point stands at its place.
    """
    check = AnyMarks(source, DIALECT.marks)
    for line, record in read_values(source):
        text = DIALECT.text_of(source, line, record)
        note_unknown(source, line, record, KNOWN)
        check.meet(line, record)
        yield of_entities(
            source, line, text, _entities(source, line, text, record), **about(record)
        )
    check.done()


def _entities(source: Source, line: int, text: str, record: dict[str, Any]) -> Iterator[Entity]:
    place = places(text, source)
    for marked in elements(source, line, record, "annotation"):
        if not isinstance(marked, dict):
            raise source.error(line, f"the annotation {marked!r} is not an object", "fix it")
        note_unknown(source, line, marked, {"label", "points"}, " of an annotation")
        labels = marked.get("label")
        labels = labels if isinstance(labels, list) else [labels]
        points = elements(source, line, marked, "points")
        for key in ("label", "points"):
            if key not in marked:
                what = f"an annotation has no {key!r}{keys_of(marked)}"
                raise source.error(line, what, "fix it")
        if not labels:
            source.oddities.note(Rule.SPAN_WITHOUT_LABELS, line, len(points))
        for point in points:
            start, end, mention = _bounds(source, line, point)
            for label in labels:
                found = entity(source, line, text, place, (start, end, label), mention, alike)
                if found:
                    yield found


def _bounds(source: Source, line: int, point: Any) -> tuple[object, object, str | None]:
    """Start, exclusive end and text of a point."""
    if not isinstance(point, dict) or "start" not in point or "end" not in point:
        what = f"a point has no 'start' or no 'end'{keys_of(point)}"
        raise source.error(line, what, "fix it")
    note_unknown(source, line, point, {"start", "end", "text"}, " of a point")
    end, mention = point["end"], point.get("text")
    return (
        point["start"],
        end + 1 if type(end) is int else end,
        mention if isinstance(mention, str) else None,
    )


text_of = DIALECT.text_of


def mark(value: Any, entities: Sequence[Entity], tags: Sequence[str]) -> Any:
    """A record with these entities instead of its own."""
    points = [{"start": e.start, "end": e.end - 1, "text": e.text} for e in entities]
    marked = [{"label": [e.label], "points": [point]} for e, point in zip(entities, points)]
    return {**value, "annotation": marked}


def move(value: Any, to: Move) -> None:
    """Move the points of a record, which is changed."""
    for marked in value.get("annotation") or ():
        kept = []
        for point in marked["points"] or ():
            moved = to(point["start"], point["end"] + 1)
            if moved:
                point["start"], point["end"] = moved[0], moved[1] - 1
                if isinstance(point.get("text"), str):
                    point["text"] = moved[2]
                kept.append(point)
        marked["points"] = kept
