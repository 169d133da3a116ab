"""Column files: a token and its tag on each line, an empty line after each sentence.

What is odd in real files is read by a rule, counted and reported. What no rule covers raises a
`DataError` with the line. Nothing is skipped in silence.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, islice

from nertag.formats.columnar import words
from nertag.formats.columnar.words import Line
from nertag.formats.head import Head
from nertag.formats.rules import Rule
from nertag.formats.source import Source
from nertag.formats.writing import Writing
from nertag.text import Sentence, TagError, split_tag

DOCSTART = "-DOCSTART-"


SHOWN = {"\t": "\u2409", "\n": "\u240a"}
"""What stands for a TAB or a line feed in a token, since they part the columns and lines."""
_SIGNS = str.maketrans(SHOWN)

TOKEN_NAMES = ("token", "tokens", "word", "words", "form", "text")
"""Names that a header gives the column of the tokens, in any case."""
OUTSIDES = ("0", "o", "_", "-", "OTHER", "Other", "other", "NONE", "None", "OUT")
"""Signs that some files have instead of O."""

HEAD = 20_000
"""The first lines, from which the layout of a file is read."""


@dataclass(frozen=True)
class Layout:
    """How the columns of a file are laid out.

    Parameters
    ----------
    separator : str
        TAB or blank.
    width : int
        Columns of each line.
    token, tag : int
        Their columns, from 0.
    position_digits : bool
        Whether a digit is stuck to every token, as in the Weibo corpus (``科0 技1``).
    middle : {"I", "M"}
        The letter for the middle of an entity.
    outside : str
        The tag of tokens that are in no entity.
    bare : bool
        Whether tags are labels without a prefix.
    header : int
        The line with the names of the columns; 0 if there is none.
    """

    separator: str
    width: int
    token: int
    tag: int
    position_digits: bool
    middle: str
    outside: str = "O"
    bare: bool = False
    header: int = 0


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
        yield from _Reader(source, layout).sentences(chain(head, lines))


def sniff(head: Head) -> float:
    """How sure it is that a file is of this format, from 0 to 1."""
    rows = replace(
        head, lines=[line for line in head.lines if not line.startswith("#")] or head.lines
    )
    if rows.share(_ends_in_tag) > 0.5:
        return 0.7
    return 0.2 * (rows.share(_has_columns) > 0.9)


def _ends_in_tag(line: str) -> bool:
    if not _has_columns(line):
        return False
    return _is_tag(re.split("[ \t]", line)[-1].strip())


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
    lengths = [len(row[layout.token]) for row in rows if len(row) == layout.width]
    return "char" if sum(length < 2 for length in lengths) > 0.9 * len(lengths) else "word"


def layout_of(head: Sequence[str], source: Source) -> Layout | None:
    """The layout; None if no line is filled."""
    reading = source.reading
    filled = [(number, line) for number, line in enumerate(head, 1) if line.strip(" \t")]
    tabs = 2 * sum("\t" in line for _, line in filled) > len(filled)
    separator = "\t" if tabs else " "
    rows = [(number, line, fields(line, separator)) for number, line in filled]
    rows = [row for row in rows if row[2][0] != DOCSTART]
    if not rows:
        return None
    rows = [row for row in rows if not row[1].startswith("#")] or rows
    width = len(rows[0][2])
    _check_columns(source, *rows[0][:2], width)
    token, tag = reading.token_column % width, reading.tag_column % width
    regular = [columns for _, _, columns in rows if len(columns) == width]
    digits = reading.tokens == "char" and _position_digits([c[token] for c in regular])
    tags = [columns[tag].strip() for columns in regular]
    middle = "M" if any(one[:1] == "M" for one in tags) else "I"
    header = rows[0][0] if _is_header(regular[0][token], tags) else 0
    outside, bare = _outside(tags[1:] if header else tags)
    return Layout(separator, width, token, tag, digits, middle, outside, bare, header)


def _is_header(token: str, tags: Sequence[str]) -> bool:
    """Whether the first row names the columns: it says so, or all tags but its own are tags."""
    if _is_tag(tags[0]):
        return False
    return token.lower() in TOKEN_NAMES or (len(tags) > 2 and all(map(_is_tag, set(tags[1:]))))


def _outside(tags: Sequence[str]) -> tuple[str, bool]:
    """What stands for O, and whether tags have no prefix."""
    counts = Counter(tag for tag in tags if tag)
    others = [sign for sign in OUTSIDES if sign in counts]
    outside = "O" if "O" in counts or len(others) != 1 else others[0]
    entities = counts.keys() - {outside}
    bare = outside in counts and bool(entities) and not any(map(_is_tag, entities))
    prefixed = bool(entities) and all(map(_is_tag, entities))
    return (outside if bare or prefixed else "O"), bare


def _is_tag(tag: str) -> bool:
    try:
        split_tag(tag or "O")
    except TagError:
        return False
    return True


def fields(line: str, separator: str) -> list[str]:
    """The columns of a line.

    Several blanks are one separator; at the ends they stand for an empty first or last column.
    """
    if separator == "\t":
        return line.split("\t")
    parts = [part for part in line.split(" ") if part]
    return [""] * line.startswith(" ") + parts + [""] * line.endswith(" ")


def _check_columns(source: Source, number: int, line: str, width: int) -> None:
    if width < 2:
        what = f"one column where a token and a tag are expected: {_shown(line)}"
        raise source.error(number, what, "columns are parted by a TAB or by blanks; see `format`")
    columns = source.reading.token_column, source.reading.tag_column
    for name, column in zip(("`token_column`", "`tag_column`"), columns):
        if not -width <= column < width:
            raise source.error(number, f"{name} is {column}, there are {width} columns")
    if columns[0] % width == columns[1] % width:
        what = f"`token_column` and `tag_column` are the same of {width} columns"
        raise source.error(number, what, "choose two")


def _shown(line: str) -> str:
    return repr(line if len(line) <= 60 else line[:60] + "…")


def _position_digits(tokens: Sequence[str]) -> bool:
    pairs = sum(len(token) == 2 for token in tokens)
    return pairs > 0.9 * len(tokens) and all(map(_has_digit, tokens))


def _has_digit(token: str) -> bool:
    return len(token) > 1 and token[-1] in "0123456789"


@dataclass
class _Reader:
    """Reads blocks of filled lines; those with nothing odd in them without looking at each line."""

    source: Source
    layout: Layout
    document: int = 0
    tokens: int = 0
    known: dict[str, str] = field(default_factory=lambda: {"O": "O"})

    def sentences(self, lines: Iterable[str]) -> Iterator[Sentence]:
        block: list[str] = []
        number = 0
        for number, line in enumerate(lines, 1):
            if line and (line[0] not in " \t" or line.strip(" \t")):
                block.append(line)
                continue
            if line:
                self.source.oddities.note(Rule.BLANK_LINE, number)
            if block:
                yield from self._block(block, number - len(block))
                block = []
        if block:
            yield from self._block(block, number + 1 - len(block))
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
        return line.startswith("# ") and not self.layout.bare and not _is_tag(tag)

    def _rows(self, lines: list[str], first: int) -> Iterator[Sentence]:
        plain = self._plain(lines, first)
        if plain is not None:
            yield plain
            return
        rows: list[Line] = []
        for number, line in enumerate(lines, first):
            columns = fields(line, self.layout.separator)
            if columns[0] != DOCSTART:
                row = self._row(columns, line, number)
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
        if self.source.reading.tokens == "char" and len(text) == len(tokens):
            self.tokens += len(text)
            places = range(len(text)), range(1, len(text) + 1)
            lines_of = range(first, first + len(text))
            return Sentence(text, *places, tuple(tags), first, self._document, (), lines_of)
        return self._sentence(list(zip(tokens, tags, range(first, first + len(lines)))))

    def _row(self, columns: list[str], line: str, number: int) -> Line | None:
        layout, oddities = self.layout, self.source.oddities
        if len(columns) != layout.width:
            what = f"{len(columns)} columns where {layout.width} are expected: {_shown(line)}"
            self.source.fault(number, what, "fix the line")
            return None
        token, tag = columns[layout.token], columns[layout.tag].strip()
        if not token:
            oddities.note(Rule.EMPTY_TOKEN, number)
            token = " "
        if not tag:
            oddities.note(Rule.EMPTY_TAG, number)
            tag = "O"
        if tag == layout.outside != "O":
            oddities.note(Rule.OUTSIDE_TAG, number, detail=repr(tag))
            tag = "O"
        if layout.bare and tag != "O":
            oddities.note(Rule.BARE_TAG, number)
            return token, tag, number
        try:
            split_tag(tag)
        except TagError as error:
            hint = "choose the column with `tag_column`" if layout.width > 2 else "fix the line"
            self.source.fault(number, str(error), hint)
            tag = "O"
        return token, self.known.setdefault(tag, tag), number

    def _sentence(self, rows: list[Line]) -> Sentence:
        if self.layout.position_digits:
            rows = [self._without_digit(row) for row in rows]
        self.tokens += len(rows)
        if self.layout.bare:
            rows = _prefixed(rows)
        return words.sentence(rows, self.source, middle=self.layout.middle, document=self._document)

    def _without_digit(self, row: Line) -> Line:
        token, tag, line = row
        if not _has_digit(token):
            self.source.oddities.note(Rule.NO_POSITION_DIGIT, line)
            return row
        self.source.oddities.note(Rule.POSITION_DIGIT)
        return token[:-1], tag, line

    @property
    def _document(self) -> str:
        return str(self.document) if self.document else ""


def _prefixed(rows: Sequence[Line]) -> list[Line]:
    """Rows with labels as tags, in BIO: equal labels in a row are one entity."""
    before, found = "O", []
    for token, label, line in rows:
        tag = label if label == "O" else f"{'I' if label == before else 'B'}-{label}"
        found.append((token, sys.intern(tag), line))
        before = label
    return found


def write(sentences: Iterable[Sentence], writing: Writing) -> Iterator[tuple[str, ...]]:
    """Tagged sentences as lines of token, TAB, tag, and an empty line behind each sentence."""
    oddities = writing.source.oddities
    document = ""
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
            document = sentence.document
            head = f"{DOCSTART}\tO\n\n"
        yield (f"{head}{lines}\n\n",)
