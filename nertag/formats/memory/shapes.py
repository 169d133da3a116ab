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


def items_of(data: Iterable[Any], tokens: str) -> Iterator[Item]:
    """The items of data in memory, one for each text, as they are asked for.

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
        They are none of these; for one of them, when it is reached, its number is named.
    """
    is_iterable = isinstance(data, Iterable) or hasattr(data, DOCUMENTS)
    if isinstance(data, (bytes, Mapping)) or not is_iterable:
        raise ArgumentTypeError(f"the data are a {type(data).__name__}, expected a path or a list")
    return _items(data, tokens)


def _items(data: Iterable[Any], tokens: str) -> Iterator[Item]:
    first: Item | None = None
    for number, one in enumerate(_rows(data), 1):
        item = _item(number, one, tokens)
        first = item if first is None else first
        if isinstance(item, Sentence) != isinstance(first, Sentence):
            raise ArgumentError(
                f"sentence {number} is of another kind than those before it: give only sentences "
                "or only records"
            )
        yield item


def _rows(data: Iterable[Any]) -> Iterator[Any]:
    if hasattr(data, DOCUMENTS):
        vocabulary = import_module("spacy.vocab").Vocab()
        return iter(getattr(data, DOCUMENTS)(vocabulary))
    if hasattr(data, "columns") and (hasattr(data, "iter_rows") or hasattr(data, "itertuples")):
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
    found = f"{one!r:.60} ({type(one).__name__})"
    raise ArgumentTypeError(f"sentence {number} is {found}, {EXPECTED}")


def _pair(number: int, first: Any, second: Any) -> Item:
    if isinstance(second, (str, bytes)) or not isinstance(second, Iterable):
        raise ArgumentTypeError(f"sentence {number} is {(first, second)!r:.60}, {EXPECTED}")
    if isinstance(first, str):
        if isinstance(second, Mapping):
            return [first, dict(second)]
        return [first, {"entities": [list(span) for span in second]}]
    tokens, tags = list(first), list(second)
    if len(tokens) != len(tags):
        raise ArgumentError(
            f"sentence {number} has {len(tokens):,} tokens and {len(tags):,} tags, expected one "
            "each"
        )
    return {"tokens": tokens, "tags": tags}
