"""Formats that mark text in place or beside it."""

from nertag.formats.markup.html import coloured
from nertag.formats.markup.inline import inline_line
from nertag.formats.markup.pieces import pieces_of

__all__ = [
    "coloured",
    "inline_line",
    "pieces_of",
]
