"""Work on files of labelled text: convert, split, check, label by lists of names."""

from nertag.corpus.convert import Converted, convert, target_format
from nertag.corpus.label import Labels, label
from nertag.corpus.split import share_out, split, units_of
from nertag.corpus.split_texts import split_texts

__all__ = [
    "Converted",
    "Labels",
    "convert",
    "label",
    "share_out",
    "split",
    "split_texts",
    "target_format",
    "units_of",
]
