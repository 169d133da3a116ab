"""Fixes the entities of marked up lines: trims blanks at their ends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise

from nertag.corpus.check.fix.change import Change, trimmed
from nertag.formats import Rule, Source, Writing, writer
from nertag.text import Entity, MarkedText


def fix_markup(
    lines: list[str], sentences: Iterable[MarkedText], source: Source, format: str
) -> Iterator[Change]:
    """Trim the entities of inline markup or XML, a sentence a line; the lines are changed.

    Lines in which entities overlap are left alone: no writer can write them.
    """
    write = writer(format)
    empty = 0
    for sentence in sentences:
        changes = []
        empty, before = source.oddities.count(Rule.EMPTY_SPAN), empty
        if empty > before:
            changes.append(trimmed(sentence.line, ""))
        kept = []
        for entity in sentence.entities:
            text = entity.text.strip()
            start = entity.start + entity.text.find(text)
            if text:
                kept.append(Entity(start, start + len(text), entity.label, text))
            if text != entity.text:
                changes.append(trimmed(sentence.line, entity.text))
        if changes and all(a.end <= b.start for a, b in pairwise(kept)):
            fixed = replace(sentence, entities=tuple(kept))
            ((piece,),) = write([fixed], Writing(Source(source.path)))
            cr = "\r" * lines[sentence.line - 1].endswith("\r")
            lines[sentence.line - 1] = piece.removesuffix("\n") + cr
            yield from changes
