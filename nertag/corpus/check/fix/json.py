"""Mends the spans of a file of JSON: trims blanks at their ends, and leaves all else as it is."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from nertag.corpus.check.fix.change import Change, trimmed
from nertag.corpus.check.fix.raw import Raw
from nertag.formats import Places, Source, places
from nertag.formats.json import KEYS, read_values
from nertag.text import MarkedText

_ENDS = ((0, 1), ("start_offset", "end_offset"), ("start", "end"))
"""Where a span has its start and end."""
_TASKS = ("annotations", "completions", "predictions")


def mend_json(
    raw: Raw, sentences: Iterable[MarkedText], source: Source, format: str
) -> Iterator[Change]:
    """Trim the spans of a file's values; the lines are changed.

    Where each value that changes is a line by itself, only those lines are written anew; otherwise
    all values are, as one list.
    """
    values, anew, by_line = [], {}, True
    again = Source(source.path, source.reading)
    for (number, value), sentence in zip(read_values(again), sentences):
        line = raw.lines[number - 1]
        is_line = _is_line(line, value)
        mender = _Mender(sentence, places(sentence.text, source))
        mender.mend(value, format)
        values.append(value)
        if mender.changes:
            by_line = by_line and is_line
            anew[number - 1] = _dumped(value, raw, line) + "\r" * line.endswith("\r")
            yield from mender.changes
    if by_line:
        for i, line in anew.items():
            raw.lines[i] = line
    else:
        listed = [_dumped(value, raw, "\n".join(raw.lines)) for value in values]
        raw.lines = ["[", *(line + "," for line in listed[:-1]), listed[-1], "]", ""]


def _is_line(line: str, value: Any) -> bool:
    """Whether a line is this value and nothing else."""
    try:
        return bool(json.loads(line) == value)
    except (ValueError, RecursionError):
        return False


def _dumped(value: Any, raw: Raw, before: str) -> str:
    """A value in the signs that it was written in before."""
    in_ascii = before.isascii() or not raw.codec.startswith(("utf", "gb18030"))
    return json.dumps(value, ensure_ascii=in_ascii)


@dataclass
class _Mender:
    """Trims the spans of one value, in the file's unit of offsets: a blank is one in any."""

    sentence: MarkedText
    place: Places
    changes: list[Change] = field(default_factory=list)

    def mend(self, value: Any, format: str) -> None:
        """Trim the spans of a value, which is changed."""
        if format == "cluener":
            labels = value.get("label") or {}
            for label, mentions in labels.items():
                labels[label] = self._mentions(mentions)
        else:
            for spans in _lists(value, format):
                spans[:] = [span for span in spans if self._keep(span)]

    def _keep(self, span: Any) -> bool:
        """Trim a span; False if nothing is left of it."""
        body: Any = span["value"] if isinstance(span, dict) and "value" in span else span
        keys = _keys(body)
        if keys is None:
            return True
        first, last = self.place(body[keys[0]]), self.place(body[keys[1]])
        if not 0 <= first <= last:
            return True
        text = self.sentence.text[first:last]
        body[keys[0]] += len(text) - len(text.lstrip())
        body[keys[1]] -= len(text) - len(text.rstrip())
        if text == text.strip() != "":
            return True
        self.changes.append(trimmed(self.sentence.line, text))
        if isinstance(body, dict) and isinstance(body.get("text"), str):
            body["text"] = body["text"].strip()
        return bool(text.strip())

    def _mentions(self, mentions: dict[str, Any]) -> dict[str, Any]:
        """Mentions with their places, which have inclusive ends, as CLUENER has them."""
        kept: dict[str, Any] = {}
        for mention, positions in mentions.items():
            name = mention.strip()
            if name == mention != "":
                kept.setdefault(mention, []).extend(positions)
                continue
            before = len(mention) - len(mention.lstrip())
            behind = len(mention) - len(mention.rstrip())
            self.changes += [trimmed(self.sentence.line, mention)] * len(positions)
            if name:
                moved = [[first + before, last - behind] for first, last in positions]
                kept.setdefault(name, []).extend(moved)
        return kept


def _lists(value: Any, format: str) -> Iterator[list[Any]]:
    """The lists of spans in a value."""
    if format == "spacy":
        found = [value[1].get("entities")]
    elif format == "doccano":
        found = [value.get(key) for key in KEYS]
    elif "data" in value:
        tasks = [task for key in _TASKS for task in value.get(key) or ()]
        found = [task.get("result") for task in tasks if isinstance(task, dict)]
    else:
        found = [value[key] for key in value if key != "comments"]
    yield from (spans for spans in found if isinstance(spans, list))


def _keys(span: Any) -> tuple[Any, Any] | None:
    """Under which keys a span has its start and end; None if it is something else."""
    for keys in _ENDS:
        try:
            if all(type(span[key]) is int for key in keys):
                return keys
        except (LookupError, TypeError):
            continue
    return None
