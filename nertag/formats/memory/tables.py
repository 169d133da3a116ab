"""Data frames and data sets as records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from nertag.errors import ArgumentError

SENTENCES = ("sentence", "sentence_id", "Sentence #", "sent", "sent_id")
TOKENS = ("token", "word", "Word", "text")
TAGS = ("tag", "Tag", "label", "ner_tag", "ner")
"""Names of the columns of a frame with a row for each token; the first that is there is taken."""


def frame_records(frame: Any) -> Iterator[dict[str, Any]]:
    """The records of a data frame of pandas or polars.

    A frame with a column of sentences, one of tokens and one of tags has a row for each token.
    Rows of a sentence follow each other; its name may stand in
    the first only.
    Any other frame has a row for each text, as a file of JSON has a record for each.

    Parameters
    ----------
    frame : DataFrame
        The data frame.

    Raises
    ------
    ArgumentError
        It has two columns of one name, or a column of sentences, but none of tokens or of tags.
    """
    columns = list(map(str, frame.columns))
    twice = next((name for name in columns if columns.count(name) > 1), None)
    if twice is not None:
        raise ArgumentError(f"the data frame has two columns {twice!r}: leave one out")
    polars = hasattr(frame, "iter_rows")
    values = frame.iter_rows() if polars else frame.itertuples(index=False, name=None)
    rows = (dict(zip(columns, row)) for row in values)
    sentence = next((name for name in SENTENCES if name in columns), None)
    if sentence is None:
        yield from rows
        return
    token, tag = (
        next((name for name in names if name in columns), None) for names in (TOKENS, TAGS)
    )
    if token is None or tag is None:
        raise ArgumentError(
            f"the data frame has the columns {', '.join(columns)}: expected one of the tokens "
            f"({', '.join(TOKENS)}) and one of the tags ({', '.join(TAGS)}) beside {sentence!r}"
        )
    for _, group in groupby(_filled(rows, sentence), key=lambda row: row[sentence]):
        words = list(group)
        yield {"tokens": [row[token] for row in words], "tags": [row[tag] for row in words]}


def _filled(rows: Iterable[dict[str, Any]], column: str) -> Iterator[dict[str, Any]]:
    """The rows, an empty cell of the column filled with what stands above it."""
    last: Any = None
    for row in rows:
        value = row[column]
        empty = value is None or value != value or value == ""  # NaN is not itself
        last = last if empty else value
        yield {**row, column: last}


def named_records(dataset: Any) -> Iterator[dict[str, Any]]:
    """The records of a data set of Hugging Face, numbers of tags as their names.

    Parameters
    ----------
    dataset : datasets.Dataset
        The data set.
    """
    names = {
        column: names
        for column, feature in dict(dataset.features or {}).items()  # a stream may know none
        if (names := getattr(getattr(feature, "feature", None), "names", None))
    }
    for record in dataset:
        yield {key: _named(value, names.get(key)) for key, value in dict(record).items()}


def _named(value: Any, names: Any) -> Any:
    return [names[number] for number in value] if names and value is not None else value
