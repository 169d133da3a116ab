"""Prints what was repaired or ignored while labelled files were read."""

from __future__ import annotations

from collections.abc import Iterable

from nertag.cli.terminal import say


def print_notes(notes: Iterable[str]) -> None:
    """One line each on standard error, so that JSON on standard output stays JSON."""
    for note in notes:
        say(note)
