"""Column files: a token and its tag on each line, an empty line after each sentence.

What is odd in real files is read by a rule, counted and reported; the rules are the fields of
`Oddities`. What no rule covers raises a `DataError` with the line. Nothing is skipped in silence.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from nertag.errors import DataError
from nertag.schemes import TagError, join, split
from nertag.text import read_lines
from nertag.types import Sentence

DOCSTART = "-DOCSTART-"


@dataclass
class Oddity:
    """How often something odd was met, and the first lines it was met on."""

    rule: str
    count: int = 0
    lines: list[int] = field(default_factory=list)

    def note(self, line: int) -> None:
        """Count one more."""
        self.count += 1
        if len(self.lines) < 3:
            self.lines.append(line)


@dataclass
class Oddities:
    """What was odd in a file, and the rule it was read by."""

    empty_tags: Oddity = field(default_factory=lambda: Oddity("an empty tag is read as O"))
    empty_tokens: Oddity = field(
        default_factory=lambda: Oddity("an empty token is read as a blank")
    )
    blank_separators: Oddity = field(
        default_factory=lambda: Oddity("a line of blanks or TABs alone separates sentences")
    )
    documents: Oddity = field(default_factory=lambda: Oddity(f"{DOCSTART} is not a sentence"))
    position_digits: Oddity = field(
        default_factory=lambda: Oddity("the digit behind each character is its place in a word")
    )
    split_tokens: Oddity = field(
        default_factory=lambda: Oddity("a token of several characters is split into characters")
    )

    def __iter__(self) -> Iterator[Oddity]:
        """Those that were met."""
        return (oddity for oddity in vars(self).values() if oddity.count)


@dataclass(frozen=True)
class Labelled:
    """The content of a file of labelled text.

    Parameters
    ----------
    path : str
    sentences : list of Sentence
        Tags are as written in the file.
    oddities : Oddities
    """

    path: str
    sentences: list[Sentence]
    oddities: Oddities

    @property
    def token_count(self) -> int:
        """Tokens in all sentences."""
        return sum(map(len, self.sentences))


Line = tuple[str, str, int]
"""(token, tag, line number)"""


def read(
    path: str | Path, *, tokens: str = "char", token_column: int = 0, tag_column: int = -1
) -> Labelled:
    """Read a column file, columns parted by TABs or else by blanks.

    Parameters
    ----------
    path : path
        ``-`` is standard input.
    tokens : {"char", "word"}
        ``char`` splits a token of several characters and carries its tag on.

    Raises
    ------
    DataError
        The file is not such a file; names the line.
    """
    oddities = Oddities()
    rows = _sentence_rows(list(read_lines(path)), path, token_column, tag_column, oddities)
    if tokens == "char" and _has_position_digits(rows):
        oddities.position_digits.count = sum(map(len, rows))
        rows = [[(token[:-1], tag, line) for token, tag, line in row] for row in rows]
    if tokens == "char":
        middle = "M" if any(tag[0] == "M" for row in rows for _, tag, _ in row) else "I"
        sentences = [_characters(row, middle, oddities) for row in rows]
    else:
        sentences = [_words(row) for row in rows]
    if not sentences:
        raise DataError(path, 0, "holds no sentence", "expected a token and its tag on each line")
    return Labelled(str(path), sentences, oddities)


def _sentence_rows(
    lines: list[str], path: str | Path, token_column: int, tag_column: int, oddities: Oddities
) -> list[list[Line]]:
    filled = [line for line in lines if line.strip(" \t")]
    separator = "\t" if 2 * sum("\t" in line for line in filled) > len(filled) else " "
    width = 0
    rows: list[list[Line]] = [[]]
    for number, line in enumerate(lines, 1):
        if not line.strip(" \t"):
            if line:
                oddities.blank_separators.note(number)
            rows.append([])
            continue
        fields = _fields(line, separator)
        if fields[0] == DOCSTART:
            oddities.documents.note(number)
            rows.append([])
            continue
        if not width:
            width = len(fields)
            _check_columns(path, number, line, width, token_column, tag_column)
        if len(fields) != width:
            what = f"{len(fields)} columns where {width} are expected: {_shown(line)}"
            raise DataError(path, number, what, "mend the line")
        token, tag = fields[token_column], fields[tag_column].strip()
        if not token:
            oddities.empty_tokens.note(number)
            token = " "
        if not tag:
            oddities.empty_tags.note(number)
            tag = "O"
        try:
            split(tag)
        except TagError as error:
            hint = "choose the column with --tag-column" if width > 2 else "mend the line"
            raise DataError(path, number, str(error), hint) from None
        rows[-1].append((sys.intern(token), sys.intern(tag), number))
    if 0 < sum(map(len, rows)) == oddities.empty_tags.count:
        raise DataError(path, 0, "every tag is empty", "choose the column with --tag-column")
    return [row for row in rows if row]


def _fields(line: str, separator: str) -> list[str]:
    if separator == "\t":
        return line.split("\t")
    # Several blanks are one separator; at the ends they stand for an empty first or last column.
    fields = [part for part in line.split(" ") if part]
    return [""] * line.startswith(" ") + fields + [""] * line.endswith(" ")


def _check_columns(
    path: str | Path, number: int, line: str, width: int, token_column: int, tag_column: int
) -> None:
    if width < 2:
        what = f"one column where a token and a tag are expected: {_shown(line)}"
        raise DataError(path, number, what, "columns are parted by a TAB or by blanks")
    for name, column in (("--token-column", token_column), ("--tag-column", tag_column)):
        if not -width <= column < width:
            raise DataError(path, number, f"{name} is {column}, there are {width} columns", "")
    if token_column % width == tag_column % width:
        what = f"--token-column and --tag-column are the same of {width} columns"
        raise DataError(path, number, what, "choose two")


def _shown(line: str) -> str:
    return repr(line if len(line) <= 60 else line[:60] + "…")


def _has_position_digits(rows: Sequence[Sequence[Line]]) -> bool:
    """Whether a digit is stuck to every token, as in the Weibo corpus (``科0 技1``)."""
    tokens = [token for row in rows for token, _, _ in row]
    pairs = sum(len(token) == 2 for token in tokens)
    digits = all(len(token) > 1 and token[-1] in "0123456789" for token in tokens)
    return digits and pairs > 0.9 * len(tokens)


def _words(row: Sequence[Line]) -> Sentence:
    """A sentence whose tokens are the column's, joined by blanks."""
    starts, ends, place = [], [], 0
    for token, _, _ in row:
        starts.append(place)
        ends.append(place + len(token))
        place = ends[-1] + 1
    text = " ".join(token for token, _, _ in row)
    return Sentence(text, tuple(starts), tuple(ends), tuple(tag for _, tag, _ in row), row[0][2])


