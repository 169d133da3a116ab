"""Work on files of labelled text: convert, split, check."""

from nertag.corpus.convert import convert, target_format
from nertag.corpus.split import share_out, split, units_of

__all__ = [
    "convert",
    "share_out",
    "split",
    "target_format",
    "units_of",
]
