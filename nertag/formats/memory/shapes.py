"""What data in memory are, told by their shape: no library of theirs is imported."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from typing import Any, TypeAlias

from nertag.errors import ArgumentError, ArgumentTypeError
from nertag.formats.memory.documents import document
from nertag.formats.memory.tables import frame_records, named_records
from nertag.text import Sentence

Item: TypeAlias = "Sentence | dict[str, Any] | list[Any]"
"""A sentence, or a value as files of JSON hold them."""

EXPECTED = (
    "expected a Sentence, a pair (tokens, tags), a pair (text, [(start, end, label)]), a document "
    "of spaCy, or a dict such as files of JSON hold"
)

DOCUMENTS = "get_docs"
"""The method of spaCy's ``DocBin`` that gives its documents."""


def items_of(data: Iterable[Any], tokens: str) -> tuple[Item, ...]:
    """The items of data in memory, one for each text.

    Parameters
    ----------
    data : iterable
        Sentences; tagged texts; pairs ``(tokens, tags)`` or ``(text, [(start, end, label)])``;
        spaCy's documents or a ``DocBin``; dicts; a data frame of pandas or polars with a row for
        each token or for each text; a data set of Hugging Face.
    tokens : {"char", "word"}
        What tokens are; of spaCy's documents only the words are taken as they are.

    Raises
    ------
    ArgumentTypeError, ArgumentError
        They are none of these; names the item.
    """
    is_iterable = isinstance(data, Iterable) or hasattr(data, DOCUMENTS)
    if isinstance(data, (bytes, Mapping)) or not is_iterable:
        raise ArgumentTypeError(f"the data are a {type(data).__name__}, expected a path or a list")
    items = tuple(_item(number, one, tokens) for number, one in enumerate(_rows(data), 1))
    kinds = [isinstance(item, Sentence) for item in items]
    if any(kinds) and not all(kinds):
        first = kinds.index(not kinds[0]) + 1
        raise ArgumentError(
            f"item {first} is of another kind than the items before it: give only sentences or "
            "only records"
        )
    return items


def _rows(data: Iterable[Any]) -> Iterator[Any]:
    if hasattr(data, DOCUMENTS):
        vocabulary = import_module("spacy.vocab").Vocab()
        return iter(getattr(data, DOCUMENTS)(vocabulary))
    if hasattr(data, "columns") and (hasattr(data, "to_dicts") or hasattr(data, "to_dict")):
        return frame_records(data)
    if hasattr(data, "features") and hasattr(data, "column_names"):  # Hugging Face
        return named_records(data)
    return iter(data)


def _item(number: int, one: Any, tokens: str) -> Item:
    if isinstance(one, Sentence):
        return one
    inside = getattr(one, "sentence", None)  # of a TaggedText
    if isinstance(inside, Sentence):
        return inside
    if isinstance(one, Mapping):
        return dict(one)
    if hasattr(one, "ents") and hasattr(one, "text"):  # a document of spaCy
        return document(one, tokens)
    if isinstance(one, Sequence) and not isinstance(one, (str, bytes)) and len(one) == 2:
        return _pair(number, *one)
    raise ArgumentTypeError(f"item {number} is {one!r:.60} ({type(one).__name__}), {EXPECTED}")


def _pair(number: int, first: Any, second: Any) -> Item:
    if isinstance(second, (str, bytes)) or not isinstance(second, Iterable):
        raise ArgumentTypeError(f"item {number} is {(first, second)!r:.60}, {EXPECTED}")
    if isinstance(first, str):
        if isinstance(second, Mapping):
            return [first, dict(second)]
        return [first, {"entities": [list(span) for span in second]}]
    tokens, tags = [str(token) for token in first], [str(tag) for tag in second]
    if len(tokens) != len(tags):
        raise ArgumentError(
            f"item {number} has {len(tokens):,} tokens and {len(tags):,} tags, expected one each"
        )
    return {"tokens": tokens, "tags": tags}
