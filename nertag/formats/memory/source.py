"""Labelled data in memory as a reader sees it: a line of JSON for each item."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from nertag.formats.memory.shapes import Item
from nertag.formats.source import PARQUET_ROWS, Source
from nertag.text import UNKNOWN_TAG, Sentence, TagError, split_tag


@dataclass(frozen=True)
class MemorySource(Source):
    """Data that are read as a file of JSON lines is; a line is a sentence or a text.

    Parameters
    ----------
    items : iterable of Sentence, or of values of JSON
        The data, see `items_of`.
    """

    items: Iterable[Item] = ()

    @property
    def is_parquet(self) -> bool:
        """No: there is no file."""
        return False

    @property
    def has_sentences(self) -> bool:
        """Whether the items are sentences, not records; also if there is none."""
        return isinstance(next(iter(self.items), None), (Sentence, type(None)))

    def sentences(self) -> Iterator[Sentence]:
        """The items that are sentences, all with tags.

        Raises
        ------
        DataError
            A sentence has no tags, a tag is none, or its tokens are not those that are asked for.
        """
        for number, item in enumerate(self.items, 1):
            if isinstance(item, Sentence):
                self._check(number, item)
                yield item

    def _check(self, number: int, sentence: Sentence) -> None:
        if len(sentence) and not sentence.tags:
            raise self.error(number, "the sentence has no tags", "give a tag for each token")
        if self.reading.tokens == "char" and len(sentence) != len(sentence.text):
            what = "the tokens of the sentence are words, but `tokens` is char"
            raise self.error(number, what, "give `tokens=word`")
        for token, tag in enumerate(sentence.tags, 1):
            try:
                if tag != UNKNOWN_TAG:
                    split_tag(tag)
            except TagError as error:
                raise self.error(number, f"token {token:,}: {error}", "fix the tag") from None

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
        return list(islice(self.lines(), PARQUET_ROWS))

    def begin(self, *, waits: bool = True) -> bytes:
        """No bytes: there is no file."""
        return b""

    def line_ends(self) -> str:
        """Nothing is odd: there are no line ends."""
        return ""

    def dataset_info(self) -> Any:
        """Nothing: there is no file."""
        return {}


def _plain(value: Any) -> Any:
    """Numbers and lists of numpy, and the like, as Python's own."""
    if hasattr(value, "tolist"):
        return value.tolist()
    if isinstance(value, (set, frozenset, tuple)) or hasattr(value, "__iter__"):
        return list(value)
    raise TypeError(f"a {type(value).__name__} is no text, number or list")
