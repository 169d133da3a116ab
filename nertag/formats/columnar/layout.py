"""How the columns of a file are laid out, told by its first lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from nertag.formats.columnar.tag_style import TagStyle, is_tag, tag_style
from nertag.formats.source import Source

DOCSTART = "-DOCSTART-"
"""The token that begins a document."""
TOKEN_NAMES = ("token", "tokens", "word", "words", "form", "text")
"""Names that a header gives the column of the tokens, in any case."""
_INDEX = re.compile("([0-9]{1,9}-)?[0-9]{1,9}")
MANY = 10
"""Different tokens from which on it is no chance that all begin alike."""

Row = tuple[int, list[str]]
"""(line number, columns)"""


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
    style : TagStyle
        How tags are written.
    header : int
        The line with the names of the columns; 0 if there is none.
    first : int
        The first line with a token.
    indexed : bool
        Whether the first column counts the tokens of each sentence.
    prefix : str
        What all tokens begin with that is no part of them, such as ``word=``.
    """

    separator: str
    width: int
    token: int
    tag: int
    position_digits: bool
    middle: str
    style: TagStyle = field(default_factory=TagStyle)
    header: int = 0
    first: int = 0
    indexed: bool = False
    prefix: str = ""


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
    separator, rows = rows_of(head)
    if not rows:
        return None
    width = _usual_width(rows)
    _check_columns(source, head, rows[0][0], width)
    token, tag = reading.token_column % width, reading.tag_column % width
    regular = [(number, columns) for number, columns in rows if len(columns) == width]
    if tag == width - 1 > token + 1 and _ends_in_nothing(columns for _, columns in regular):
        tag -= 1
    tags = [columns[tag].strip() for _, columns in regular]
    known = [one for one in tags if one != reading.unknown_tag]
    header = regular[0][0] if known and _is_header(regular[0][1][token], known) else 0
    if header:
        regular, tags = regular[1:], tags[1:]
    indexed = token == 0 and width > 2 and _counts(regular)
    if indexed:
        token = 1 if tag != 1 else 2
    tokens = [columns[token] for _, columns in regular]
    if token == 0 and width > 2 and len(tokens) >= MANY and all(map(str.isdecimal, tokens)):
        what = "the first column holds numbers alone, which do not count the tokens of a sentence"
        raise source.error(regular[0][0], what, "choose the column of tokens with `token_column`")
    style = tag_style(tags, source)
    if style.bare and reading.scheme != "IO":
        _check_others(source, head, tag, regular)
    return Layout(
        separator,
        width,
        token,
        tag,
        position_digits=reading.tokens == "char" and _position_digits(tokens),
        middle="M" if any(one[:1] == "M" for one in tags) else "I",
        style=style,
        header=header,
        first=rows[1][0] if header == rows[0][0] and len(rows) > 1 else rows[0][0],
        indexed=indexed,
        prefix=_prefix(tokens),
    )


def rows_of(head: Sequence[str]) -> tuple[str, list[Row]]:
    """What parts the columns of a file, and its first rows: no comments, no ``-DOCSTART-``."""
    filled = [(number, line) for number, line in enumerate(head, 1) if line.strip(" \t")]
    filled = [pair for pair in filled if not begins_document(pair[1])]
    filled = [pair for pair in filled if not pair[1].startswith("#")] or filled
    tabs = 2 * sum("\t" in line for _, line in filled) > len(filled)
    separator = "\t" if tabs else " "
    return separator, [(number, fields(line, separator)) for number, line in filled]


def _usual_width(rows: Sequence[Row]) -> int:
    return Counter(len(columns) for _, columns in rows).most_common(1)[0][0]


def begins_document(line: str) -> bool:
    """Whether a line says that a document begins, whatever parts its columns."""
    return line.startswith(DOCSTART) and line[len(DOCSTART) :][:1].strip(" \t") == ""


def _is_header(token: str, tags: Sequence[str]) -> bool:
    """Whether the first row names the columns: it says so, or all tags but its own are tags."""
    if is_tag(tags[0]):
        return False
    return token.lower() in TOKEN_NAMES or (len(tags) > 2 and all(map(is_tag, set(tags[1:]))))


def _counts(rows: Sequence[Row]) -> bool:
    """Whether the first column counts on from one row to the next, or begins anew after a gap.

    The number of the sentence may stand before the index, as in ``2-1`` of WebAnno.
    """
    if not all(_INDEX.fullmatch(columns[0]) for _, columns in rows):
        return False
    indices = [(number, int(columns[0].rpartition("-")[2])) for number, columns in rows]
    steps = [(a, b, later - line) for (line, a), (later, b) in pairwise(indices)]
    on = any(b == a + 1 for a, b, _ in steps)
    return on and all(b == a + 1 or (b in (0, 1) and gap > 1) for a, b, gap in steps)


