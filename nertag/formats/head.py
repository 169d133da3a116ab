"""The first lines of a file, by which its format is told."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

_BEGUN = re.compile(r"\s*(\[\s*)?\{\s*\"[^\"\\\n]*\"\s*:|\s*\[\s*\[\s*\"")
"""How a value of JSON begins that goes on after the head."""

LINES = 200
"""Lines that are looked at."""


@dataclass(frozen=True)
class Head:
    """What a format looks at to say whether a file is of it.

    Parameters
    ----------
    path : Path
        The file's name.
    lines : sequence of str
        Its first lines.
    """

    path: Path
    lines: Sequence[str]

    @cached_property
    def filled(self) -> list[str]:
        """The lines that are not blank."""
        return [line for line in self.lines if line.strip()]

    def share(self, test: Callable[[str], object]) -> float:
        """The share of the filled lines that pass a test."""
        return sum(bool(test(line)) for line in self.filled) / max(1, len(self.filled))

    @cached_property
    def is_json(self) -> bool:
        """Whether most lines are objects or lists of JSON, or the whole is one that is begun."""
        if self.share(_is_record) >= 0.5:
            return True
        text = "\n".join(self.lines)
        if not text.lstrip().startswith(("[", "{")):
            return False
        start = len(text) - len(text.lstrip())
        try:
            value, _ = json.JSONDecoder().raw_decode(text, start)
            return "\n" in text.strip() and _is_container(value)
        except json.JSONDecodeError as error:
            at_end = error.pos + 16 > len(text) or "Unterminated" in error.msg
            return at_end and bool(_BEGUN.match(text))
        except (ValueError, RecursionError):
            return False

    @cached_property
    def value(self) -> Any:
        """The first value of a file of JSON, of a list its first element; None if it is no JSON.

        Of a value that is longer than the head only the keys are known: an object with None under
        each.
        """
        if not self.filled or self.filled[0].lstrip()[0] not in "[{":
            return None
        try:
            value = json.loads(self.filled[0])
        except (ValueError, RecursionError):
            return self._first_element()
        if isinstance(value, list) and value and isinstance(value[0], (list, dict)):
            value = value[0]  # a list of all in one line
        return value

    def _first_element(self) -> Any:
        """The first value of JSON that goes over several lines."""
        text = "\n".join(self.lines)
        begin = re.match(r"\s*(\[\s*)?", text)
        try:
            value = json.JSONDecoder().raw_decode(text, begin.end() if begin else 0)[0]
            return value if isinstance(value, (dict, list)) and value else None
        except (ValueError, RecursionError):
            return dict.fromkeys(re.findall(r'"([^"\\]+)"\s*:', text[:1000])) or None

    @property
    def record(self) -> dict[str, Any]:
        """The first value if it is an object, or else an empty one."""
        return self.value if isinstance(self.value, dict) else {}


def _is_record(line: str) -> bool:
    """Whether a line is an object, or a list such as files of JSON hold."""
    if line.lstrip()[:1] not in ("{", "["):
        return False
    try:
        return _is_container(json.loads(line))
    except (ValueError, RecursionError):
        return False


def _is_container(value: Any) -> bool:
    return bool(value) and (
        isinstance(value, dict)
        or (isinstance(value, list) and isinstance(value[0], (dict, list, str)))
    )
