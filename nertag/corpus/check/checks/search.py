"""Where known mentions stand in a file without being labelled."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from nertag.corpus.check.content import Content
from nertag.text import code_points

SHORTEST = 2
"""Characters of the mentions that are looked for: single ones stand in too many words."""


def unlabelled(content: Content, mentions: Collection[str]) -> Iterator[tuple[str, int]]:
    """Mentions in text of which nothing is labelled, each with its place in `content.text`.

    Of mentions at the same place the longest is taken; none that is found overlaps another. A
    mention of letters stands between the borders of words, in a file of words on those of tokens.
    """
    known = {mention for mention in mentions if len(mention) >= SHORTEST and "\n" not in mention}
    text = content.text
    if not known or not text:
        return
    lengths: defaultdict[str, set[int]] = defaultdict(set)
    for mention in known:
        lengths[mention[:2]].add(len(mention))
    longest_first = {begin: sorted(found, reverse=True) for begin, found in lengths.items()}
    before = _labelled_before(content)
    free_from = 0
    for place in _candidates(code_points(text), before, list(lengths)).tolist():
        if place < free_from:
            continue
        for length in longest_first[text[place : place + 2]]:
            mention = text[place : place + length]
            end = place + len(mention)
            if mention in known and before[place] == before[end] and _apart(content, place, end):
                yield mention, place
                free_from = end
                break


def _labelled_before(content: Content) -> NDArray[np.int32]:
    """How many labelled characters stand before each place of the text, shape ``(length + 1,)``."""
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


def _candidates(
    codes: NDArray[np.uint32], before: NDArray[np.int32], begins: list[str]
) -> NDArray[np.int64]:
    """The places where the first two characters of a mention stand, not labelled."""
    firsts, seconds = code_points("".join(begins)).reshape(-1, 2).T
    size = 1 + int(np.amax(np.concatenate([codes, firsts, seconds])))
    is_first, is_second = np.zeros((2, size), bool)
    is_first[firsts] = is_second[seconds] = True
    free = before[2:] == before[:-2]
    places: NDArray[np.int64] = np.flatnonzero(is_first[codes[:-1]] & is_second[codes[1:]] & free)
    pairs = np.sort(_pairs(firsts, seconds))
    wanted = _pairs(codes[places], codes[places + 1])
    at = np.minimum(np.searchsorted(pairs, wanted), len(pairs) - 1)
    places = places[pairs[at] == wanted]
    return places


def _pairs(firsts: NDArray[np.uint32], seconds: NDArray[np.uint32]) -> NDArray[np.uint64]:
    pairs: NDArray[np.uint64] = firsts.astype(np.uint64) << np.uint64(32) | seconds
    return pairs


def _apart(content: Content, start: int, end: int) -> bool:
    """Whether a mention is no part of a longer word."""
    text = content.text
    if _within_word(text[start - 1 : start + 1]) or _within_word(text[end - 1 : end + 1]):
        return False
    sentence, first = content.sentence_at(start)
    if isinstance(sentence.starts, range):
        return True
    return _is_in(sentence.starts, first) and _is_in(sentence.ends, first + end - start)


def _is_in(ordered: Sequence[int], place: int) -> bool:
    at = bisect_left(ordered, place)
    return at < len(ordered) and ordered[at] == place


def _within_word(two: str) -> bool:
    return len(two) == 2 and all(map(_is_letter, two))


def _is_letter(sign: str) -> bool:
    """Whether a sign is of a script whose words are parted by blanks, or a digit."""
    return sign.isalnum() and (sign < "\u2e80" or "\uff10" <= sign <= "\uff5a")
