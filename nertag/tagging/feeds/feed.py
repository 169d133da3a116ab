"""What every kind of file to tag does: gives blocks of items, and writes what was found in them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar

from nertag.config import ReadingSettings
from nertag.formats import Oddities, Source
from nertag.tagging.tagger import Tagger

Item = TypeVar("Item")


class Result(NamedTuple):
    """What was found in some items.

    Parameters
    ----------
    content : iterable of str
        What is written, in pieces.
    characters : int
        Number of characters that were tagged.
    oddities : Oddities
        What was met in writing them.
    """

    content: Iterable[str]
    characters: int
    oddities: Oddities


class Feed(ABC, Generic[Item]):
    """Files of one kind.

    Parameters
    ----------
    reading : ReadingSettings
        How the files are read.

    Attributes
    ----------
    sources : list of Source
        The files that were read so far, with what was odd in them.
    before, between, after : str
        What is written before the first piece, between two, and after the last.
    """

    before = between = after = ""

    def __init__(self, reading: ReadingSettings) -> None:
        self.reading = reading
        self.sources: list[Source] = []

    def blocks(self, path: Path) -> Iterator[list[Item]]:
        """The items of a file, some at once.

        Parameters
        ----------
        path : path
            The file, or ``-`` for standard input.
        """
        source = Source(path, self.reading)
        self.sources.append(source)
        return self._blocks(source)

    @abstractmethod
    def _blocks(self, source: Source) -> Iterator[list[Item]]: ...

    @abstractmethod
    def key(self, item: Item) -> Iterable[bytes]:
        """The bytes, in pieces, by which an item is known again.

        Parameters
        ----------
        item : object
            The item.
        """

    @abstractmethod
    def tag(
        self, tagger: Tagger, items: Sequence[Item], file: str | None, asked: Mapping[str, Any]
    ) -> Result:
        """Tag some items.

        Parameters
        ----------
        tagger : Tagger
            The tagger.
        items : sequence of object
            The items.
        file : str, optional
            The name of their file, where there are several.
        asked : mapping
            Arguments of `Tagger.tag_texts`.
        """
