"""The type of every engine."""

from __future__ import annotations

from collections.abc import Callable

from nertag.arrays import Floats, Ints

Engine = Callable[[Ints], Floats]
"""Ids ``(batch, time)``, right-padded with 0, to emissions ``(batch, time, tags)``."""
