"""Repaired copies of labelled files."""

from nertag.corpus.check.fix.change import Change
from nertag.corpus.check.fix.fix import fix

__all__ = [
    "Change",
    "fix",
]
