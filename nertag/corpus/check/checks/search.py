"""Where known mentions stand in a file without being labelled."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence

import numpy as np
from ahocorasick_rs import AhoCorasick
from numpy.typing import NDArray

from nertag.corpus.check.content import Content

SHORTEST = 2
"""Characters of the mentions that are looked for: single ones stand in too many words."""


def unlabelled(content: Content, mentions: Collection[str]) -> Iterator[tuple[str, int]]:
    """Mentions in text of which nothing is labelled, each with its index in `content.text`.

    Of mentions at the same place the longest is taken; none that is found overlaps another. A
    mention of letters stands between the borders of words, in a file of words on those of tokens.
    """
    known = [mention for mention in mentions if len(mention) >= SHORTEST and "\n" not in mention]
    text = content.text
    if not known or not text:
        return
    before = _labelled_before(content)
    found = AhoCorasick(known).find_matches_as_indexes(text, overlapping=True)
    found.sort(key=lambda match: (match[1], -match[2]))
    free_from = 0
    for number, start, end in found:
        if start >= free_from and before[start] == before[end] and _apart(content, start, end):
            yield known[number], start
            free_from = end


def _labelled_before(content: Content) -> NDArray[np.int32]:
    """How many labelled characters stand before each index of the text, shape ``(length + 1,)``."""
    edges = np.zeros(len(content.text) + 1, np.int32)
    spans = [
        (begin + entity.start, begin + entity.end)
        for begin, entities in zip(content.starts, content.entities)
        for entity in entities
    ]
    starts, ends = np.array(spans, np.int64).reshape(-1, 2).T
    np.add.at(edges, starts, 1)
    np.add.at(edges, ends, -1)
    labelled = np.cumsum(edges) > 0
    return np.concatenate(([0], np.cumsum(labelled[:-1], dtype=np.int32)))


def _apart(content: Content, start: int, end: int) -> bool:
    """Whether a mention is no part of a longer word, in a sentence that is labelled whole."""
    text = content.text
    if within_word(text[start - 1 : start + 1]) or within_word(text[end - 1 : end + 1]):
        return False
    sentence, first = content.sentence_at(start)
    if sentence.is_partial:
        return False
    if isinstance(sentence.starts, range):
        return True
    return _is_in(sentence.starts, first) and _is_in(sentence.ends, first + end - start)


def _is_in(ordered: Sequence[int], place: int) -> bool:
    at = bisect_left(ordered, place)
    return at < len(ordered) and ordered[at] == place


def within_word(two: str) -> bool:
    """Whether two characters are neighbours within a word of letters or digits."""
    return len(two) == 2 and all(map(_is_letter, two))


def _is_letter(sign: str) -> bool:
    """Whether a sign is of a script whose words are parted by blanks, or a digit."""
    return sign.isalnum() and (sign < "\u2e80" or "\uff10" <= sign <= "\uff5a")