def _ends_in_nothing(rows: Iterable[Sequence[str]]) -> bool:
    """Whether the last column is empty in all rows, and the one before it holds tags."""
    ends = {(columns[-2].strip(), columns[-1]) for columns in rows}
    tags = {tag for tag, _ in ends} - {""}
    return {last for _, last in ends} == {""} and bool(tags) and all(map(is_tag, tags))


def _prefix(tokens: Sequence[str]) -> str:
    """What all tokens begin with, up to a sign after letters; empty if some are nothing more."""
    if len(set(tokens)) < MANY:
        return ""
    first, last = min(tokens), max(tokens)  # what these share, all share
    length = next((i for i, (a, b) in enumerate(zip(first, last)) if a != b), 0)
    end = max(first.rfind(sign, 0, length) for sign in "=:|/_") + 1
    is_name = first[:1].isalpha()
    return first[:end] if is_name and all(len(token) > end for token in tokens) else ""


def fields(line: str, separator: str) -> list[str]:
    """The columns of a line.

    Several blanks are one separator; at the ends they stand for an empty first or last column.
    """
    if separator == "\t":
        return line.split("\t")
    parts = [part for part in line.split(" ") if part]
    return [""] * line.startswith(" ") + parts + [""] * line.endswith(" ")


def _check_columns(source: Source, head: Sequence[str], number: int, width: int) -> None:
    if width < 2:
        what = f"one column where a token and a tag are expected: {shown(head[number - 1])}"
        raise source.error(number, what, described(head))
    columns = source.reading.token_column, source.reading.tag_column
    for name, column in zip(("`token_column`", "`tag_column`"), columns):
        if not -width <= column < width:
            what = f"{name} is {column}, there are {width} columns"
            raise source.error(number, what, described(head))
    if columns[0] % width == columns[1] % width:
        what = f"`token_column` and `tag_column` are the same of {width} columns"
        raise source.error(number, what, "choose two")


def _check_others(source: Source, head: Sequence[str], tag: int, rows: Sequence[Row]) -> None:
    """Refuse labels without a prefix where another column has tags with one."""
    for i in range(len(rows[0][1])):
        tags = {columns[i].strip() for _, columns in rows} - {"", "O", "_", "-"}
        if i != tag and tags and all(map(is_tag, tags)) and len(rows) > len(tags):
            what = f"the tags of column {tag} have no prefix, those of column {i} have one"
            hint = f"{described(head)}; `scheme=IO` reads labels without a prefix"
            raise source.error(rows[0][0], what, hint)


def described(head: Sequence[str]) -> str:
    """What a file looks like as one of columns: what to know where its first line is wrong.

    Parameters
    ----------
    head : sequence of str
        The first lines of the file; one is filled.
    """
    separator, rows = rows_of(head)
    width = _usual_width(rows)
    regular = [columns for _, columns in rows if len(columns) == width]
    parted = f" parted by {'TABs' if separator != ' ' else 'blanks'}" if width > 1 else ""
    columns = f"{width} columns{parted}" if width > 1 else "one column"
    found = f"{len(regular) / len(rows):.0%} of the lines have {columns}"
    tags = [Counter(filter(None, (row[i].strip() for row in regular))) for i in range(width)]
    shares = [sum(c for tag, c in one.items() if is_tag(tag)) / len(regular) for one in tags]
    likely = [i for i, share in enumerate(shares) if share > 0.5 and tags[i].keys() != {"O"}]
    if not likely or width < 2:
        return f"{found}, no column holds tags such as O and B-LABEL; see `tag_column`, `format`"
    best = max(likely, key=lambda i: (shares[i], -i))
    common = [tag for tag, _ in tags[best].most_common() if is_tag(tag)][:2]
    return (
        f"{found}, column {best} holds tags in {shares[best]:.0%} of these, such as "
        f"{' and '.join(common)}; see `tag_column`"
    )


def shown(line: str) -> str:
    """A line as a message shows it: quoted, not at any length."""
    return repr(line if len(line) <= 60 else line[:60] + "…")


def _position_digits(tokens: Sequence[str]) -> bool:
    pairs = sum(len(token) == 2 for token in tokens)
    return pairs > 0.9 * len(tokens) and all(map(has_digit, tokens))


def has_digit(token: str) -> bool:
    """Whether a digit is stuck to a token, as its index in the word."""
    return len(token) > 1 and token[-1] in "0123456789"
