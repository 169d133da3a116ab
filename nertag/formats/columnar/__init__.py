"""Formats with a token or a sentence a line."""

from nertag.formats.columnar.blocks import EMPTY_TAG
from nertag.formats.columnar.columns import EMPTY_TOKEN, HEAD, SHOWN, layout_of, token_kind
from nertag.formats.columnar.germeval import COLUMNS
from nertag.formats.columnar.words import SPLIT

__all__ = [
    "COLUMNS",
    "EMPTY_TAG",
    "EMPTY_TOKEN",
    "HEAD",
    "SHOWN",
    "SPLIT",
    "layout_of",
    "token_kind",
]
