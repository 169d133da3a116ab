"""What format a labelled file is of, by its first lines."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from nertag.formats.source import Source
from nertag.text import TagError, split_tag

LINES = 200
"""Lines that are looked at."""


def guess(source: Source) -> str:
    """Name the format of a file.

    Raises
    ------
    DataError
        It cannot be told.
    """
    path = Path(source.path)
    if path.is_dir() or path.suffix == ".ann" or _is_brat_text(path):
        return "brat"
    lines = source.head()[:LINES]
    filled = [line for line in lines if line.strip()]
    if not filled:
        raise source.error(0, "holds no sentence", "expected labelled text")
    if filled[0].lstrip()[0] in "[{" and (name := _of_json(lines)):
        return name
    if name := _of_tables(filled):
        return name
    raise source.error(1, "what format this is cannot be told", "give it with --from")


def _is_brat_text(path: Path) -> bool:
    return path.suffix == ".txt" and path.with_suffix(".ann").exists()


def _of_json(lines: Sequence[str]) -> str | None:
    """The format of JSON lines or of a JSON list; None if it is no JSON."""
    try:
        value = json.loads(next(line for line in lines if line.strip()))
    except (ValueError, RecursionError):
        value = next(_elements("\n".join(lines)), None)
    if isinstance(value, list) and value and isinstance(value[0], (list, dict)):
        value = value[0]  # a list of all in one line
    if isinstance(value, list) and len(value) == 2 and isinstance(value[0], str):
        return "spacy"
    return _of_record(value) if isinstance(value, dict) else None


def _elements(text: str) -> Iterator[Any]:
    """The first element of a JSON list that goes over several lines."""
    begin = re.match(r"\s*\[\s*", text)
    try:
        yield json.JSONDecoder().raw_decode(text, begin.end() if begin else 0)[0]
    except (ValueError, RecursionError):
        # An element that is longer than the lines looked at: its keys tell.
        yield dict.fromkeys(re.findall(r'"(\w+)"\s*:', text[:1000]))


def _of_record(record: dict[str, Any]) -> str | None:
    label = record.get("label")
    if isinstance(label, dict):
        return "cluener"
    if "data" in record or "annotations" in record or "predictions" in record:
        return "label-studio"
    if isinstance(label, list) and label and isinstance(label[0], dict) and "labels" in label[0]:
        return "label-studio"
    return "doccano" if "text" in record else None


def _of_tables(lines: Sequence[str]) -> str | None:
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    if rows and all(len(row) == 10 and re.match(r"\d+([-.]\d+)?$", row[0]) for row in rows):
        return "conllu"
    if lines[0].startswith("#") and all(len(row) == 4 and row[0].isdigit() for row in rows):
        return "germeval"
    if _share(lines, _ends_in_tag) > 0.5:
        return "columns"
    if _share(lines, re.compile(r"<(\w[^<>]*)>[^<]*</\w+>").search) > 0:
        return "xml"
    if _share(lines, re.compile(r"(?<!\\)\[[^\[\]|]+\|[^\[\]|]+(?<!\\)\]").search) > 0:
        return "inline"
    if _share(lines, _has_columns) > 0.9:
        return "columns"
    return None


def _share(lines: Sequence[str], test: Any) -> float:
    return sum(map(bool, map(test, lines))) / len(lines)


def _ends_in_tag(line: str) -> bool:
    if not _has_columns(line):
        return False
    try:
        split_tag(re.split("[ \t]", line)[-1].strip() or "O")
    except TagError:
        return False
    return True


def _has_columns(line: str) -> bool:
    return "\t" in line or len(line.split(" ")) in (2, 3, 4)
