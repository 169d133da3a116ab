"""Column files: a token and its tag on each line, an empty line after each sentence.

What is odd in real files is read by a rule, counted and reported. What no rule covers raises a
`DataError` with the line. Nothing is skipped in silence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, islice

from nertag.formats.columnar import words
from nertag.formats.columnar.blocks import filled_blocks
from nertag.formats.columnar.layout import (
    DOCSTART,
    Layout,
    begins_document,
    described,
    fields,
    has_digit,
    layout_of,
    shown,
)
from nertag.formats.columnar.table_of_tags import is_table_of_tags
from nertag.formats.columnar.tag_style import is_tag
from nertag.formats.columnar.words import Line
from nertag.formats.head import Head
from nertag.formats.rules import Rule
from nertag.formats.source import Source
from nertag.formats.writing import Writing
from nertag.text import UNKNOWN_TAG, Sentence, TagError

SHOWN = {"\t": "\u2409", "\n": "\u240a"}
"""What stands for a TAB or a line feed in a token, since they part the columns and lines."""
_SIGNS = str.maketrans(SHOWN)

HEAD = 20_000
"""The first lines, from which the layout of a file is read."""


def read(source: Source) -> Iterator[Sentence]:
    """The sentences of a file of columns, parted by TABs or else by blanks.

    Raises
    ------
    DataError
        The file is not such a file; names the line.
    """
    lines = iter(source.lines())
    head = list(islice(lines, HEAD))
    layout = layout_of(head, source)
    if layout:
        yield from _Reader(source, layout, head).sentences(chain(head, lines))


def sniff(head: Head) -> float:
    """How sure it is that a file is of this format, from 0 to 1."""
    rows = replace(
        head, lines=[line for line in head.lines if not line.startswith("#")] or head.lines
    )
    if is_table_of_tags(rows.filled):
        return 0.95
    if rows.share(_ends_in_tag) > 0.5:
        return 0.7 if rows.share(_ends_in_prefixed_tag) else 0.65
    return 0.2 * (rows.share(_has_columns) > 0.9)


def _ends_in_tag(line: str) -> bool:
    if not _has_columns(line):
        return False
    return is_tag(re.split("[ \t]", line)[-1].strip())


def _ends_in_prefixed_tag(line: str) -> bool:
    last = re.split("[ \t]", line)[-1].strip()
    return "-" in last and is_tag(last)


def _has_columns(line: str) -> bool:
    return "\t" in line or len(line.split(" ")) in (2, 3, 4)


def tag_column(lines: Sequence[str], source: Source) -> tuple[str, int]:
    """What parts the columns of a file, as a pattern, and the column of the tag."""
    head = [line.removesuffix("\r") for line in lines[:HEAD]]
    layout = layout_of(head, source)
    if layout is None:
        return "(\t)", 0  # there is no line to fix
    return f"({layout.separator}+)" if layout.separator == " " else "(\t)", layout.tag


def token_kind(source: Source) -> str:
    """Whether the tokens of a file are characters or words: ``char`` or ``word``."""
    by_character = replace(source, reading=replace(source.reading, tokens="char"))
    head = source.head()[:1000]
    layout = layout_of(head, by_character)
    if layout is None or layout.position_digits:
        return "char"
    rows = [fields(line, layout.separator) for line in head if line.strip(" \t")]
    tokens = [row[layout.token] for row in rows if len(row) == layout.width]
    lengths = [len(token.removeprefix(layout.prefix)) for token in tokens]
    return "char" if sum(length < 2 for length in lengths) > 0.9 * len(lengths) else "word"


@dataclass
class _Reader:
    """Reads blocks of filled lines; those with nothing odd in them without looking at each line."""

    source: Source
    layout: Layout
    head: Sequence[str]
    document: int = 0
    tokens: int = 0
    known: dict[str, str] = field(default_factory=lambda: {"O": "O"})

    def sentences(self, lines: Iterable[str]) -> Iterator[Sentence]:
        if self.layout.tag != self.source.reading.tag_column % self.layout.width:
            self.source.oddities.note(Rule.EMPTY_COLUMN)
        for block, first in filled_blocks(lines, self.source):
            yield from self._block(block, first)
        if 0 < self.tokens == self.source.oddities.count(Rule.EMPTY_TAG):
            raise self.source.error(0, "every tag is empty", "choose the column with `tag_column`")

    def _block(self, lines: list[str], first: int) -> Iterator[Sentence]:
        start = self._before_rows(lines, first)
        comments = tuple(line[1:].strip(" \t") for line in lines[:start] if line[0] == "#")
        lines, first = lines[start:], first + start
        if comments and not lines:
            self.source.oddities.note(Rule.LONE_COMMENT, first - 1)
        for sentence in self._rows(lines, first) if lines else ():
            yield replace(sentence, comments=comments) if comments else sentence

    def _before_rows(self, lines: list[str], first: int) -> int:
        """How many lines of a block stand before its rows: comments, and the file's header."""
        for i, line in enumerate(lines):
            if first + i == self.layout.header:
                self.source.oddities.note(Rule.HEADER, first + i)
            elif self._is_comment(line):
                self.source.oddities.note(Rule.COMMENT, first + i)
            else:
                return i
        return len(lines)

    def _is_comment(self, line: str) -> bool:
        if not line.startswith("#"):
            return False
        columns = fields(line, self.layout.separator)
        if len(columns) != self.layout.width:
            return True
        tag = columns[self.layout.tag].strip()
        return line.startswith("# ") and not self.layout.style.bare and not is_tag(tag)

    def _rows(self, lines: list[str], first: int) -> Iterator[Sentence]:
        plain = self._plain(lines, first)
        if plain is not None:
            yield plain
            return
        rows: list[Line] = []
        for number, line in enumerate(lines, first):
            if not begins_document(line):
                row = self._row(fields(line, self.layout.separator), line, number)
                rows += [row] if row else []
                continue
            self.source.oddities.note(Rule.DOCUMENT, number)
            if rows:
                yield self._sentence(rows)
                rows = []
            self.document += 1
        if rows:
            yield self._sentence(rows)

    def _plain(self, lines: list[str], first: int) -> Sentence | None:
        """The sentence of lines that are as expected; None where one has to look at each."""
        layout, separator = self.layout, self.layout.separator
        if {line.count(separator) for line in lines} != {layout.width - 1}:
            return None
        columns = separator.join(lines).split(separator)
        tokens, tags = columns[layout.token :: layout.width], columns[layout.tag :: layout.width]
        if "" in tokens or DOCSTART in tokens or not self.known.keys() >= set(tags):
            return None
        tags = [self.known[tag] for tag in tags]
        text = "".join(tokens)
        plain = self.source.reading.tokens == "char" and not layout.indexed
        if plain and len(text) == len(tokens):
            self.tokens += len(text)
            places = range(len(text)), range(1, len(text) + 1)
            lines_of = range(first, first + len(text))
            return Sentence(text, *places, tuple(tags), first, self._document, (), lines_of)
        return self._sentence(list(zip(tokens, tags, range(first, first + len(lines)))))

    def _row(self, columns: list[str], line: str, number: int) -> Line | None:
        layout, oddities = self.layout, self.source.oddities
        if len(columns) != layout.width:
            what = f"{len(columns)} columns where {layout.width} are expected: {shown(line)}"
            self._fault(number, what)
            return None
        token, tag = columns[layout.token], columns[layout.tag].strip()
        if not token:
            oddities.note(Rule.EMPTY_TOKEN, number)
            token = " "
        try:
            read = layout.style.read(tag, number, self.source)
        except TagError as error:
            self._fault(number, str(error), "choose the column with `tag_column`")
            read = "O"
        if read == tag != UNKNOWN_TAG:
            self.known[tag] = read
        return token, read, number

    def _fault(self, number: int, what: str, hint: str = "") -> None:
        """An error of a row; that of the first says what the whole file looks like."""
        if number == self.layout.first:
            hint = described(self.head)
        elif not hint or self.layout.width < 3:
            hint = "fix the line"
        self.source.fault(number, what, hint)

    def _sentence(self, rows: Sequence[Line]) -> Sentence:
        if self.layout.position_digits:
            rows = [self._without_digit(row) for row in rows]
        if self.layout.prefix:
            rows = [self._without_prefix(row) for row in rows]
        if self.layout.indexed:
            self.source.oddities.note(Rule.INDEX_COLUMN, count=len(rows))
        self.tokens += len(rows)
        rows = self.layout.style.opened(rows, self.source)
        return words.sentence(rows, self.source, middle=self.layout.middle, document=self._document)

    def _without_digit(self, row: Line) -> Line:
        token, tag, line = row
        if not has_digit(token):
            self.source.oddities.note(Rule.NO_POSITION_DIGIT, line)
            return row
        self.source.oddities.note(Rule.POSITION_DIGIT)
        return token[:-1], tag, line

    def _without_prefix(self, row: Line) -> Line:
        (token, tag, line), prefix = row, self.layout.prefix
        starts = token.startswith(prefix) and token != prefix
        rule = Rule.TOKEN_PREFIX if starts else Rule.NO_TOKEN_PREFIX
        self.source.oddities.note(rule, 0 if starts else line, detail=repr(prefix))
        return (token[len(prefix) :] if starts else token), tag, line

    @property
    def _document(self) -> str:
        return str(self.document) if self.document else ""


def write(sentences: Iterable[Sentence], writing: Writing) -> Iterator[tuple[str, ...]]:
    """Tagged sentences as lines of token, TAB, tag, and an empty line after each sentence."""
    oddities = writing.source.oddities
    document, documents = "", 0
    for sentence in sentences:
        if not len(sentence):
            oddities.note(Rule.SENTENCE_NOT_KEPT, sentence.line)
            continue
        tokens = sentence.words
        if not sentence.text.isprintable():
            cleaned = [token.translate(_SIGNS) for token in tokens]
            changed = sum(map(str.__ne__, tokens, cleaned))
            if changed:
                oddities.note(Rule.SHOWN_AS_SIGN, sentence.line, changed)
            tokens = cleaned
        lines = "\n".join(map("\t".join, zip(tokens, sentence.tags)))
        head = ""
        if sentence.document != document:
            document, documents = sentence.document, documents + 1
            head = f"{DOCSTART}\tO\n\n"
        if sentence.record or document not in ("", str(documents)):
            oddities.note(Rule.NOT_HELD, sentence.line)
        comments = "".join(f"# {comment.translate(_SIGNS)}\n" for comment in sentence.comments)
        yield (f"{head}{comments}{lines}\n\n",)
