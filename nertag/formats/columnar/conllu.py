"""CoNLL-U, the ten columns of Universal Dependencies; each word is an entity, or has a tag.

`layer` chooses what the label is: ``upos`` if nothing else is said, ``xpos``, the name of a feature
of FEATS such as ``Case``, or ``words``: the words as they are parted, without a label. A word
without a value has the tag O. ``misc:name`` takes tags such as ``name=B-PER`` from the last column,
as NorNE and DaNE have them. See https://universaldependencies.org/format.html.

``# text =`` is the text where the words spell it. Otherwise SpaceAfter=No says where no blank
stands, and where the sentence has neither, blanks stand as in files of columns.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence

from nertag.formats.columnar import words
from nertag.formats.columnar.blocks import Table, tables
from nertag.formats.head import Head
from nertag.formats.rules import Rule
from nertag.formats.source import Source
from nertag.text import Sentence, TagError, split_tag

ID, FORM, FEATS, MISC = 0, 1, 5, 9
COLUMNS = {"": 3, "upos": 3, "xpos": 4}
OF_MISC = "misc:"
"""What a layer begins with whose tags stand in the last column."""
_RANGE = re.compile(r"([1-9][0-9]{0,8})-([1-9][0-9]{0,8})")
_ID = re.compile(r"\d+([-.]\d+)?")
_EMPTY_NODE = re.compile(r"[0-9]{1,9}\.[0-9]{1,9}")


def sniff(head: Head) -> float:
    """How sure it is that a file is of this format, from 0 to 1."""
    rows = [line.split("\t") for line in head.filled if not line.startswith("#")]
    fits = all(len(row) == 10 and _ID.fullmatch(row[0]) for row in rows)
    return 1.0 * bool(rows and fits)


Row = tuple[int, list[str]]
"""A line's number and its columns."""


def read(source: Source) -> Iterator[Sentence]:
    """The sentences of a file.

    Raises
    ------
    DataError
        A line is not such a row, or no word has the feature that `layer` names.
    """
    labels = _Labels(source)
    document = ""
    for table in tables(source, width=10):
        text = None
        for comment in table.comments:
            key, _, value = (part.strip(" ") for part in comment.partition("="))
            if key == "text":
                text = value
            elif key in ("newdoc", "newdoc id"):
                document = value or f"line {table.rows[0][0]}"
        rows, stuck = _rows(table, labels, source)
        if not rows:
            raise source.error(table.rows[0][0], "a sentence without a word", "fix the sentence")
        yield words.sentence(
            rows,
            source,
            blanks=_blanks(rows, stuck, text, source),
            document=document,
            comments=tuple(table.comments),
        )
    labels.check()


class _Labels:
    """Takes the labels of words from the layer that was chosen."""

    def __init__(self, source: Source) -> None:
        self._source = source
        layer = source.reading.layer
        self._bare = layer.lower() == "words"
        self._column = COLUMNS.get(layer.lower())
        self._key = layer.removeprefix(OF_MISC) if layer.startswith(OF_MISC) else ""
        self._feature = "" if self._bare or self._column else layer
        self._features: set[str] = set()

    def tag(self, group: Sequence[Row]) -> str:
        """The tag of a token that stands for these words."""
        if self._bare:
            return "B"
        if self._key:
            return next((tag for row in group if (tag := self._of_misc(*row)) != "O"), "O")
        labels = [label for row in group if (label := self._label(*row)) != "_"]
        return sys.intern("B-" + "+".join(labels)) if labels else "O"

    def _label(self, line: int, columns: list[str]) -> str:
        if self._column:
            if not self._source.reading.layer and "=B-" in columns[MISC]:
                key = columns[MISC].partition("=B-")[0].rpartition("|")[2]
                self._source.oddities.note(Rule.UNREAD_LAYER, line, detail=OF_MISC + key)
            label = columns[self._column]
            if not label:
                self._source.oddities.note(Rule.EMPTY_TAG, line)
            return label or "_"
        if columns[FEATS] == "_":
            return "_"
        found = "_"
        for feature in columns[FEATS].split("|"):
            name, _, value = feature.partition("=")
            if not name or not value:
                what = f"the feature {feature!r} in column 6 is not like Case=Gen"
                raise self._source.error(line, what, "fix the line")
            self._features.add(name)
            if name == self._feature:
                found = value
        return found

    def _of_misc(self, line: int, columns: list[str]) -> str:
        """The tag that stands under the key in the last column; O if there is none."""
        found = "O"
        for pair in columns[MISC].split("|"):
            name, is_pair, value = pair.partition("=")
            if is_pair:
                self._features.add(OF_MISC + name)
            if name == self._key and value not in ("", "_"):
                found = value
        try:
            split_tag(found)
        except TagError as error:
            raise self._source.error(line, f"{error}, in column 10", "see `layer`") from None
        return sys.intern(found)

    def check(self) -> None:
        """Raise a DataError if the feature was in no word of the file."""
        if self._feature and self._feature not in self._features:
            known = ", ".join(["upos", "xpos", "words", *sorted(self._features)])
            what = f"no word has the layer {self._feature!r}"
            raise self._source.error(0, what, f"the layers of this file are: {known}")


