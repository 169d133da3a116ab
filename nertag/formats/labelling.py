"""From marked pieces of text to tags, and back."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import accumulate, pairwise
from typing import Any

from nertag.formats.offsets import entity, places
from nertag.formats.overlaps import flat
from nertag.formats.rules import Rule
from nertag.formats.source import Source
from nertag.text import (
    UNKNOWN_TAG,
    Annotated,
    Entity,
    MarkedText,
    Sentence,
    Span,
    broken_tags,
    spans,
    spans_to_tags,
    tokenise,
    with_unknown,
)


def marked(
    source: Source,
    line: int,
    text: str,
    spans: Sequence[tuple[object, object, object]],
    **fields: Any,
) -> MarkedText:
    """A text with the spans that a file gives for it.

    Parameters
    ----------
    source : Source
        The file: says how it is read, and takes the notes.
    line : int
        The line of the text in the file, counted from 1.
    text : str
        The text.
    spans : sequence of (start, end, label)
        As the file has them, not checked yet; the end is exclusive, in the file's offset unit.
    **fields
        ``document`` and ``comments`` of the text.

    Raises
    ------
    DataError
        An offset is no whole number or outside the text, or a label is no text.
    """
    place = places(text, source)
    found = [entity(source, line, text, place, span) for span in spans]
    return of_entities(source, line, text, filter(None, found), **fields)


def of_entities(
    source: Source, line: int, text: str, entities: Iterable[Entity], **fields: Any
) -> MarkedText:
    """A text with the entities that a file gives for it, each once, in order."""
    given = list(entities)
    once = {(entity.start, entity.end, entity.label): entity for entity in reversed(given)}
    if len(once) < len(given):
        source.oddities.note(Rule.REPEATED_SPAN, line, len(given) - len(once))
    return MarkedText(text, tuple(once[key] for key in sorted(once)), line, **fields)


def tagged_sentences(
    annotated: Annotated, tokens: str, scheme: str, overlap: str, source: Source
) -> list[Sentence]:
    """What a text of a file becomes where tags are wanted.

    Parameters
    ----------
    annotated : Sentence or MarkedText
        A sentence stays as it is. Each line of a marked text becomes a sentence.
    tokens : {"char", "word"}
        What the tokens of a marked text are.
    scheme : str
        The tag scheme in which entities are written.
    overlap : {"error", "longest", "first"}
        Which of entities that overlap is kept, see `flat`.
    source : Source
        The file; takes notes of what was ignored.

    Raises
    ------
    DataError
        Entities overlap and `overlap` is ``error``.
    """
    if isinstance(annotated, Sentence):
        return [annotated]
    return [
        with_tags(part, tokens, scheme, overlap, source) for part in line_texts(annotated, source)
    ]


def tags_on(sentence: Sentence, entities: Sequence[Entity], source: Source) -> tuple[str, ...]:
    """Tags in BIO for the tokens of a sentence: entities that cut a token are widened to it.

    Parameters
    ----------
    sentence : Sentence
        The tokens.
    entities : sequence of Entity
        What is to be marked in its text. Of several that touch a token the first is kept.
    source : Source
        Takes notes of what was widened.
    """
    touched = _token_spans(sentence, entities, source)
    spans = flat(touched, "first", source, sentence.line)
    return tuple(spans_to_tags(spans, len(sentence), "BIO"))


def with_tags(
    marked: MarkedText, tokens: str, scheme: str, overlap: str, source: Source
) -> Sentence:
    """The tokens of a marked text with tags of `scheme` made from its entities."""
    sentence = untagged(marked, tokens)
    if tokens == "char":
        kept = flat(marked.entities, overlap, source, marked.line)
        spans = [(entity.start, entity.end, entity.label) for entity in kept]
    else:
        touched = _token_spans(sentence, marked.entities, source)
        spans = flat(touched, overlap, source, marked.line)
    tagged = _tagged(sentence, spans, scheme, source)
    return _with_unknown(tagged, marked.unlabelled) if marked.unlabelled else tagged


def _with_unknown(sentence: Sentence, pieces: Sequence[tuple[int, int]]) -> Sentence:
    """The sentence with those of its tokens unknown that touch such a piece and are no entity."""
    tags = list(sentence.tags)
    for start, end in pieces:
        touched = range(bisect_right(sentence.ends, start), bisect_left(sentence.starts, end))
        for i in touched:
            tags[i] = UNKNOWN_TAG if tags[i] == "O" else tags[i]
    return sentence.tagged(tuple(tags))


def _unlabelled(sentence: Sentence) -> tuple[tuple[int, int], ...]:
    """The pieces of the text that the unknown tags of a sentence cover."""
    pieces: list[tuple[int, int]] = []
    for i, tag in enumerate(sentence.tags):
        if tag == UNKNOWN_TAG:
            joined = bool(i and pieces and sentence.tags[i - 1] == UNKNOWN_TAG)
            start = pieces.pop()[0] if joined else sentence.starts[i]
            pieces.append((start, sentence.ends[i]))
    return tuple(pieces)


def _tagged(sentence: Sentence, found: Sequence[Span], scheme: str, source: Source) -> Sentence:
    """The sentence with the tags of spans that do not overlap, in order."""
    if scheme == "IO":
        touching = sum(a[1] == b[0] and a[2] == b[2] for a, b in pairwise(found))
        if touching:
            source.oddities.note(Rule.TOUCHING_ENTITIES, sentence.line, touching)
    tags = with_unknown(spans_to_tags(found, len(sentence), scheme), sentence.tags)
    return replace(sentence, tags=tuple(tags))


def untagged(marked: MarkedText, tokens: str) -> Sentence:
    """The tokens of a marked text, without tags."""
    return replace(
        tokenise(marked.text, tokens),
        line=marked.line,
        document=marked.document,
        comments=marked.comments,
        record=marked.record,
    )


def _token_spans(sentence: Sentence, entities: Sequence[Entity], source: Source) -> list[Span]:
    """The tokens that entities cover: all that they touch."""
    spans: list[Span] = []
    for piece in entities:
        first = bisect_right(sentence.ends, piece.start)
        last = bisect_left(sentence.starts, piece.end)
        if first >= last:
            source.oddities.note(Rule.EMPTY_SPAN, sentence.line)
            continue
        if sentence.starts[first] < piece.start or sentence.ends[last - 1] > piece.end:
            source.oddities.note(Rule.CUT_TOKEN, sentence.line)
        spans.append((first, last, piece.label))
    return spans


def with_entities(annotated: Annotated, scheme: str, source: Source) -> MarkedText:
    """A text with the entities that its tags, written in `scheme`, mark; or with its own."""
    if isinstance(annotated, MarkedText):
        return annotated
    found = _spans_of(annotated, scheme, source)
    return MarkedText(
        annotated.text,
        tuple(annotated.entity(*span) for span in found),
        annotated.line,
        annotated.document,
        annotated.comments,
        annotated.record,
        _unlabelled(annotated),
    )


def in_scheme(sentence: Sentence, scheme: str, other: str, source: Source) -> Sentence:
    """A sentence whose tags, written in `scheme`, are written in the `other` scheme."""
    return _tagged(sentence, _spans_of(sentence, scheme, source), other, source)


def _spans_of(sentence: Sentence, scheme: str, source: Source) -> list[Span]:
    found = spans(sentence.tags)
    for i in broken_tags(sentence.tags, found, scheme):
        source.oddities.note(Rule.REPAIRED_TAG, sentence.line_of(i))
    return found


def line_texts(marked: MarkedText, source: Source) -> list[MarkedText]:
    """Each line of a text by itself.

    A text without a line break stays as it is. A line break inside an entity parts nothing; lines
    of no character give no text.
    """
    text, entities = marked.text, marked.entities
    if "\n" not in text:
        return [marked]
    breaks = [at for at, sign in enumerate(text) if sign == "\n"]
    starts = [entity.start for entity in entities]
    reach = list(accumulate((entity.end for entity in entities), max))  # of those up to each
    found, place = [], 0
    for at in [*breaks, len(text)]:
        before = bisect_right(starts, at)
        reached = reach[before - 1] if before else 0
        if at < len(text) and reached > at:
            source.oddities.note(Rule.BREAK_IN_ENTITY, marked.line)
            continue
        # The CR of a CRLF is no part of the line, unless an entity covers it.
        bare = at < len(text) and text.endswith("\r", place, at) and reached < at
        stop = at - bare
        if stop > place:
            inside = entities[bisect_left(starts, place) : bisect_left(starts, stop)]
            found.append(_part(marked, place, stop, inside))
        place = at + 1
    return found


def _part(marked: MarkedText, start: int, stop: int, entities: Sequence[Entity]) -> MarkedText:
    moved = tuple(replace(e, start=e.start - start, end=e.end - start) for e in entities)
    pieces = ((max(a, start) - start, min(b, stop) - start) for a, b in marked.unlabelled)
    unlabelled = tuple((a, b) for a, b in pieces if a < b)
    return replace(marked, text=marked.text[start:stop], entities=moved, unlabelled=unlabelled)
