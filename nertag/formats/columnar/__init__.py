"""Formats with a token or a sentence a line."""

from nertag.formats.columnar.blocks import EMPTY_TAG
from nertag.formats.columnar.columns import EMPTY_TOKEN, SHOWN
from nertag.formats.columnar.words import SPLIT

__all__ = [
    "EMPTY_TAG",
    "EMPTY_TOKEN",
    "SHOWN",
    "SPLIT",
]
