"""What is odd in a file: the rule it is read by, how often it was met, and where."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

LINES_KEPT = 1000
"""Of each rule, so that a file of any size is read in bounded memory."""


@dataclass
class Oddity:
    """How often a rule was needed, and the first lines it was needed on."""

    rule: str
    count: int = 0
    lines: list[int] = field(default_factory=list)

    def __str__(self) -> str:
        lines = ", ".join(map(str, self.lines[:3])) + (", …" if len(self.lines) > 3 else "")
        return f"{self.count:,} times: {self.rule}" + (f" (line {lines})" if lines else "")


class Oddities:
    """What was odd in a file, by rule, in the order it was met."""

    def __init__(self) -> None:
        self._met: dict[str, Oddity] = {}

    def note(self, rule: str, line: int = 0, count: int = 1) -> None:
        """Count `rule` as needed on `line`; 0 is no line in particular."""
        oddity = self._met.setdefault(rule, Oddity(rule))
        oddity.count += count
        if line and len(oddity.lines) < LINES_KEPT:
            oddity.lines.append(line)

    def count(self, rule: str) -> int:
        """How often a rule was needed."""
        return self._met[rule].count if rule in self._met else 0

    def __iter__(self) -> Iterator[Oddity]:
        return iter(self._met.values())
