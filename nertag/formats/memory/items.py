"""The items of data in memory, one by one, which can be gone through more than once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from nertag.errors import IN_MEMORY, DataError
from nertag.formats.memory.shapes import Item, items_of

Data: TypeAlias = str | Path | Iterable[Any]
"""A labelled file, or labelled data in memory."""
KEPT = 4096
"""Elements of an iterator that can be read again, as they are to tell what it holds."""


def name_of(data: Data) -> str:
    """What messages call some data: the path of a file, or that it is none."""
    return str(data) if isinstance(data, (str, Path)) else IN_MEMORY


def read_again(data: Data) -> Data:
    """The data; an iterator so that its beginning can be read again.

    Who reads data more than once calls this before.

    Parameters
    ----------
    data : path or iterable
        A labelled file, or labelled data in memory.
    """
    return _Again(data) if isinstance(data, Iterator) else data


@dataclass(frozen=True)
class Items(Iterable[Item]):
    """The items of data in memory, made as they are asked for.

    Parameters
    ----------
    data : iterable
        The data, see `items_of`.
    tokens : {"char", "word"}
        What tokens are.
    """

    data: Iterable[Any]
    tokens: str

    def __iter__(self) -> Iterator[Item]:
        return items_of(self.data, self.tokens)


class _Again(Iterable[Any]):
    def __init__(self, elements: Iterator[Any]) -> None:
        self._elements = elements
        self._kept: list[Any] = []
        self._lost = False

    def __iter__(self) -> Iterator[Any]:
        if self._lost:
            what = "are an iterator, which can be read only once"
            raise DataError(IN_MEMORY, 0, what, "give a list")
        yield from self._kept
        for element in self._elements:
            self._lost = len(self._kept) == KEPT
            if not self._lost:
                self._kept.append(element)
            yield element
