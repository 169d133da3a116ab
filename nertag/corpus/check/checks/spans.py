"""Checks of single spans: their edges, and whether they overlap."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from nertag.corpus.check.checks.search import within_word
from nertag.corpus.check.content import Content, label_name, line_in
from nertag.corpus.check.finding import Finding, at_lines
from nertag.formats import Rule, excerpt
from nertag.text import Entity, Sentence

USUAL = 0.5
"""Share of a label's spans from which on punctuation at an end is how the label is used."""

MANY_CUT, SHARE_CUT = 3, 0.1
"""Spans that cut words, and their share of all, from which on it is said."""

_PAIRS = "()[]{}<>（）［］〔〕《》〈〉【】「」『』“”‘’«»"
_PARTNER = dict(zip(_PAIRS[::2], _PAIRS[1::2])) | dict(zip(_PAIRS[1::2], _PAIRS[::2]))


def overlapping(content: Content) -> Iterator[Finding]:
    """Spans that share a character with another."""
    for sentence, entities in zip(content.sentences, content.entities):
        farthest: Entity | None = None
        for entity in entities:
            if farthest and entity.start < farthest.end:
                what = f"{named(farthest)} and {named(entity)} overlap"
                yield at_lines(Rule.OVERLAPPING_SPANS, content.path, what, [sentence.line])
            if farthest is None or entity.end > farthest.end:
                farthest = entity


def blank_edged(content: Content) -> Iterator[Finding]:
    """Spans with a blank at an end; of tagged tokens, with a token of blanks there."""
    for sentence, entity in content.labelled:
        text = entity.text
        ends = [place for place in (0, -1) if text[place].isspace()]
        places = [(entity.start, entity.end - 1)[end] for end in ends]
        places = [place for place in places if _blank_row(sentence, place)]
        if places:
            line = line_in(sentence, places[0])
            yield at_lines(Rule.BLANK_EDGED_SPAN, content.path, named(entity), [line])


def _blank_row(sentence: Sentence, place: int) -> bool:
    """Whether all of the token of the file that a blank belongs to is blank."""
    if not sentence.lines:
        return True
    line = line_in(sentence, place)
    first, last = bisect_left(sentence.lines, line), bisect_right(sentence.lines, line)
    return sentence.text[sentence.starts[first] : sentence.ends[last - 1]].isspace()


def words_cut(content: Content) -> Iterator[Finding]:
    """Spans that begin or end within a word of letters, where many do or are edged by blanks."""
    total = sum(content.labels.values())
    cut = [pair for pair in content.labelled if _cuts_word(*pair)]
    edged = [pair for pair in content.labelled if pair[1].text != pair[1].text.strip()]
    shifted = cut + [pair for pair in edged if not _cuts_word(*pair)]
    if cut and len(shifted) >= MANY_CUT and len(shifted) > SHARE_CUT * total:
        lines = [line_in(sentence, entity.start) for sentence, entity in shifted]
        what = f"{len(shifted):,} of {total:,}, such as {named(cut[0][1])}"
        yield at_lines(Rule.WORDS_CUT, content.path, what, lines)


def _cuts_word(sentence: Sentence, entity: Entity) -> bool:
    before = sentence.text[max(0, entity.start - 1) : entity.start + 1]
    return within_word(before) or within_word(sentence.text[entity.end - 1 : entity.end + 1])


def punctuation_edged(content: Content) -> Iterator[Finding]:
    """Spans with punctuation at an end, where that is not how the label is used.

    Brackets and quotation marks whose other half is in the span belong to it, and so do signs that
    are one token with letters, as in ``#NLP``, and the full stop right after a letter of ``Inc.``.
    """
    edged = [
        (sentence, entity)
        for sentence, entity in content.labelled
        if (_is_punctuation(entity.text[0]) or _is_punctuation(entity.text[-1]))
        and any(_stray(sentence, entity, end) for end in (0, -1))
    ]
    often = Counter(entity.label for _, entity in edged)
    for sentence, entity in edged:
        if often[entity.label] < USUAL * content.labels[entity.label]:
            line = line_in(sentence, entity.start)
            yield at_lines(Rule.PUNCTUATION_EDGED_SPAN, content.path, named(entity), [line])


@lru_cache(maxsize=1 << 14)
def _is_punctuation(sign: str) -> bool:
    return unicodedata.category(sign).startswith("P")


def _stray(sentence: Sentence, entity: Entity, end: int) -> bool:
    """Whether the first (0) or last (-1) sign of an entity is punctuation by itself."""
    sign = entity.text[end]
    partner = _PARTNER.get(sign, sign)
    rest = entity.text[1:] if end == 0 else entity.text[:-1]
    if not _is_punctuation(sign) or partner in rest:
        return False
    if sign == "." and end and rest[-1:].isascii() and rest[-1:].isalpha():
        return False
    token = bisect_right(sentence.starts, (entity.start, entity.end - 1)[end]) - 1
    word = sentence.text[sentence.starts[token] : sentence.ends[token]]
    return all(map(_is_punctuation, word))


def named(entity: Entity) -> str:
    """An entity as a report names it."""
    return f"{excerpt(entity.text)} {label_name(entity.label)} ({entity.start} to {entity.end})"
