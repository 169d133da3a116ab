"""Formats whose records are JSON."""

from nertag.formats.json.doccano import KEYS
from nertag.formats.json.values import dump_value, read_values

__all__ = [
    "KEYS",
    "dump_value",
    "read_values",
]
