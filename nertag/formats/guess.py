"""What format a labelled file is of, by its first lines."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from nertag.formats import refused
from nertag.formats.head import LINES, Head
from nertag.formats.refused import Refused
from nertag.formats.registry import FORMATS
from nertag.formats.source import Source
from nertag.io import plain_name

CERTAIN = 1.0
"""What a format says of itself that is told by the file's name."""
UNSURE = 0.3
"""What a format says of itself where it is hardly more than possible."""
TABLES = {".csv": ",", ".tsv": "\t"}
"""What parts the columns of tables, by the endings of their names."""
AS_IT_IS = "`format=text` takes its lines as they are"
SURE = 0.9
"""How sure a format has to be of a file that is no JSON, so that it is no plain text."""
PERHAPS = 0.7
"""How sure it has to be so that it is named."""


def guess(source: Source) -> str:
    """Name the format of a file: the one that is surest.

    Raises
    ------
    DataError
        It cannot be told.
    """
    path = Path(source.path)
    is_folder = path.is_dir()
    head = Head(path, [] if is_folder else source.head()[:LINES])
    sure = {
        name: format.sniff(head)
        for name, format in FORMATS.items()
        if head.value is None or format.family in ("json", "pair")
    }
    surest = max(sure, key=sure.__getitem__)
    if sure[surest] < CERTAIN:
        first = head.filled[0] if head.filled and head.value is None else ""
        _refuse(source, refused.of_bytes(source.begin()))
        _refuse(source, refused.of_line(first, refused.LINES))
        _refuse(source, refused.of_keys(head.record, refused.KEYS))
        if sure[surest] <= UNSURE:
            _refuse(source, refused.of_line(first, refused.PERHAPS_LINES))
            _refuse(source, refused.of_keys(head.record, refused.PERHAPS_KEYS))
    if sure[surest] > 0:
        return surest
    if not head.filled:
        raise source.error(0, "holds no sentence", "expected labelled text")
    if head.value is not None:
        raise source.error(1, f"is JSON of a form that is not known: {_shape(head)}", _known())
    deque(islice(source.lines(), LINES), maxlen=0)  # perhaps it is of another encoding
    raise source.error(1, "what format this is cannot be told", "give it with `format`")


def _refuse(source: Source, found: Refused | None, hint: str = "") -> None:
    """Raise a DataError if the file is of a format that is known and not read."""
    if found:
        raise source.error(1, f"is {found.name}, which is not read", hint or found.hint)


class Recognised(NamedTuple):
    """What a file is that should be plain text.

    Parameters
    ----------
    format : str
        The format that it is surely of; empty for plain text.
    perhaps : str
        A format that plain text looks like; empty as a rule.
    """

    format: str
    perhaps: str = ""


def recognise(source: Source) -> Recognised:
    """Tell labelled files from plain text, by the beginning of a file.

    Raises
    ------
    DataError
        It is neither text nor of a format that is read.
    """
    path = Path(source.path)
    if path.is_dir():
        raise source.error(0, "is a folder", "give its files")
    for format in FORMATS.values():
        if format.family == "pair" and path.suffix == format.suffixes[1]:
            text = path.with_suffix(format.suffixes[0])
            raise source.error(0, "holds marks of a text, not the text", f"give {text}")
    _refuse(source, refused.of_bytes(source.begin(waits=False)))
    head = Head(path, source.head(waits=False)[:LINES])
    if not head.filled:
        return Recognised("")
    if not head.is_json:
        _refuse(source, refused.of_line(head.filled[0], refused.NO_TEXT), AS_IT_IS)
    else:
        name, how_sure = _surest(head, ("json",))
        _refuse(source, refused.of_keys(head.record, refused.KEYS), AS_IT_IS)
        if how_sure <= UNSURE:
            _refuse(source, refused.of_keys(head.record, refused.PERHAPS_KEYS), AS_IT_IS)
        if not how_sure:
            what = f"is JSON of a form that is not known: {_shape(head)}"
            raise source.error(1, what, f"{_known()}; {AS_IT_IS}")
        return Recognised(name)
    name, how_sure = _surest(head, ("table", "records", "line"))
    suffix = Path(plain_name(path)).suffix.lower()
    if how_sure >= SURE or (how_sure and suffix in FORMATS[name].suffixes):
        return Recognised(name)
    separator = TABLES.get(suffix)
    if separator and head.share(lambda line: separator in line) > 0.9:
        what = "is a table, of which no column is known to hold tokens or tags"
        raise source.error(1, what, f"take out the column of the texts; {AS_IT_IS}")
    return Recognised("", name if how_sure >= PERHAPS else "")


def marks_beside(path: Path) -> Path | None:
    """The file that marks entities in a file of text; None if there is none beside it."""
    for format in FORMATS.values():
        if format.family == "pair" and path.suffix == format.suffixes[0]:
            marks = path.with_suffix(format.suffixes[1])
            return marks if marks.exists() else None
    return None


def _surest(head: Head, families: Collection[str]) -> tuple[str, float]:
    """The format of these families that a file is most likely of, and how sure that is."""
    sure = {
        name: format.sniff(head) for name, format in FORMATS.items() if format.family in families
    }
    surest = max(sure, key=sure.__getitem__)
    return surest, sure[surest]


def _shape(head: Head) -> str:
    if head.record:
        kinds: dict[type, str] = {list: " (a list)", dict: " (an object)"}
        keys = (f"{key!r}{kinds.get(type(one), '')}" for key, one in head.record.items())
        return f"an object with the keys {', '.join(keys)}"
    return f"its first value is a {type(head.value).__name__}"


def _known() -> str:
    names = [name for name, format in FORMATS.items() if format.family == "json"]
    return f"known forms are {', '.join(names)}: see the docs on formats"
