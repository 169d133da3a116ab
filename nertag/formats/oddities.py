"""What is odd in a file: the rule it is read by, how often it was met, and where."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from nertag.formats.rules import Rule

LINES_KEPT = 1000
"""Of each rule, so that a file of any size is read in bounded memory."""


@dataclass
class Oddity:
    """How often a rule was needed, and the first lines it was needed on.

    Parameters
    ----------
    rule : Rule
        The rule that the file was read or written by.
    detail : str
        What stands in the place that the text of the rule has for it.
    count : int
        How often the rule was needed.
    lines : list of int
        The first lines it was needed on, counted from 1.
    """

    rule: Rule
    detail: str = ""
    count: int = 0
    lines: list[int] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The text of the rule, with the detail in it."""
        return self.rule.told(self.detail)

    def __str__(self) -> str:
        lines = ", ".join(map(str, self.lines[:3])) + (", …" if len(self.lines) > 3 else "")
        return f"{self.count:,} times: {self.text}" + (f" (line {lines})" if lines else "")


class Oddities:
    """What was odd in a file, by rule and detail, in the order it was met."""

    def __init__(self) -> None:
        self._met: dict[tuple[Rule, str], Oddity] = {}

    def note(self, rule: Rule, line: int = 0, count: int = 1, detail: str = "") -> None:
        """Count a rule as needed.

        Parameters
        ----------
        rule : Rule
            The rule.
        line : int
            The line it was needed on; 0 is no line in particular.
        count : int
            How often it was needed there.
        detail : str
            What to put into the text of the rule.
        """
        oddity = self._met.get((rule, detail))
        if oddity is None:
            oddity = self._met[rule, detail] = Oddity(rule, detail)
        oddity.count += count
        if line and len(oddity.lines) < LINES_KEPT:
            oddity.lines.append(line)

    def add(self, others: Oddities) -> None:
        """Count what was met elsewhere too, as in a part of the file."""
        for one in others:
            self.note(one.rule, 0, one.count - len(one.lines), one.detail)
            for line in one.lines:
                self.note(one.rule, line, 1, one.detail)

    def count(self, rule: Rule) -> int:
        """How often a rule was needed, with any detail."""
        return sum(oddity.count for oddity in self if oddity.rule is rule)

    def __iter__(self) -> Iterator[Oddity]:
        return iter(self._met.values())
