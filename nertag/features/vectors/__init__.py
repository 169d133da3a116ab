"""Vectors of tokens, bigrams and words: read from files or trained on raw text."""

from nertag.features.vectors.checkpoint import PassCheckpoint
from nertag.features.vectors.skipgram import VectorProgress, train_vectors, train_word_vectors
from nertag.features.vectors.texts import TokenLines, read_lexicon, tokens_for_vectors
from nertag.features.vectors.vectors import (
    NO_VECTORS,
    Vectors,
    check_vectors_name,
    load_vectors,
    save_vectors,
    subwords_file,
    write_vectors,
)

__all__ = [
    "NO_VECTORS",
    "PassCheckpoint",
    "TokenLines",
    "VectorProgress",
    "Vectors",
    "check_vectors_name",
    "load_vectors",
    "read_lexicon",
    "save_vectors",
    "subwords_file",
    "tokens_for_vectors",
    "train_vectors",
    "train_word_vectors",
    "write_vectors",
]
