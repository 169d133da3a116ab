"""Tags of a file as entities, and where they break their scheme."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from nertag.corpus.check.content import Content
from nertag.corpus.check.finding import Finding, at_lines
from nertag.formats import Rule
from nertag.text import (
    UNKNOWN_TAG,
    Entity,
    Sentence,
    Span,
    detect_scheme,
    mixed_schemes,
    spans,
    spans_to_tags,
    split_tag,
)

Run = tuple[int, tuple[str, ...]]
"""Tags without an O among them, and the place of the first."""


def runs(tags: Sequence[str]) -> Iterator[Run]:
    """The runs of tags between the O's. A tag after an O cannot change what one before it means."""
    filled = [i for i, tag in enumerate(tags) if tag not in ("O", UNKNOWN_TAG)]
    if not filled:
        return
    breaks = [k for k, (a, b) in enumerate(pairwise(filled), 1) if b - a > 1]
    for first, stop in pairwise((0, *breaks, len(filled))):
        start = filled[first]
        yield start, tuple(tags[start : filled[stop - 1] + 1])


def detect(rows: Iterable[Sequence[str]]) -> str:
    """The scheme that most of the tags are written in."""
    return detect_scheme(run for tags in rows for _, run in runs(tags))


@lru_cache(maxsize=1 << 14)
def _read(tags: tuple[str, ...], scheme: str) -> tuple[list[Span], list[tuple[int, str]]]:
    """The spans of a run, and each tag that breaks the scheme with what is wrong with it."""
    found = spans(tags)
    legal = spans_to_tags(found, len(tags), scheme)
    broken = []
    for i, (tag, right) in enumerate(zip(tags, legal)):
        if split_tag(tag) != split_tag(right):
            before = tags[i - 1] if i else "O or the start"
            after = tags[i + 1] if i + 1 < len(tags) else "O or the end"
            broken.append((i, f"{tag} after {before}, before {after}: {scheme} has {right}"))
    return found, broken


def entities(sentence: Sentence, scheme: str) -> tuple[Entity, ...]:
    """The entities that the tags of a sentence mark."""
    return tuple(
        sentence.entity(first + start, first + end, label)
        for first, tags in runs(sentence.tags)
        for start, end, label in _read(tags, scheme)[0]
    )


def mixed(content: Content, scheme: str) -> Iterator[Finding]:
    """Sentences that keep to another scheme than the file does."""
    tags = (sentence.tags for sentence in content.sentences)
    for other, rows in mixed_schemes(tags, scheme).items():
        lines = [content.sentences[row].line for row in rows]
        yield at_lines(Rule.MIXED_SCHEMES, content.path, f"{other}, the file is in {scheme}", lines)


def broken_tags(content: Content, scheme: str) -> Iterator[Finding]:
    """Tags that are not as the scheme demands, those of one kind together."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for sentence in content.sentences:
        for first, tags in runs(sentence.tags):
            for i, what in _read(tags, scheme)[1]:
                places[what].append(sentence.line_of(first + i))
    for what, lines in places.items():
        yield at_lines(Rule.BROKEN_TAGS, content.path, what, lines)
