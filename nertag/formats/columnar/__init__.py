"""Formats with a token or a sentence a line."""

from nertag.formats.columnar.columns import SHOWN
from nertag.formats.columnar.layout import DOCSTART

__all__ = [
    "DOCSTART",
    "SHOWN",
]
