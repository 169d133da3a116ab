"""A change that fixes a file."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from nertag.formats import excerpt


@dataclass(frozen=True, slots=True)
class Change:
    """What was changed.

    Parameters
    ----------
    kind : str
        The kind of finding that it fixes.
    line : int
    what : str
    """

    kind: str
    line: int
    what: str

    def to_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return asdict(self)


def trimmed(line: int, text: str) -> Change:
    """That a span lost the blanks at its ends, and was taken out if nothing else was in it."""
    left = text.strip()
    if not left:
        return Change("empty-span", line, f"{excerpt(text)} -> taken out")
    return Change("blank-edged-span", line, f"{excerpt(text)} -> {excerpt(left)}")
