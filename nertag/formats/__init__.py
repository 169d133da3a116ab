"""Files of labelled text."""

from nertag.formats.guess import Recognised, marks_beside, recognise
from nertag.formats.labelling import (
    in_scheme,
    line_texts,
    tagged_sentences,
    tags_on,
    untagged,
    with_entities,
    with_tags,
)
from nertag.formats.line_ends import usual_lines
from nertag.formats.memory import Data, name_of, read_again
from nertag.formats.oddities import LINES_KEPT, Oddities, Oddity
from nertag.formats.offsets import OffsetError, Places, excerpt, length_in_units, places
from nertag.formats.overlaps import flat
from nertag.formats.reading import (
    Labelled,
    read_labelled,
    stream_labelled,
    token_kind,
)
from nertag.formats.registry import FORMATS, Format, reader, writer
from nertag.formats.rules import LEVELS, Rule
from nertag.formats.source import Source
from nertag.formats.units import UNITS
from nertag.formats.unused import refuse_unused
from nertag.formats.writing import Writing

__all__ = [
    "FORMATS",
    "LEVELS",
    "LINES_KEPT",
    "UNITS",
    "Data",
    "Format",
    "Labelled",
    "Oddities",
    "Oddity",
    "OffsetError",
    "Places",
    "Recognised",
    "Rule",
    "Source",
    "Writing",
    "excerpt",
    "flat",
    "in_scheme",
    "length_in_units",
    "line_texts",
    "marks_beside",
    "name_of",
    "places",
    "read_again",
    "read_labelled",
    "reader",
    "recognise",
    "refuse_unused",
    "stream_labelled",
    "tagged_sentences",
    "tags_on",
    "token_kind",
    "untagged",
    "usual_lines",
    "with_entities",
    "with_tags",
    "writer",
]
