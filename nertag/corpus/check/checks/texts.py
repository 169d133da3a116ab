"""Checks of the texts: characters that do harm, lengths, sentences that stand several times."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from nertag.corpus.check.content import Content, line_in
from nertag.corpus.check.finding import Finding, at_lines
from nertag.formats import LINES_KEPT, Rule, excerpt

LONG = 512
"""Tokens from which on a sentence is very long."""

_UNSEEN = frozenset(
    "\u00ad\u061c\u180e\u200b\u200e\u200f\u2060\u2061\u2062\u2063\u2064\ufeff\ufff9\ufffa\ufffb"
) | frozenset(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A))))
"""Characters without a width; not those that join letters or emoji."""
_FULL = "０-９Ａ-Ｚａ-ｚ"
_ORDINARY = "0-9A-Za-z"


def odd_characters(content: Content) -> Iterator[Finding]:
    """Characters that no text should have."""
    rules = {sign: rule for sign in set(content.text) if (rule := _rule(sign))}
    places: defaultdict[str, list[int]] = defaultdict(list)
    if rules:
        for found in re.finditer(f"[{re.escape(''.join(rules))}]", content.text):
            sentence, place = content.sentence_at(found.start())
            # The line breaks of a text with several lines are as they should be.
            if not (found[0] == "\r" and sentence.text.startswith("\n", place + 1)):
                places[found[0]].append(line_in(sentence, place))
    for sign, lines in places.items():
        what = f"U+{ord(sign):04X} {unicodedata.name(sign, '')}".rstrip()
        yield at_lines(rules[sign], content.path, what, lines)


def _rule(sign: str) -> Rule | None:
    if sign == "\ufffd":
        return Rule.BROKEN_CHARACTER
    if sign in _UNSEEN:
        return Rule.ZERO_WIDTH_CHARACTER
    category = unicodedata.category(sign)
    if category == "Cc" and sign not in "\t\n":
        return Rule.CONTROL_CHARACTER
    return Rule.PRIVATE_USE_CHARACTER if category == "Co" else None


def mixed_width(content: Content) -> Iterator[Finding]:
    """Letters and digits of full width beside ordinary ones."""
    full, ordinary = widths([content])
    if full and ordinary:
        rare = _FULL if full < ordinary else _ORDINARY
        what = f"{full:,} of full width, {ordinary:,} of ordinary width; the lines are of the fewer"
        lines = _lines(content, rare)
        yield Finding(Rule.MIXED_WIDTH, content.path, what, lines, count=min(full, ordinary))


def widths(contents: Iterable[Content]) -> tuple[int, int]:
    """How many letters and digits are of full width, and of ordinary width."""
    texts = [content.text for content in contents]
    full, ordinary = (
        sum(len(found) for text in texts for found in re.findall(f"[{signs}]+", text))
        for signs in (_FULL, _ORDINARY)
    )
    return full, ordinary


def _lines(content: Content, signs: str) -> tuple[int, ...]:
    """The first lines with one of these signs."""
    lines: dict[int, None] = {}
    for found in re.finditer(f"[{signs}]", content.text):
        lines.setdefault(content.line_at(found.start()))
        if len(lines) == LINES_KEPT:
            break
    return tuple(lines)


def lengths(content: Content) -> Iterator[Finding]:
    """Sentences that are very long, or empty."""
    long, empty, longest = [], [], 0
    for sentence in content.sentences:
        length = len(sentence)
        if not length:
            empty.append(sentence.line)
        elif length > LONG:
            if "\n" in sentence.text:
                length = max(map(len, sentence.text.split("\n")))
            if length > LONG:
                long.append(sentence.line)
                longest = max(longest, length)
    if long:
        what = f"longer than {LONG} tokens; the longest has {longest:,}"
        yield at_lines(Rule.LONG_SENTENCE, content.path, what, long)
    if empty:
        yield at_lines(Rule.EMPTY_SENTENCE, content.path, "sentences without a token", empty)


def repeated(contents: Sequence[Content]) -> Iterator[Finding]:
    """Texts that stand several times: in a file alike, or anywhere labelled in two ways."""
    places: defaultdict[str, list[tuple[Content, int]]] = defaultdict(list)
    for content in contents:
        for i, sentence in enumerate(content.sentences):
            if sentence.text:
                places[sentence.text].append((content, i))
    for text, group in places.items():
        if len(group) > 1:
            ways = {content.entities[i] for content, i in group}
            if len(ways) > 1:
                yield _repeated(Rule.TEXT_TWO_WAYS, text, group, f"is labelled in {len(ways)} ways")
                continue
            for content in contents:
                inside = [one for one in group if one[0] is content]
                if len(inside) > 1:
                    what = f"stands {len(inside)} times"
                    yield _repeated(Rule.DUPLICATE_SENTENCE, text, inside, what)


def _repeated(rule: Rule, text: str, group: Sequence[tuple[Content, int]], what: str) -> Finding:
    """A finding at the last of the places; it names those in other files."""
    path = group[-1][0].path
    lines = [c.sentences[i].line for c, i in group if c.path == path]
    others = [f"{c.path}:{c.sentences[i].line}" for c, i in group if c.path != path]
    also = f", also at {', '.join(others[:5])}" if others else ""
    return at_lines(rule, path, f"{excerpt(text)} {what}{also}", lines)
