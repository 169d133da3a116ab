"""JSON lines of CLUENER: ``{"text": ..., "label": {"name": {"叶老桂": [[9, 11]]}}}``.

The spans stand by label and mention. Their ends are inclusive; a mention may stand several times. A
sentence that is not labelled has no ``label``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from nertag.errors import DataError
from nertag.formats.head import Head
from nertag.formats.json.records import ABOUT, AnyMarks, Dialect, Move, about, note_unknown, told
from nertag.formats.json.values import dump_value, read_values
from nertag.formats.labelling import of_entities
from nertag.formats.offsets import entity, excerpt, places
from nertag.formats.source import Source
from nertag.formats.writing import Writing
from nertag.text import Entity, MarkedText

DIALECT = Dialect("CLUENER", marks=("label",))


def sniff(head: Head) -> float:
    """How sure it is that a file is of this format, from 0 to 1."""
    return 0.9 * isinstance(head.record.get("label"), dict)


def read(source: Source) -> Iterator[MarkedText]:
    """The sentences of a file, one a record.

    Raises
    ------
    DataError
        A line is not such a record, or another text than the mention stands at its place.
    """
    check = AnyMarks(source, DIALECT.marks)
    for line, record in read_values(source):
        text = DIALECT.text_of(source, line, record)
        note_unknown(source, line, record, {"text", "label", *ABOUT})
        check.meet(line, record)
        found = _entities(source, line, text, record.get("label"))
        yield of_entities(source, line, text, found, **about(record))
    check.done()


def _entities(source: Source, line: int, text: str, labels: Any) -> Iterator[Entity]:
    place = places(text, source)
    for label, mention, (start, end) in _positions(source, line, labels):
        if type(end) is int:
            end += 1
        found = entity(source, line, text, place, (start, end, label), mention)
        if found:
            yield found


def _positions(source: Source, line: int, labels: Any) -> Iterator[tuple[str, str, list[Any]]]:
    if not isinstance(labels, (dict, type(None))):
        raise _odd(source, line, "label", labels, "an object with the mentions of each label")
    for label, mentions in (labels or {}).items():
        if not isinstance(mentions, dict):
            raise _odd(source, line, label, mentions, "an object with the indices of each mention")
        for mention, positions in mentions.items():
            if not isinstance(positions, list):
                raise _odd(source, line, mention, positions, "a list of [first, last]")
            for position in positions:
                if not isinstance(position, list) or len(position) != 2:
                    raise _odd(source, line, mention, position, "[first, last]")
                yield label, mention, position


def _odd(source: Source, line: int, key: str, found: object, expected: str) -> DataError:
    what = f"under {excerpt(key)} stands {excerpt(str(found))}, expected {expected}"
    return source.error(line, what, "fix it")


def move(value: Any, to: Move) -> None:
    """Move the spans of a record, which is changed."""
    labels = value.get("label") or {}
    for label, mentions in labels.items():
        kept: dict[str, Any] = {}
        for positions in mentions.values():
            for first, last in positions:
                moved = to(first, last + 1)
                if moved:
                    kept.setdefault(moved[2], []).append([moved[0], moved[1] - 1])
        labels[label] = kept


text_of = DIALECT.text_of


def mark(value: Any, entities: Sequence[Entity], tags: Sequence[str]) -> Any:
    """A record with these entities instead of its own."""
    return {**value, "label": _labels(entities)}


def write(sentences: Iterable[MarkedText], writing: Writing) -> Iterator[tuple[str, ...]]:
    """Sentences with entities as such lines; overlaps and labels of any kind have their place."""
    for sentence in sentences:
        writing.leave_out_scores(sentence)
        labels = _labels(sentence.entities)
        yield (dump_value({"text": sentence.text, "label": labels, **told(sentence)}),)


def _labels(entities: Sequence[Entity]) -> dict[str, dict[str, list[list[int]]]]:
    labels: dict[str, dict[str, list[list[int]]]] = {}
    for e in entities:
        labels.setdefault(e.label, {}).setdefault(e.text, []).append([e.start, e.end - 1])
    return labels
