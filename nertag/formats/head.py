"""The first lines of a file, by which its format is told."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

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
