"""Texts in, tagged texts out."""

from nertag.tagging.benchmark import (
    LATENCIES,
    LIBRARIES,
    SENTENCE,
    Texts,
    Way,
    p95,
    prepare_texts,
    ways,
)
from nertag.tagging.chunks import CHUNK, CHUNK_CHARACTERS, chunks
from nertag.tagging.feeds import Feed, LabelledFeed, LineFeed, RecordFeed, choose
from nertag.tagging.loaded_model import model_of
from nertag.tagging.long_text import tag_in_parts
from nertag.tagging.processes import Usage, run_module
from nertag.tagging.processor import Processor, this_processor
from nertag.tagging.rows import SentenceRows
from nertag.tagging.sentence_look import SentenceLook
from nertag.tagging.tagged_text import Reading, TaggedText
from nertag.tagging.tagger import Tagger
from nertag.tagging.teachers import Teachers
from nertag.tagging.tokenizer import Tokenizer
from nertag.tagging.windows import tag_rows
from nertag.tagging.writers import WRITERS, to_json_in_parts

__all__ = [
    "CHUNK",
    "CHUNK_CHARACTERS",
    "LATENCIES",
    "LIBRARIES",
    "SENTENCE",
    "WRITERS",
    "Feed",
    "LabelledFeed",
    "LineFeed",
    "Processor",
    "Reading",
    "RecordFeed",
    "SentenceLook",
    "SentenceRows",
    "TaggedText",
    "Tagger",
    "Teachers",
    "Texts",
    "Tokenizer",
    "Usage",
    "Way",
    "choose",
    "chunks",
    "model_of",
    "p95",
    "prepare_texts",
    "run_module",
    "tag_in_parts",
    "tag_rows",
    "this_processor",
    "to_json_in_parts",
    "ways",
]
