"""Text with marked pieces in it: what its writers walk over and its readers build."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from nertag.formats.labelling import of_entities
from nertag.formats.rules import Rule
from nertag.formats.source import Source
from nertag.text import Entity, MarkedText


def pieces_of(text: str, entities: Iterable[Entity]) -> Iterator[tuple[str, str | None]]:
    """The text in pieces: each entity with its label, and what is between them with None.

    The entities stand in order and do not overlap.
    """
    place = 0
    for entity in entities:
        if place < entity.start:
            yield text[place : entity.start], None
        yield entity.text, entity.label
        place = entity.end
    if place < len(text):
        yield text[place:], None


def sentence(
    text: str, spans: Sequence[tuple[int, int, str]], line: int, source: Source
) -> MarkedText:
    """A sentence, its characters the tokens, with spans that were met in its markup.

    Parameters
    ----------
    text : str
        The text without its markup.
    spans : sequence of (start, end, label)
        In code points of the text; the end is exclusive.
    line : int
        The line of the text in the file, counted from 1.
    source : Source
        The file: says how it is read, and takes the notes.
    """
    entities = [Entity(start, end, label, text[start:end]) for start, end, label in spans]
    for rule, count in (
        (Rule.EMPTY_SPAN, sum(not entity.text for entity in entities)),
        (Rule.UNLABELLED_ENTITY, sum(not entity.label for entity in entities if entity.text)),
    ):
        if count:
            source.oddities.note(rule, line, count)
    return of_entities(source, line, text, [entity for entity in entities if entity.text])
