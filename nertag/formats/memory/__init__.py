"""Labelled data in memory: lists, data frames, data sets and spaCy's documents."""

from nertag.formats.memory.shapes import Item, items_of
from nertag.formats.memory.source import Data, MemorySource, name_of

__all__ = ["Data", "Item", "MemorySource", "items_of", "name_of"]
