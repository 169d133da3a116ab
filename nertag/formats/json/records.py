"""What records of JSON say of a text besides its spans."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nertag.formats.source import Source
from nertag.text import MarkedText


def about(record: Mapping[str, Any]) -> dict[str, Any]:
    """The document and the comments of a sentence, from ``id`` and ``comments``."""
    name, comments = record.get("id"), record.get("comments") or []
    return {
        "document": "" if name is None else str(name),
        "comments": tuple(map(str, comments if isinstance(comments, list) else [comments])),
    }


def told(sentence: MarkedText) -> dict[str, Any]:
    """What `about` reads, without what is empty."""
    found = {"id": sentence.document, "comments": list(sentence.comments)}
    return {key: value for key, value in found.items() if value}


def elements(source: Source, line: int, record: Mapping[str, Any], key: str) -> list[Any]:
    """The elements of the list under a key; none if it is missing or null.

    Raises
    ------
    DataError
        It is something else than a list.
    """
    found = record.get(key)
    if found is None:
        return []
    if not isinstance(found, list):
        raise source.error(line, f"what stands under {key!r} is not a list", "mend it")
    return found
