"""GermEval 2014: numbered words with an outer and an inner tag, a comment before each sentence.

A row is ``index TAB token TAB outer tag TAB inner tag``. `layer` chooses the tag: ``1``, the outer
one, if nothing else is said, or ``2``, the inner one.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence

from nertag.errors import ConfigError
from nertag.formats.columnar import words
from nertag.formats.columnar.blocks import tables
from nertag.formats.head import Head
from nertag.formats.rules import Rule
from nertag.formats.source import Source
from nertag.text import Sentence, TagError, split_tag

COLUMNS = {"": 2, "1": 2, "2": 3}
"""The column of each layer."""


def sniff(head: Head) -> float:
    """How sure it is that a file is of this format, from 0 to 1."""
    rows = [line.split("\t") for line in head.filled if not line.startswith("#")]
    fits = all(len(row) == 4 and row[0].isdigit() for row in rows)
    return 0.97 * bool(rows and fits and head.filled[0].startswith("#"))


def tag_column(lines: Sequence[str], source: Source) -> tuple[str, int]:
    """What parts the columns of a file, as a pattern, and the column of the tag."""
    return "(\t)", COLUMNS[source.reading.layer]


def read(source: Source) -> Iterator[Sentence]:
    """The sentences of a file.

    Raises
    ------
    ConfigError
        There is no such layer.
    DataError
        A line is not such a row.
    """
    layer = source.reading.layer
    if layer not in COLUMNS:
        raise ConfigError(f"the layer {layer!r} is neither 1 (outer tags) nor 2 (inner tags)")
    for table in tables(source, width=4):
        rows = []
        for place, (line, columns) in enumerate(table.rows, 1):
            if columns[0] != str(place):
                _check_index(columns[0], line, source)
            rows.append((_token(columns[1], line, source), _tag(columns, line, source), line))
        yield words.sentence(rows, source, comments=tuple(table.comments))


def _check_index(index: str, line: int, source: Source) -> None:
    if not (index.isascii() and index.isdigit()):
        what = f"{index!r} in the first column, where the word's index is expected"
        raise source.error(line, what, "expected index, token, outer and inner tag; see `format`")
    source.oddities.note(Rule.ODD_INDEX, line)


def _token(token: str, line: int, source: Source) -> str:
    if not token:
        raise source.error(line, "the token is empty", "fix the line")
    return sys.intern(token)


def _tag(columns: list[str], line: int, source: Source) -> str:
    tag = columns[COLUMNS[source.reading.layer]].strip(" ")
    if not tag:
        source.oddities.note(Rule.EMPTY_TAG, line)
        return "O"
    try:
        split_tag(tag)
    except TagError as error:
        raise source.error(line, str(error), "fix the line") from None
    return sys.intern(tag)
