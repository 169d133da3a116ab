"""Labelled data in memory: lists, data frames, data sets and spaCy's documents."""

from nertag.formats.memory.items import Data, Items, name_of, read_again
from nertag.formats.memory.source import MemorySource

__all__ = ["Data", "Items", "MemorySource", "name_of", "read_again"]
