"""Texts of a stream, some at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

from nertag.text import Sentence

Text = TypeVar("Text", bound="str | Sentence")

CHUNK, CHUNK_CHARACTERS = 1024, 65_536
"""Texts that are tagged together, so that similar lengths share a batch, and all their length."""


def chunks(texts: Iterable[Text]) -> Iterator[list[Text]]:
    """Texts in order, in lists of at most `CHUNK`.

    Parameters
    ----------
    texts : iterable of str or Sentence
        The texts; may be endless.
    """
    chunk: list[Text] = []
    characters = 0
    for text in texts:
        chunk.append(text)
        characters += len(text if isinstance(text, str) else text.text)
        if len(chunk) == CHUNK or characters >= CHUNK_CHARACTERS:
            yield chunk
            chunk, characters = [], 0
    if chunk:
        yield chunk
