"""The texts of an Arrow column, whatever type it has them in."""

from __future__ import annotations

from typing import Any

from nertag.errors import ConfigError, needs
from nertag.text import Sentence

with needs("arrow"):
    import pyarrow as pa

Value = str | Sentence | Exception | None
"""What a row has: a text, its words, what is wrong with it, or nothing."""


class Column:
    """The column of the texts: strings, or lists of words.

    Strings may be large, viewed or encoded by a dictionary, and so may words.

    Parameters
    ----------
    schema : pyarrow.Schema
        The columns of the table.
    name : str
        The name of the column.
    tokens : {"char", "word"}
        What the tokens of the model are.

    Raises
    ------
    ConfigError
        There is no such column, there are several, or it holds something else.
    """

    def __init__(self, schema: pa.Schema, name: str, tokens: str) -> None:
        places = schema.get_all_field_indices(name)
        if len(places) != 1:
            what = "stands twice among" if places else "is not among"
            known = ", ".join(schema.names)
            raise ConfigError(f"`column` {name!r} {what} the columns: {known}", setting="column")
        self._place = places[0]
        kind = schema.field(self._place).type
        self._has_words = _is_list(kind)
        if not _is_text(kind.value_type if self._has_words else kind):
            what = f"`column` {name!r} holds {kind}, expected strings or lists of strings"
            raise ConfigError(what, setting="column")
        if self._has_words and tokens == "char":
            what = f"`column` {name!r} holds lists of words, but the tokens of the model are"
            raise ConfigError(f"{what} characters: give a column of strings", setting="column")

    def values(self, batch: pa.RecordBatch, start: int, count: int) -> list[Value]:
        """What some rows have.

        Parameters
        ----------
        batch : pyarrow.RecordBatch
            The rows.
        start : int
            The first row.
        count : int
            How many rows, at most.
        """
        column = batch.column(self._place).slice(start, count)
        try:
            found = column.to_pylist()
        except UnicodeDecodeError:  # Arrow does not check that its strings are UTF-8
            found = list(map(_value, column))
        return [self._sentence(one) for one in found] if self._has_words else found

    @staticmethod
    def _sentence(words: Any) -> Value:
        if not isinstance(words, list):
            return words  # type: ignore[no-any-return]
        try:
            return Sentence.from_words(words)
        except (TypeError, ValueError) as error:
            return error


def _value(scalar: pa.Scalar) -> Any:
    try:
        return scalar.as_py()
    except UnicodeDecodeError as error:
        return error


def _is_list(kind: pa.DataType) -> bool:
    return bool(
        pa.types.is_list(kind) or pa.types.is_large_list(kind) or pa.types.is_fixed_size_list(kind)
    )


def _is_text(kind: pa.DataType) -> bool:
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    return bool(
        pa.types.is_string(kind)
        or pa.types.is_large_string(kind)
        or pa.types.is_null(kind)
        or str(kind) == "string_view"
    )
