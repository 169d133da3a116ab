"""CSV with a row for each token and a first row of names: ``Sentence #,Word,POS,Tag``.

Commas, semicolons or TABs part the columns, which are known by their names, in any case. A sentence
begins where the column of sentences has another value that is not empty; without such a column,
after an empty line.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from pathlib import Path

from nertag.formats.columnar import words
from nertag.formats.columnar.tag_style import TagStyle, tag_style
from nertag.formats.head import Head
from nertag.formats.offsets import excerpt
from nertag.formats.rules import Rule
from nertag.formats.source import Source
from nertag.io import plain_name
from nertag.text import Sentence, TagError

TOKENS = ("word", "token", "words", "tokens", "form")
TAGS = ("tag", "ner_tag", "ner", "label", "tags", "ner_tags", "labels")
HEAD = 20_000
"""The first rows, from which it is told how tags are written."""
SENTENCES = ("sentence #", "sentence", "sentence_id", "sent_id", "sentence_idx", "sentence id")


def sniff(head: Head) -> float:
    """How sure it is that a file is of this format, from 0 to 1."""
    if not head.filled:
        return 0
    first = head.filled[0]
    names = _names(first)
    wanted = (TOKENS, TAGS, SENTENCES) if "\t" in first else (TOKENS, TAGS)
    if all(_column(names, known) is not None for known in wanted):
        return 0.96  # more than columns, which have no names
    return 0.25 * (len(names) > 1 and Path(plain_name(head.path)).suffix.lower() == ".csv")


def _names(line: str) -> list[str]:
    """The names of the columns, in lower case."""
    try:
        names = next(csv.reader([line], delimiter=_separator(line)), [])
    except csv.Error:
        return []
    return [name.strip().lower() for name in names]


def _separator(line: str) -> str:
    if "\t" in line:
        return "\t"
    return ";" if line.count(";") > line.count(",") else ","


def read(source: Source) -> Iterator[Sentence]:
    """The sentences of a file.

    Raises
    ------
    DataError
        A column is missing, a row has not as many columns as there are names, or a tag is none.
    """
    lines = source.lines()
    first = next(lines, "")
    names = _names(first)
    token, tag, sentence = (_column(names, known) for known in (TOKENS, TAGS, SENTENCES))
    if token is None or tag is None:
        what = f"no column has the name of tokens and one that of tags: {', '.join(names)}"
        raise source.error(1, what, f"expected such as {TOKENS[0]} and {TAGS[0]}; see `format`")
    for i, name in enumerate(names):
        if i not in (token, tag, sentence) and name:
            source.oddities.note(Rule.UNREAD_COLUMN, 1, detail=repr(name))
    below = _cells(lines, _separator(first), source)
    head = list(islice(below, HEAD))
    style = tag_style((row[tag].strip() for _, row in head if len(row) == len(names)), source)
    rows: list[words.Line] = []
    before = ""
    for line, cells in chain(head, below):
        key = cells[sentence].strip() if cells and sentence is not None else ""
        if rows and (not cells or (key and key != before)):
            yield words.sentence(style.opened(rows, source), source)
            rows = []
        before = key or before
        row = _row(cells, len(names), token, tag, style, line, source) if cells else None
        rows += [row] if row else []
    if rows:
        yield words.sentence(style.opened(rows, source), source)


def _cells(lines: Iterator[str], separator: str, source: Source) -> Iterator[tuple[int, list[str]]]:
    """The rows below the first, each with its line."""
    reader = csv.reader((line + "\n" for line in lines), delimiter=separator)
    try:
        for cells in reader:
            yield reader.line_num + 1, cells
    except csv.Error as error:
        raise source.error(reader.line_num + 1, f"is not CSV: {error}", "fix the line") from None


def _column(names: Sequence[str], known: Sequence[str]) -> int | None:
    """The index of the first of the known names; None if none is there."""
    return next((names.index(name) for name in known if name in names), None)


def _row(
    cells: list[str],
    width: int,
    token: int,
    tag: int,
    style: TagStyle,
    line: int,
    source: Source,
) -> words.Line | None:
    if len(cells) != width:
        source.fault(line, f"{len(cells)} columns where {width} are expected", "fix the line")
        return None
    if not cells[token]:
        source.fault(line, "the token is empty", "fix the line")
        return None
    if "\n" in cells[token]:
        what = f"the token {excerpt(cells[token])} has a line break"
        source.fault(line, what, 'write a quotation mark as """"')
        return None
    try:
        found = style.read(cells[tag].strip(), line, source)
    except TagError as error:
        source.fault(line, str(error), "fix the line")
        found = "O"
    return sys.intern(cells[token]), found, line
