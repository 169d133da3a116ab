"""Formats with a token or a sentence a line."""

from nertag.formats.columnar.columns import SHOWN

__all__ = [
    "SHOWN",
]
