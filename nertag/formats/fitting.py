"""The unit of offsets by which all spans of a file fit, where the one it is read by is wrong."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from nertag.errors import DataError
from nertag.formats.oddities import Oddities
from nertag.formats.source import Source
from nertag.formats.units import UNITS


def fitting_unit(source: Source, read: Callable[[Source], Iterator[Any]]) -> str:
    """The first unit but the given one by which all spans of a file fit; empty if there is none.

    Parameters
    ----------
    source : Source
        The file; it is read once more for each unit.
    read : callable
        Reads the file's format.
    """
    for unit in UNITS:
        if unit == source.reading.offset_unit:
            continue
        try:
            reading = replace(source.reading, offset_unit=unit)
            again = replace(source, reading=reading, oddities=Oddities(), faults=None)
            deque(read(again), maxlen=0)
        except DataError:  # also where a pipe or an iterator cannot be read again
            continue
        return unit
    return ""
