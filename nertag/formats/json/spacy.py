"""Pairs as spaCy is trained on, as JSON: ``[text, {"entities": [[0, 2, "LOC"]]}]``.

The export of NER Annotator holds such pairs under ``annotations``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from nertag.formats.head import Head
from nertag.formats.json.records import AnyMarks, Move, elements, move_spans, note_unknown
from nertag.formats.json.values import dump_value, read_values
from nertag.formats.labelling import marked
from nertag.formats.rules import Rule
from nertag.formats.source import Source
from nertag.formats.writing import Writing
from nertag.text import Entity, MarkedText


def sniff(head: Head) -> float:
    """How sure it is that a file is of this format, from 0 to 1."""
    value = head.value
    is_pair = isinstance(value, list) and len(value) == 2 and isinstance(value[0], str)
    return 0.9 * (is_pair or _is_annotator(head.record))


def _is_annotator(value: Any) -> bool:
    """Whether a value is an export of NER Annotator."""
    return isinstance(value, dict) and "classes" in value and "annotations" in value


def values(source: Source) -> Iterator[tuple[int, Any]]:
    """The pairs of a file, each with the line it begins on."""
    for line, value in read_values(source):
        if not _is_annotator(value):
            yield line, value
            continue
        note_unknown(source, line, value, {"classes", "annotations"})
        for pair in elements(source, line, value, "annotations"):
            if pair is None:
                source.oddities.note(Rule.UNANNOTATED_TEXT, line)
            else:
                yield line, pair


def read(source: Source) -> Iterator[MarkedText]:
    """The texts of a file of such pairs, one a line or all in one list.

    Raises
    ------
    DataError
        What stands there is not such a pair, or no pair has entities.
    """
    check = AnyMarks(source, ("entities",))
    for line, pair in values(source):
        text, annotations = text_of(source, line, pair), pair[1]
        check.meet(line, annotations)
        spans = elements(source, line, annotations, "entities")
        for span in spans:
            if not isinstance(span, list) or len(span) != 3:
                raise source.error(line, f"the span {span!r} is not [start, end, label]", "fix it")
        note_unknown(source, line, annotations, {"entities"})
        yield marked(source, line, text, [(start, end, label) for start, end, label in spans])
    check.done()


def move(value: Any, to: Move) -> None:
    """Move the spans of a pair, which is changed."""
    move_spans(value[1], ("entities",), to)


def text_of(source: Source, line: int, value: Any) -> str:
    """The text of a pair; a DataError if it is none."""
    if not _is_pair(value):
        what = "is not a pair of a text and an object"
        raise source.error(line, what, 'expected [text, {"entities": ...}]; see `format`')
    return str(value[0])


def mark(value: Any, entities: Sequence[Entity], tags: Sequence[str]) -> Any:
    """A pair with these entities instead of its own."""
    spans = [[e.start, e.end, e.label] for e in entities]
    return [value[0], {**value[1], "entities": spans}]


def _is_pair(value: object) -> bool:
    if not isinstance(value, list) or len(value) != 2:
        return False
    return isinstance(value[0], str) and isinstance(value[1], dict)


def write(sentences: Iterable[MarkedText], writing: Writing) -> Iterator[tuple[str, ...]]:
    """Sentences with entities as such pairs, one a line."""
    for sentence in sentences:
        writing.leave_out(sentence)
        spans = [[e.start, e.end, e.label] for e in sentence.entities]
        yield (dump_value([sentence.text, {"entities": spans}]),)
