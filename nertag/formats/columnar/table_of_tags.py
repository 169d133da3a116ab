"""Whether lines are surely a table of tokens and tags, and no text that looks like one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from nertag.formats.columnar.layout import begins_document, fields
from nertag.formats.columnar.tag_style import is_tag
from nertag.text import UNKNOWN_TAG

_LABEL = re.compile(r"[^\W\d_][\w.-]{2,}")
"""A label without a prefix that is no letter alone."""


def is_table_of_tags(lines: Sequence[str]) -> bool:
    """Whether filled lines are surely tokens and tags.

    Parameters
    ----------
    lines : sequence of str
        The lines, no comments among them.
    """
    rows = [line for line in lines if not begins_document(line)]
    tabs = sum("\t" in line for line in rows) > 0.95 * len(rows)
    cells = [fields(line, "\t" if tabs else " ") for line in rows]
    widths = Counter(map(len, cells))
    width, regular = widths.most_common(1)[0] if widths else (0, 0)
    if width < 2 or regular < (0.95 if tabs else 1) * len(rows):
        return False
    table = [row for row in cells if len(row) == width]
    columns = [[row[i].strip() for row in table] for i in range(width)]
    tokens, others = columns[0], columns[1:] if tabs else columns[-1:]
    return any(_are_tags(tags[_has_name(tags) :], tokens, tabs=tabs) for tags in others)


def _has_name(tags: Sequence[str]) -> bool:
    """Whether the first of the tags is none, but the name of the column."""
    return len(tags) > 2 and not is_tag(tags[0])


def _are_tags(tags: Sequence[str], tokens: Sequence[str], *, tabs: bool) -> bool:
    """Whether a column holds tags: O and B-LABEL, or letters of segmentation beside characters."""
    outside = tags.count("O") + tags.count(UNKNOWN_TAG)
    prefixed = sum("-" in tag and is_tag(tag) for tag in tags)
    if tabs and prefixed and outside + prefixed > 0.95 * len(tags):
        return True
    if outside and prefixed and outside + prefixed == len(tags):
        return True
    labels = [tag for tag in tags if tag != "O"]
    if tabs and outside >= max(2, 0.3 * len(tags)) and all(map(_LABEL.fullmatch, labels)):
        return True
    by_character = all(len(token) == 1 and not token.isascii() for token in tokens)
    return by_character and len(tags) > 1 and set(tags) <= set("BIMESO")
