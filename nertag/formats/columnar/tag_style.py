"""How a file writes tags: with a prefix or without, and what stands for O."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nertag.formats.columnar.words import Line
from nertag.formats.rules import Rule
from nertag.formats.source import Source
from nertag.text import UNKNOWN_TAG, TagError, join_tag, split_tag

OUTSIDES = ("0", "_", "-", "*", "NA", "N/A")
OUTSIDE_WORDS = ("o", "other", "none", "out", "outside", "null")
"""Signs and words, in any case, that some files have instead of O."""

MANY = 10
"""Tokens from which on a sign that is not known may stand for O."""
MANY_LABELS = 20
"""Labels from which on each must stand at four tokens, on average."""


@dataclass(frozen=True)
class TagStyle:
    """How a file writes tags.

    Parameters
    ----------
    outside : str
        The tag of tokens that are in no entity.
    bare : bool
        Whether tags are labels without a prefix.
    """

    outside: str = "O"
    bare: bool = False

    def read(self, tag: str, line: int, source: Source) -> str:
        """A tag as O, as unknown, or a prefix and a label; of a bare one the prefix is I.

        Parameters
        ----------
        tag : str
            The tag as written; empty stands for O.
        line : int
            The line of the tag, counted from 1.
        source : Source
            The file; takes the notes.

        Raises
        ------
        TagError
            The tag is neither O nor unknown nor a prefix and a label.
        """
        if not tag:
            source.oddities.note(Rule.EMPTY_TAG, line)
            return "O"
        if tag == source.reading.unknown_tag:
            source.oddities.note(Rule.UNKNOWN_TAG, line, detail=repr(tag))
            return UNKNOWN_TAG
        if tag == self.outside != "O":
            source.oddities.note(Rule.OUTSIDE_TAG, line, detail=repr(tag))
            return "O"
        if self.bare and tag != "O":
            source.oddities.note(Rule.BARE_TAG, line)
            return sys.intern(join_tag("I", tag))
        split_tag(tag)
        return sys.intern(tag)

    def opened(self, rows: Sequence[Line], source: Source) -> Sequence[Line]:
        """The rows of a sentence; of bare tags, those that open an entity get a B.

        Parameters
        ----------
        rows : sequence of (token, tag, line)
            The rows, with tags as `read` gives them.
        source : Source
            The file; where it is read in the scheme IO, all tags keep their I.
        """
        if not self.bare or source.reading.scheme == "IO":
            return rows
        before, found = "O", []
        for token, tag, line in rows:
            if tag == UNKNOWN_TAG:
                found.append((token, tag, line))
                before = tag
                continue
            letter, label = split_tag(tag)
            opens = letter == "I" and tag != before
            found.append((token, sys.intern(join_tag("B", label)) if opens else tag, line))
            before = tag
        return found


def tag_style(tags: Iterable[str], source: Source) -> TagStyle:
    """How a file writes tags, as far as its first ones say.

    Tags have no prefix where none has one and a sign for outside is there too. Another sign than O
    stands for outside where it is the only one of those known or, beside tags with a prefix, where
    all the tags without one are this sign: half of all, and `MANY` at least.

    Parameters
    ----------
    tags : iterable of str
        The first tags of the file.
    source : Source
        How the file is read: in the scheme IO, tags may be bare without a sign for outside.
    """
    unknown = source.reading.unknown_tag
    counts = Counter("O" if tag == unknown else tag for tag in tags if tag)
    signs = [tag for tag in counts if tag in OUTSIDES or tag.lower() in OUTSIDE_WORDS]
    strange = [tag for tag in counts if not is_tag(tag) and tag[1:2] not in ("-", "_")]
    outside = "O"
    if "O" not in counts and len(signs) == 1:
        outside = signs[0]
    elif "O" not in counts and len(strange) == 1 and _is_usual(counts[strange[0]], counts.total()):
        outside = strange[0]
    entities = counts.keys() - {outside}
    if entities and all(map(is_tag, entities)):
        return TagStyle(outside)
    known = outside in counts or source.reading.scheme == "IO"
    tagged = sum(counts[tag] for tag in entities)
    many = len(entities) > MANY_LABELS and 4 * len(entities) > tagged  # words, not labels
    bare = known and bool(entities) and not many and not any(map(is_tag, entities))
    return TagStyle(outside if bare else "O", bare)


def _is_usual(count: int, total: int) -> bool:
    return count >= MANY and 2 * count >= total


def is_tag(tag: str) -> bool:
    """Whether a tag is O or a prefix and a label."""
    try:
        split_tag(tag or "O")
    except TagError:
        return False
    return True
