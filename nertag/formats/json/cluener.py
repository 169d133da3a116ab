"""JSON lines of CLUENER: ``{"text": ..., "label": {"name": {"叶老桂": [[9, 11]]}}}``.

The spans stand by label and mention. Their ends are inclusive; a mention may stand at several
places. A sentence that is not labelled has no ``label``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from nertag.errors import DataError
from nertag.formats.json import values as json_values
from nertag.formats.json.records import about, told
from nertag.formats.labelling import of_entities
from nertag.formats.offsets import entity, excerpt, places
from nertag.formats.source import Source
from nertag.formats.writing import Writing
from nertag.text import Entity, MarkedText


def read(source: Source) -> Iterator[MarkedText]:
    """The sentences of a file, one a record.

    Raises
    ------
    DataError
        A line is not such a record, or another text than the mention stands at its place.
    """
    for line, record in json_values.read_values(source):
        if not isinstance(record, dict) or not isinstance(record.get("text"), str):
            what = "is not an object with a text under 'text'"
            raise source.error(line, what, "expected a record of CLUENER; see --from")
        found = _entities(source, line, record["text"], record.get("label"))
        yield of_entities(source, line, record["text"], found, **about(record))


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
            raise _odd(source, line, label, mentions, "an object with the places of each mention")
        for mention, positions in mentions.items():
            if not isinstance(positions, list):
                raise _odd(source, line, mention, positions, "a list of places")
            for position in positions:
                if not isinstance(position, list) or len(position) != 2:
                    raise _odd(source, line, mention, position, "[first, last]")
                yield label, mention, position


def _odd(source: Source, line: int, key: str, found: object, expected: str) -> DataError:
    what = f"under {excerpt(key)} stands {excerpt(str(found))}, expected {expected}"
    return source.error(line, what, "mend it")


def write(sentences: Iterable[MarkedText], writing: Writing) -> Iterator[tuple[str, ...]]:
    """Sentences with entities as such lines; overlaps and labels of any kind have their place."""
    for sentence in sentences:
        labels: dict[str, dict[str, list[list[int]]]] = {}
        for e in sentence.entities:
            labels.setdefault(e.label, {}).setdefault(e.text, []).append([e.start, e.end - 1])
        yield (json_values.dump_value({"text": sentence.text, "label": labels, **told(sentence)}),)
