"""Long texts in parts, in memory that does not grow with the text."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from nertag.io import in_order
from nertag.tagging.tagged_text import TaggedText
from nertag.text import Sentence

SIZE, OVERLAP = 32_768, 1_024
"""Characters that are tagged together, and those that two neighbours share."""


def tag_in_parts(
    pieces: Iterable[str],
    tag: Callable[[str], TaggedText],
    *,
    size: int = SIZE,
    overlap: int = OVERLAP,
) -> Iterator[TaggedText]:
    """Tag a long text on all cores and give it in parts, which together are the whole text.

    Stretches of it that overlap are tagged. One part ends and the next begins near the middle of
    what two stretches share, where in both a token begins and no entity goes on. Only where there
    is no such place, an entity that goes on is ignored and a token is cut.

    Parameters
    ----------
    pieces : iterable of str
        The text in pieces of any lengths.
    tag : callable
        Tags one text; several threads call it at once.
    size : int
        Characters of a stretch.
    overlap : int
        Characters that two neighbours share; less than `size`.
    """
    left, begin = None, 0
    for right in in_order(tag, _stretches(pieces, size, overlap)):
        if left is not None:
            shared = len(left.text) - overlap
            border = _border(left, right, shared, overlap)
            yield _cut(left, begin, shared + border)
            begin = border
        left = right
    if left is not None:
        yield _cut(left, begin, len(left.text))


def _stretches(pieces: Iterable[str], size: int, overlap: int) -> Iterator[str]:
    rest = ""
    for piece in pieces:
        rest += piece
        while len(rest) > size:
            yield rest[:size]
            rest = rest[size - overlap :]
    yield rest


def _border(left: TaggedText, right: TaggedText, shared: int, overlap: int) -> int:
    """Where in the characters that are shared, which begin at `shared` in the left, to part."""
    places = _places(left, shared, overlap) & _places(right, 0, overlap)
    middle = overlap // 2
    return min(places, key=lambda place: abs(place - middle), default=middle)


def _places(tagged: TaggedText, first: int, length: int) -> set[int]:
    """Where, counted from character `first`, a token begins and no entity goes on."""
    starts = tagged.sentence.starts
    within = starts[bisect_left(starts, first) : bisect_right(starts, first + length)]
    places = {start - first for start in within}
    for entity in tagged.entities:
        if entity.end > first and entity.start < first + length:
            places.difference_update(range(entity.start + 1 - first, entity.end - first))
    return places


def _cut(tagged: TaggedText, start: int, stop: int) -> TaggedText:
    """The characters from `start` up to `stop` with the entities that lie in them."""
    sentence = tagged.sentence
    first, last = bisect_right(sentence.ends, start), bisect_left(sentence.starts, stop)
    tags = list(sentence.tags[first:last])
    entities = []
    for entity in tagged.entities:
        if start <= entity.start and entity.end <= stop:
            entities.append(replace(entity, start=entity.start - start, end=entity.end - start))
        elif entity.start < stop and entity.end > start:
            inside = slice(
                max(0, bisect_left(sentence.starts, entity.start) - first),
                bisect_left(sentence.starts, entity.end) - first,
            )
            tags[inside] = ["O"] * len(tags[inside])
    text = tagged.text[start:stop]
    starts: Sequence[int]
    ends: Sequence[int]
    if isinstance(sentence.starts, range):
        starts, ends = range(len(text)), range(1, len(text) + 1)
    else:
        starts = tuple(max(at, start) - start for at in sentence.starts[first:last])
        ends = tuple(min(at, stop) - start for at in sentence.ends[first:last])
    return TaggedText(text, Sentence(text, starts, ends, tuple(tags)), tuple(entities))
