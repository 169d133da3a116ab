"""The lexicon of a network: words with vectors, which are looked up in texts of characters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from nertag.config import VectorSettings
from nertag.errors import ConfigError
from nertag.features import Vocabulary, count_words
from nertag.features.vectors import NO_VECTORS, Vectors, load_vectors
from nertag.text import Sentence, fold
from nertag.training.keep_vectors import known, up_to

LONGEST_WORD = 10
"""Characters of the longest words of a lexicon that are kept because the training text has them."""


def load_lexicon(train: Sequence[Sentence], settings: VectorSettings, tokens: str) -> Vectors:
    """Words of the training text with their vectors, then the first other words up to a limit.

    Parameters
    ----------
    train : sequence of Sentence
        The training sentences.
    settings : VectorSettings
        The file, how many words are kept, and whether pickles are trusted.
    tokens : {"char", "word"}
        What a token is.

    Raises
    ------
    ConfigError
        Tokens are not characters.
    DataError
        The file cannot be read.
    """
    if not settings.lexicon:
        return NO_VECTORS
    if tokens != "char":
        raise ConfigError(
            "`lexicon` finds words in characters: it needs `tokens=char`", setting="lexicon"
        )
    needed = _Substrings(train)
    words = load_vectors(
        settings.lexicon, needed, settings.max_words, trust_pickle=settings.trust_pickle
    )
    return up_to(settings.max_words, words, needed)


def known_words(
    lexicon: Vectors, train: Sequence[Sentence], vocabulary: Vocabulary
) -> tuple[Vectors, NDArray[np.float32]]:
    """The words that can be found in a text, and the weight of each: its count in training + 1.

    Parameters
    ----------
    lexicon : Vectors
        The words with their vectors.
    train : sequence of Sentence
        The training sentences.
    vocabulary : Vocabulary
        The tokens that the network knows.
    """
    words = known(lexicon, vocabulary)
    ids = vocabulary.encode_texts(words.tokens)
    counts = count_words(ids, map(vocabulary.encode, train))
    return words.scaled().halved(), (counts + 1).astype(np.float32)


class _Substrings:
    """The texts of up to `LONGEST_WORD` characters within some sentences, by their hashes."""

    def __init__(self, sentences: Sequence[Sentence]) -> None:
        self._hashes = np.unique(np.fromiter(self._all(sentences), np.int64))

    @staticmethod
    def _all(sentences: Sequence[Sentence]) -> Iterator[int]:
        for text in (fold(sentence.text) for sentence in sentences):
            for size in range(1, LONGEST_WORD + 1):
                for start in range(len(text) - size + 1):
                    yield hash(text[start : start + size])

    def __contains__(self, text: object) -> bool:
        index = self._hashes.searchsorted(hash(text))
        return bool(index < len(self._hashes) and self._hashes[index] == hash(text))
