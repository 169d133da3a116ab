"""How the columns of a file are laid out, told by its first lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from nertag.formats.source import Source
from nertag.text import TagError, split_tag

DOCSTART = "-DOCSTART-"
"""The token that begins a document."""
TOKEN_NAMES = ("token", "tokens", "word", "words", "form", "text")
"""Names that a header gives the column of the tokens, in any case."""
OUTSIDES = ("0", "o", "_", "-", "OTHER", "Other", "other", "NONE", "None", "OUT")
"""Signs that some files have instead of O."""


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


def layout_of(head: Sequence[str], source: Source) -> Layout | None:
    """The layout of a file; None if no line is filled.

    Parameters
    ----------
    head : sequence of str
        The first lines of the file.
    source : Source
        How the file is read; makes the errors.

    Raises
    ------
    DataError
        There is one column only, or the columns asked for are not there or the same.
    """
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
    if is_tag(tags[0]):
        return False
    return token.lower() in TOKEN_NAMES or (len(tags) > 2 and all(map(is_tag, set(tags[1:]))))


def _outside(tags: Sequence[str]) -> tuple[str, bool]:
    """What stands for O, and whether tags have no prefix."""
    counts = Counter(tag for tag in tags if tag)
    others = [sign for sign in OUTSIDES if sign in counts]
    outside = "O" if "O" in counts or len(others) != 1 else others[0]
    entities = counts.keys() - {outside}
    bare = outside in counts and bool(entities) and not any(map(is_tag, entities))
    prefixed = bool(entities) and all(map(is_tag, entities))
    return (outside if bare or prefixed else "O"), bare


def is_tag(tag: str) -> bool:
    """Whether a tag is O or a prefix and a label."""
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
        what = f"one column where a token and a tag are expected: {shown(line)}"
        raise source.error(number, what, "columns are parted by a TAB or by blanks; see `format`")
    columns = source.reading.token_column, source.reading.tag_column
    for name, column in zip(("`token_column`", "`tag_column`"), columns):
        if not -width <= column < width:
            raise source.error(number, f"{name} is {column}, there are {width} columns")
    if columns[0] % width == columns[1] % width:
        what = f"`token_column` and `tag_column` are the same of {width} columns"
        raise source.error(number, what, "choose two")


def shown(line: str) -> str:
    """A line as a message shows it: quoted, not at any length."""
    return repr(line if len(line) <= 60 else line[:60] + "…")


def _position_digits(tokens: Sequence[str]) -> bool:
    pairs = sum(len(token) == 2 for token in tokens)
    return pairs > 0.9 * len(tokens) and all(map(has_digit, tokens))


def has_digit(token: str) -> bool:
    """Whether a digit is stuck to a token, as its place in a word."""
    return len(token) > 1 and token[-1] in "0123456789"
