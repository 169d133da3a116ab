r"""Inline markup: one sentence a line, its entities written ``[北京|LOC]``.

The signs ``\ [ ] |`` of text and labels get a ``\`` before them, and so does U+FEFF, which at the
start of a file would be taken for its byte order mark. ``\n`` and ``\r`` stand for the signs that
end lines. An empty line is a sentence without a character.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from nertag.errors import DataError
from nertag.formats.head import Head
from nertag.formats.markup import pieces as markup
from nertag.formats.source import Source
from nertag.formats.writing import Writing
from nertag.text import Entity, MarkedText

_ESCAPES = {sign: "\\" + sign for sign in "\\[]|\ufeff"} | {"\n": "\\n", "\r": "\\r"}
_TABLE = str.maketrans(_ESCAPES)
_SIGNS = {escape: sign for sign, escape in _ESCAPES.items()}
_ESCAPE = re.compile(r"\\.", re.DOTALL)
_PART = re.compile(r"([^\\\[\]|]*(?:\\[\\\[\]|\ufeffnr][^\\\[\]|]*)*)(\\|[\[\]|]|\Z)")
_EXPECTED = (
    ("[", "outside of an entity"),
    ("|", "inside an entity, before its label"),
    ("]", "inside a label"),
)
_HINT = r"an entity is [text|LABEL]; in texts and labels write \ before \ [ ] |"


def sniff(head: Head) -> float:
    """How sure it is that a file is of this format, from 0 to 1."""
    entity = re.compile(r"(?<!\\)\[[^\[\]|]+\|([^\[\]|]+)(?<!\\)\]")
    labels = [label for line in head.filled for label in entity.findall(line)]
    if not labels:
        return 0
    alike = head.share(_can_be_read) == 1 and all(
        map(re.compile(r"[^\W\d]+[\w.-]*").fullmatch, labels)
    )
    return 0.5 if not alike else 0.9 if head.share(entity.search) >= 0.3 else 0.7


def _can_be_read(line: str) -> bool:
    try:
        _parts(line, 1, Source(""))
    except DataError:
        return False
    return True


def read(source: Source) -> Iterator[MarkedText]:
    """The sentences of a file, one a line.

    Raises
    ------
    DataError
        Brackets do not pair or a sign is not escaped; names the column.
    """
    for number, line in enumerate(source.lines(), 1):
        parts = _parts(line, number, source)
        text = "".join(part for i, part in enumerate(parts) if i % 3 < 2)
        spans, place = [], 0
        for i, part in enumerate(parts):
            if i % 3 == 1:
                spans.append((place, place + len(part), parts[i + 1]))
            if i % 3 < 2:
                place += len(part)
        yield markup.sentence(text, spans, number, source)


def _parts(line: str, number: int, source: Source) -> list[str]:
    """By turns what is outside, an entity's text and its label; without escapes."""
    parts: list[str] = []
    for match in _PART.finditer(line):
        part, sign = match.groups()
        expected, where = _EXPECTED[len(parts) % 3]
        if "\\" in part:
            part = _ESCAPE.sub(lambda escape: _SIGNS[escape[0]], part)
        parts.append(part)
        if not sign:
            break
        if sign != expected:
            what = f"a {sign} {where}, where only a {expected} can stand"
            if sign == "\\":
                what = f"a {sign} before a sign that needs none"
            raise source.error(number, f"column {match.start(2) + 1}: {what}", _HINT)
    if len(parts) % 3 != 1:
        what = f"column {len(line) + 1}: the line ends {where}, where a {expected} is missing"
        raise source.error(number, what, _HINT)
    return parts


def write(sentences: Iterable[MarkedText], writing: Writing) -> Iterator[tuple[str, ...]]:
    """Sentences with entities, one a line."""
    for sentence in sentences:
        writing.leave_out(sentence)
        yield (inline_line(sentence.text, sentence.entities) + "\n",)


def inline_line(text: str, entities: Iterable[Entity]) -> str:
    """The text with its entities marked up; they stand in order and do not overlap."""
    return "".join(
        piece.translate(_TABLE)
        if label is None
        else f"[{piece.translate(_TABLE)}|{label.translate(_TABLE)}]"
        for piece, label in markup.pieces_of(text, entities)
    )
