"""Words that are already split: a token on each line, an empty line after each sentence.

What stands beside the tokens in files of columns is ignored, and counted.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, islice

from nertag.formats.columnar import words
from nertag.formats.columnar.blocks import filled_blocks
from nertag.formats.columnar.layout import (
    TOKEN_NAMES,
    Layout,
    begins_document,
    fields,
    has_digit,
    layout_of,
    rows_of,
    shown,
)
from nertag.formats.rules import Rule
from nertag.formats.source import Source
from nertag.text import Sentence

HEAD = 20_000
"""The first lines, from which the columns of a file are read."""


def read_words(source: Source) -> Iterator[Sentence]:
    """The sentences of a file of columns, or of one column, without tags.

    Raises
    ------
    DataError
        A line has not as many columns as most have, or a column that was asked for is not there.
    """
    lines = iter(source.lines())
    head = list(islice(lines, HEAD))
    layout = _layout(head, source)
    if layout is None:
        return
    document = 0
    for block, first in filled_blocks(chain(head, lines), source):
        comments: list[str] = []
        rows: list[words.Line] = []
        for number, line in enumerate(block, first):
            columns = fields(line, layout.separator) if layout.width > 1 else [line]
            if begins_document(line):
                document += 1
            elif number == layout.header:
                source.oddities.note(Rule.HEADER, number)
            elif not rows and _is_comment(line, columns, layout):
                comments.append(line[1:].strip(" \t"))
            else:
                rows.append((_token(columns, line, layout, source, number), "O", number))
        if rows:
            if layout.width > 1:
                source.oddities.note(Rule.BESIDE_TOKEN, rows[0][2], len(rows))
            name = str(document) if document else ""
            sentence = words.split(rows, source)
            yield replace(sentence, document=name, comments=tuple(comments))
        elif comments:
            source.oddities.note(Rule.LONE_COMMENT, first)


def _layout(head: Sequence[str], source: Source) -> Layout | None:
    _, rows = rows_of(head)
    widths = Counter(len(columns) for _, columns in rows)
    if widths and widths.most_common(1)[0][0] == 1:
        is_name = rows[0][1][0].lower() in TOKEN_NAMES and len(rows) > 1
        header = rows[0][0] if is_name else 0
        return Layout("\t", 1, 0, 0, position_digits=False, middle="I", header=header)
    return layout_of(head, source)


def _is_comment(line: str, columns: Sequence[str], layout: Layout) -> bool:
    if layout.width > 1:
        return line.startswith("#") and len(columns) != layout.width
    return line.startswith("# ")


def _token(columns: Sequence[str], line: str, layout: Layout, source: Source, number: int) -> str:
    if len(columns) != layout.width:
        what = f"{len(columns)} columns where {layout.width} are expected: {shown(line)}"
        raise source.error(number, what, "fix the line")
    token = columns[layout.token].removeprefix(layout.prefix)
    if not token:
        source.oddities.note(Rule.EMPTY_TOKEN, number)
        token = " "
    if layout.position_digits and has_digit(token):
        source.oddities.note(Rule.POSITION_DIGIT)
        token = token[:-1]
    return sys.intern(token)
