"""Labelled data in memory: lists, data frames, data sets and spaCy's documents."""

from nertag.formats.memory.shapes import Item, items_of
from nertag.formats.memory.source import Data, MemorySource, is_path, name_of

__all__ = ["Data", "Item", "MemorySource", "is_path", "items_of", "name_of"]
