"""What an audit finds: what it is, where it stands, and how to fix it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from nertag.corpus.check.advice import advice
from nertag.formats import LEVELS, Rule


@dataclass(frozen=True, slots=True)
class Finding:
    """Something found in labelled data.

    Parameters
    ----------
    rule : Rule
        What it is a finding of.
    path : str
        The file.
    what : str
        What was found.
    lines : tuple of int
        Where, counted from 1; empty where the whole file is meant.
    how : str
        How to fix it; the advice of the rule if empty.
    count : int
        How often; the lines may be fewer, each is named once and of many only the first are known.
    """

    rule: Rule
    path: str
    what: str
    lines: tuple[int, ...] = ()
    how: str = ""
    count: int = 1

    @property
    def level(self) -> str:
        """``error``, ``warning`` or ``note``."""
        return self.rule.level

    @property
    def line(self) -> int:
        """The first line; 0 where the whole file is meant."""
        return self.lines[0] if self.lines else 0

    def to_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return {
            "level": self.level,
            "kind": self.rule.id,
            "path": self.path,
            "line": self.line,
            "what": self.what,
            "how": self.how or advice(self.rule),
            "count": self.count,
            "lines": list(self.lines),
        }


def at_lines(rule: Rule, path: str, what: str, lines: Sequence[int]) -> Finding:
    """A finding that was made once on each of these lines."""
    return Finding(rule, path, what, tuple(dict.fromkeys(lines)), count=max(1, len(lines)))


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """The most serious first; those that say the same of a file are one with all their lines."""
    same: dict[tuple[Rule, str, str, str], list[Finding]] = {}
    for finding in findings:
        key = finding.rule, finding.path, finding.what, finding.how
        same.setdefault(key, []).append(finding)
    joined = [
        replace(
            group[0],
            lines=tuple(dict.fromkeys(line for finding in group for line in finding.lines)),
            count=sum(finding.count for finding in group),
        )
        if len(group) > 1
        else group[0]
        for group in same.values()
    ]
    rules = list(Rule)
    return sorted(joined, key=lambda one: (LEVELS.index(one.level), rules.index(one.rule)))
