"""Formats whose records are JSON."""

from nertag.formats.json.records import Move, digits
from nertag.formats.json.values import dump_value, read_values

__all__ = [
    "Move",
    "digits",
    "dump_value",
    "read_values",
]