def _characters(row: Sequence[Line], middle: str, oddities: Oddities) -> Sentence:
    """A sentence whose tokens are characters.

    Two words of letters that follow each other get a blank between them, as they had in the text.
    """
    text: list[str] = []
    tags: list[str] = []
    before = ""
    for token, tag, line in row:
        if len(token) > 1:
            oddities.split_tokens.note(line)
        if _needs_blank(before, token):
            text.append(" ")
            tags.append(_blank_tag(tags[-1], tag, middle))
        text.append(token)
        tags += spread(tag, len(token), middle)
        before = token
    joined = "".join(text)
    places = range(len(joined))
    return Sentence(joined, places, range(1, len(joined) + 1), tuple(tags), row[0][2])


def _needs_blank(before: str, token: str) -> bool:
    if len(before) < 2 and len(token) < 2:
        return False
    joint = before[-1:] + token[:1]
    return len(joint) == 2 and joint.isalnum() and max(joint) < "\u2e80"


def _blank_tag(before: str, after: str, middle: str) -> str:
    """The tag of a blank between two tokens: it is inside if an entity goes on over it."""
    (closing, label), (opening, next_label) = split(before), split(after)
    goes_on = closing in "BIM" and opening in "IMEL" and label == next_label
    return join(middle, label) if goes_on else "O"


def spread(tag: str, length: int, middle: str) -> list[str]:
    """The tags of a token's characters: its own, carried on over its length.

    Parameters
    ----------
    middle : {"I", "M"}
        The letter for the middle of an entity in the file's scheme.
    """
    letter, label = split(tag)
    if length == 1 or letter == "O":
        return [tag] * length
    tags = [join(middle, label)] * length
    if letter in "BSU":
        tags[0] = join("B", label)
    if letter in "ELSU":
        tags[-1] = join("E" if letter in "ES" else "L", label)
    return tags
