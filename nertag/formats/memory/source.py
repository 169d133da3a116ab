"""Labelled data in memory as a reader sees it: a line of JSON for each item."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from nertag.errors import DataError
from nertag.formats.memory.shapes import Item
from nertag.formats.source import PARQUET_ROWS, Source
from nertag.text import Sentence, TagError, split_tag

Data: TypeAlias = str | Path | Iterable[Any]
"""A labelled file, or labelled data in memory."""
IN_MEMORY = "data in memory"


def name_of(data: Data) -> str:
    """What messages call some data: the path of a file, or that it is none."""
    return str(data) if isinstance(data, (str, Path)) else IN_MEMORY


@dataclass(frozen=True)
class MemorySource(Source):
    """Data that are read as a file of JSON lines is; errors name the item instead of the line.

    Parameters
    ----------
    items : list of Sentence, or of values of JSON
        The data, see `items_of`.
    """

    items: tuple[Item, ...] = ()

    @property
    def is_parquet(self) -> bool:
        """No: there is no file."""
        return False

    def sentences(self) -> list[Sentence] | None:
        """The sentences, if the items are sentences with tags; None if they are records.

        Raises
        ------
        DataError
            A sentence has no tags, a tag is none, or its tokens are not those that are asked for.
        """
        found = [item for item in self.items if isinstance(item, Sentence)]
        if len(found) < len(self.items):
            return None
        for number, sentence in enumerate(found, 1):
            self._check(number, sentence)
        return found

    def _check(self, number: int, sentence: Sentence) -> None:
        if len(sentence) and not sentence.tags:
            raise self.error(number, "the sentence has no tags", "give a tag for each token")
        if self.reading.tokens == "char" and len(sentence) != len(sentence.text):
            what = "the tokens of the sentence are words, but `tokens` is char"
            raise self.error(number, what, "give `tokens=word`")
        for token, tag in enumerate(sentence.tags, 1):
            try:
                split_tag(tag)
            except TagError as error:
                raise self.error(number, f"token {token}: {error}", "fix the tag") from None

    def lines(self) -> Iterator[str]:
        """A line of JSON for each item."""
        for number, item in enumerate(self.items, 1):
            try:
                yield json.dumps(item, ensure_ascii=False, default=_plain)
            except (TypeError, ValueError) as error:
                raise self.error(number, f"cannot be read: {error}", "fix the item") from None

    def pieces(self) -> Iterator[str]:
        """The lines with their ends."""
        return (line + "\n" for line in self.lines())

    def head(self, *, waits: bool = True) -> list[str]:
        """The first lines."""
        return [line for line, _ in zip(self.lines(), range(PARQUET_ROWS))]

    def begin(self, *, waits: bool = True) -> bytes:
        """No bytes: there is no file."""
        return b""

    def line_ends(self) -> str:
        """Nothing is odd: there are no line ends."""
        return ""

    def dataset_info(self) -> Any:
        """Nothing: there is no file."""
        return {}

    def error(
        self, line: int, what: str, hint: str = "", kind: type[DataError] = DataError
    ) -> DataError:
        """The error to raise for an item, counted from 1; 0 is all data."""
        return kind(f"item {line}" if line else IN_MEMORY, 0, what, hint)


def _plain(value: Any) -> Any:
    """Numbers and lists of numpy, and the like, as Python's own."""
    if hasattr(value, "tolist"):
        return value.tolist()
    if isinstance(value, (set, frozenset, tuple)) or hasattr(value, "__iter__"):
        return list(value)
    raise TypeError(f"a {type(value).__name__} is no text, number or list")
