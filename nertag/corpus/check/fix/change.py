"""A change that fixes a file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from nertag.formats import Rule, excerpt


@dataclass(frozen=True, slots=True)
class Change:
    """What was changed.

    Parameters
    ----------
    rule : Rule
        The rule of the findings that it fixes.
    line : int
        The line that was changed, counted from 1.
    what : str
        What stood there, and what stands there now.
    """

    rule: Rule
    line: int
    what: str

    def to_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return {"kind": self.rule.id, "line": self.line, "what": self.what}


def trimmed(line: int, text: str) -> Change:
    """That a span lost the blanks at its ends, and was taken out if nothing else was in it."""
    left = text.strip()
    if not left:
        return Change(Rule.EMPTY_SPAN, line, f"{excerpt(text)} -> taken out")
    return Change(Rule.BLANK_EDGED_SPAN, line, f"{excerpt(text)} -> {excerpt(left)}")