def _rows(table: Table, labels: _Labels, source: Source) -> tuple[list[words.Line], list[bool]]:
    """The tokens of a sentence, and whether each is stuck to the one after it."""
    rows: list[words.Line] = []
    stuck: list[bool] = []
    for (line, columns), group in _groups(table, source):
        if len(group) > 1 and columns[FORM] == "".join(word[FORM] for _, word in group):
            source.oddities.note(Rule.MULTIWORD_SPELT, line)
            tokens = [(row, [row]) for row in group]
        else:
            if len(group) > 1:
                source.oddities.note(Rule.MULTIWORD_JOINED, line)
            tokens = [((line, columns), group)]
        for (at, token), meant in tokens:
            if not token[FORM]:
                raise source.error(at, "the form (column 2) is empty", "fix the line")
            rows.append((sys.intern(token[FORM]), labels.tag(meant), at))
        stuck += [True] * (len(tokens) - 1) + ["SpaceAfter=No" in columns[MISC].split("|")]
    return rows, stuck


def _groups(table: Table, source: Source) -> Iterator[tuple[Row, list[Row]]]:
    """Each token as the text has it, and the words it stands for: itself, or those of its range."""
    count, last = 0, 0  # words so far, and the last one of the range that is open
    head: Row = (0, [])
    group: list[Row] = []
    for row in table.rows:
        line, columns = row
        if columns[ID] == str(count + 1):
            count += 1
            group.append(row)
            if count > last:
                head = row
            if count >= last:
                yield head, group
                group = []
        elif _EMPTY_NODE.fullmatch(columns[ID]):
            source.oddities.note(Rule.EMPTY_NODE, line)
        else:
            bounds = _RANGE.fullmatch(columns[ID])
            inside = count < last
            if inside or not bounds or not count + 1 == int(bounds[1]) < int(bounds[2]):
                what = f"the ID {columns[ID]!r} where the word {count + 1} is expected"
                raise source.error(line, what, "words count from 1; fix the line")
            last, head = int(bounds[2]), row
    if count < last:
        what = f"the multiword token ends with word {last}, the sentence with word {count}"
        raise source.error(head[0], what, "fix the sentence")


def _blanks(
    rows: Sequence[words.Line], stuck: Sequence[bool], text: str | None, source: Source
) -> list[str] | None:
    """What stands before each token; None where the file does not say."""
    if text is not None:
        blanks = words.blanks_in(text, [form for form, _, _ in rows])
        if blanks is not None:
            return blanks
        source.oddities.note(Rule.UNSPELT_COMMENT, rows[0][2])
    elif not any(stuck):
        return None
    return [""] + ["" if is_stuck else " " for is_stuck in stuck[:-1]]
