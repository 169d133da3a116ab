"""How much is done and how fast, on one line of a terminal."""

from __future__ import annotations

import sys
import time

EVERY = 0.5
"""Seconds between two looks."""


class Speed:
    """Counts characters; shows nothing where `shown` is not set.

    Use it as a context: the line is gone at its end.

    Parameters
    ----------
    shown : bool
        Whether the line is shown.
    """

    def __init__(self, shown: bool) -> None:
        self._shown = shown
        self._characters = 0
        self._started = self._looked = time.monotonic()

    def add(self, characters: int) -> None:
        """Count some more characters.

        Parameters
        ----------
        characters : int
            Number of characters that were tagged since the last call.
        """
        self._characters += characters
        now = time.monotonic()
        if self._shown and now > self._looked + EVERY:
            rate = self._characters / (now - self._started)
            line = f"{self._characters:,} characters, {rate:,.0f} a second"
            print(f"\r\x1b[K{line}", end="", file=sys.stderr, flush=True)
            self._looked = now

    def __enter__(self) -> Speed:
        return self

    def __exit__(self, *_: object) -> None:
        if self._looked > self._started:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
