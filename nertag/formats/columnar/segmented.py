"""Segmented text: one sentence a line, its words parted by blanks; for word segmentation.

Words are parted by spaces or, in a line that has none, by U+3000. The text is the words without
anything between them, and each word is an entity without a label. An empty line is a sentence
without a character.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from nertag.formats.columnar import words
from nertag.formats.markup import pieces as markup
from nertag.formats.rules import Rule
from nertag.formats.source import Source
from nertag.formats.writing import Writing
from nertag.text import MarkedText, Sentence

_BLANKS = re.compile("[ \u3000\r\n]+")


def read(source: Source) -> Iterator[Sentence]:
    """The sentences of a file, one a line."""
    for number, line in enumerate(source.lines(), 1):
        forms = [form for form in line.split(" " if " " in line else "\u3000") if form]
        if forms:
            rows = [(form, "B", number) for form in forms]
            yield words.sentence(rows, source, blanks=[""] * len(rows))
        else:
            yield Sentence("", range(0), range(0), (), number)


def write(sentences: Iterable[MarkedText], writing: Writing) -> Iterator[tuple[str, ...]]:
    """Sentences with entities, one a line; each entity is a word."""
    oddities = writing.source.oddities
    for sentence in sentences:
        writing.leave_out(sentence)
        found: list[str] = []
        for piece, label in markup.pieces_of(sentence.text, sentence.entities):
            forms = [form for form in _BLANKS.split(piece) if form]
            blanks = len(_BLANKS.findall(piece))
            if blanks:
                oddities.note(Rule.BLANK_NOT_KEPT, sentence.line, blanks)
            if label is None and forms:
                oddities.note(Rule.OUTSIDE_AS_WORD, sentence.line, len(forms))
            if label:
                oddities.note(Rule.LABEL_NOT_KEPT, sentence.line)
            found += forms
        yield (" ".join(found) + "\n",)
