"""Prints what was repaired or ignored while labelled files were read."""

from __future__ import annotations

from collections.abc import Iterable

from nertag.cli.terminal import say


def print_notes(notes: Iterable[str]) -> None:
    """Print notes on standard error, so that JSON on standard output stays JSON.

    Parameters
    ----------
    notes : iterable of str
        The notes, one line each.
    """
    for note in notes:
        say(note)
