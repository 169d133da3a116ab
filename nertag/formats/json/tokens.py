"""JSON with a list of tokens and one of tags: ``{"tokens": [...], "ner_tags": [...]}``.

It is how data sets of Hugging Face are saved. Tags are texts, or numbers whose names stand in
``dataset_info.json`` beside the file. Where a record has a ``text`` too, its tokens are found in
it; otherwise words are joined by blanks. `layer` names the key of the tags where there are several.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import Any, NamedTuple

from nertag.errors import DataError
from nertag.formats.columnar import words
from nertag.formats.columnar.tag_style import TagStyle, tag_style
from nertag.formats.head import Head
from nertag.formats.json.records import ABOUT, about, keys_of, note_unknown
from nertag.formats.json.values import read_values
from nertag.formats.rules import Rule
from nertag.formats.source import DATASET_INFO, Source
from nertag.text import Entity, Sentence, TagError

TAGS = ("ner_tags", "ner", "tags", "labels", "ner_labels")
"""The keys of the tags; the first that is there is read."""
HEAD = 1000
"""The first records, from which it is told how tags are written."""


def sniff(head: Head) -> float:
    """How sure it is that a file is of this format, from 0 to 1."""
    return 0.95 * ("tokens" in head.record and any(key in head.record for key in TAGS))


def token_kind(source: Source) -> str:
    """Whether the tokens of a file are characters or words: ``char`` or ``word``."""
    records = (record for _, record in islice(read_values(source), 100))
    found = [token for record in records for token in _list(record, "tokens") or ()]
    return "char" if sum(len(str(one)) < 2 for one in found) > 0.9 * len(found) else "word"


def read(source: Source) -> Iterator[Sentence]:
    """The sentences of a file, one a record.

    Raises
    ------
    DataError
        A record is not as it should be, or its tags are numbers without names.
    """
    records = _records(source)
    head = list(islice(records, HEAD))
    style = tag_style((tag for record in head for tag in record.tags), source)
    for record in chain(head, records):
        line, value = record.line, record.value
        rows = [
            (_token(source, line, number, token), _tag(source, record, number, tag, style), line)
            for number, (token, tag) in enumerate(zip(record.tokens, record.tags), 1)
        ]
        if rows:
            blanks = _blanks(source, line, value, [token for token, _, _ in rows])
            opened = style.opened(rows, source)
            yield words.sentence(opened, source, blanks=blanks, **about(value))
        else:
            yield Sentence("", range(0), range(0), (), line)


class _Record(NamedTuple):
    """A value of the file, its tokens and its tags by name."""

    line: int
    value: dict[str, Any]
    key: str
    tokens: list[Any]
    tags: list[str]


def _records(source: Source) -> Iterator[_Record]:
    names: list[str] = []
    for line, value in read_values(source):
        tokens = _list(value, "tokens")
        key = _tag_key(source, line, value)
        tags = _list(value, key)
        if tokens is None or tags is None or len(tokens) != len(tags):
            what = f"'tokens' and {key!r} are not lists of the same length"
            raise source.error(line, what + keys_of(value), "fix the record; see `layer`")
        note_unknown(source, line, value, {*ABOUT, "text", "tokens", key})
        if any(type(tag) is int for tag in tags):
            names = names or _names(source, line, key)
            tags = [_named(source, line, number, tag, names) for number, tag in enumerate(tags, 1)]
        for number, tag in enumerate(tags, 1):
            if not isinstance(tag, str) or not tag:
                raise _odd_tag(source, line, number, tag, key)
        yield _Record(line, value, key, tokens, tags)


def text_of(source: Source, line: int, record: Any) -> Sentence:
    """The words of a record, which needs no tags."""
    tokens = _list(record, "tokens")
    if tokens is None:
        raise source.error(line, f"has no list under 'tokens'{keys_of(record)}", "see `format`")
    rows = [
        (_token(source, line, number, token), "O", line) for number, token in enumerate(tokens, 1)
    ]
    if not rows:
        return Sentence("", (), (), (), line)
    blanks = _blanks(source, line, record, [token for token, _, _ in rows])
    return words.split(rows, source, blanks=blanks)


def mark(value: Any, entities: Sequence[Entity], tags: Sequence[str]) -> Any:
    """A record with these tags instead of its own."""
    keys = [key for key in TAGS if _list(value, key) is not None]
    return {**value, (keys or TAGS)[0]: list(tags)}


def _list(record: Any, key: str) -> list[Any] | None:
    found = record.get(key) if isinstance(record, dict) else None
    return found if isinstance(found, list) else None


def _tag_key(source: Source, line: int, record: Any) -> str:
    wanted = (source.reading.layer,) if source.reading.layer else TAGS
    found = [key for key in wanted if _list(record, key) is not None]
    if found:
        return found[0]
    what = f"has no list of tags under {' or '.join(map(repr, wanted))}{keys_of(record)}"
    raise source.error(line, what, "name the key with `layer`")


def _token(source: Source, line: int, number: int, token: Any) -> str:
    if isinstance(token, str) and token:
        return sys.intern(token)
    raise source.error(line, f"token {number:,} is {token!r}, expected a text", "fix the record")


def _tag(source: Source, record: _Record, number: int, tag: str, style: TagStyle) -> str:
    try:
        return style.read(tag, record.line, source)
    except TagError:
        raise _odd_tag(source, record.line, number, tag, record.key) from None


def _odd_tag(source: Source, line: int, number: int, tag: object, key: str) -> DataError:
    what = f"token {number:,} has {tag!r} under {key!r}, expected O or a tag like B-LABEL"
    return source.error(line, what, "fix the record")


def _names(source: Source, line: int, key: str) -> list[str]:
    """The names of tags that are given as numbers."""
    if source.reading.tag_names:
        return source.reading.tag_names.split(",")
    try:
        feature = source.dataset_info()["features"][key]
        feature = feature.get("feature", feature)
        names = feature.get("names") or feature["class_label"]["names"]
        return [str(name) for name in names]
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        what = f"the tags under {key!r} are numbers, their names are not known"
        raise source.error(
            line, what, f"give `tag_names`, or put the data set's {DATASET_INFO} beside it"
        ) from None


def _named(source: Source, line: int, number: int, tag: Any, names: list[str]) -> Any:
    if type(tag) is int and 0 <= tag < len(names):
        return names[tag]
    what = f"the tag {tag!r} of token {number:,} is not one of the {len(names)} names"
    raise source.error(line, what, "fix it")


def _blanks(source: Source, line: int, record: Any, tokens: list[str]) -> list[str] | None:
    """What stands before each token in the record's own text; None if it does not say."""
    text = record.get("text")
    if not isinstance(text, str):
        return None
    blanks = words.blanks_in(text, tokens)
    if blanks is None:
        source.oddities.note(Rule.UNSPELT_TEXT, line)
    return blanks
