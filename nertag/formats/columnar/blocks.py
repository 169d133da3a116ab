"""Files with a table for each sentence: rows of TAB-parted columns, comments, an empty line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from nertag.formats.rules import Rule
from nertag.formats.source import Source


def filled_blocks(lines: Iterable[str], source: Source) -> Iterator[tuple[list[str], int]]:
    """The lines between empty ones, and the number of the first of them."""
    block: list[str] = []
    number = 0
    for number, line in enumerate(lines, 1):
        if line and (line[0] not in " \t" or line.strip(" \t")):
            block.append(line)
            continue
        if line:
            source.oddities.note(Rule.BLANK_LINE, number)
        if block:
            yield block, number - len(block)
            block = []
    if block:
        yield block, number + 1 - len(block)


@dataclass
class Table:
    """The lines of one sentence.

    Parameters
    ----------
    comments : list of str
        Without their sign.
    rows : list of (int, list of str)
        The number of each line and its columns.
    """

    comments: list[str] = field(default_factory=list)
    rows: list[tuple[int, list[str]]] = field(default_factory=list)


def tables(source: Source, width: int) -> Iterator[Table]:
    """The tables of a file; each has a row at least.

    Raises
    ------
    DataError
        A row has not `width` columns.
    """
    table = Table()
    first_comment = 0
    for number, line in enumerate(source.lines(), 1):
        if line.startswith("#"):
            first_comment = first_comment if table.comments else number
            table.comments.append(line[1:].strip(" \t"))
        elif line.strip(" \t"):
            columns = line.split("\t")
            if len(columns) != width:
                what = f"{len(columns)} columns where {width} are expected, parted by TABs"
                raise source.error(number, what, "fix the line")
            table.rows.append((number, columns))
        else:
            if line:
                source.oddities.note(Rule.BLANK_LINE, number)
            if table.rows:
                yield table
                table = Table()
    if table.rows:
        yield table
    elif table.comments:
        source.oddities.note(Rule.LONE_COMMENT, first_comment, len(table.comments))
