"""Work on files of labelled text: convert, split, check."""

from nertag.corpus.convert import convert, target_format
from nertag.corpus.split import split

__all__ = [
    "convert",
    "split",
    "target_format",
]
