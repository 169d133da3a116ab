"""The tables a network looks tokens up in: read from files, or trained on text."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from nertag.config import Settings
from nertag.errors import ConfigError
from nertag.features import MOST_IDS, Lookups, Vocabulary, count_tokens, count_words, forms
from nertag.features.vectors import (
    NO_VECTORS,
    TokenLines,
    Vectors,
    load_vectors,
    tokens_for_vectors,
    train_vectors,
)
from nertag.io import read_lines
from nertag.text import Sentence, fold
from nertag.training.listeners import Listener

LONGEST_WORD = 10
"""Characters of the longest words of a lexicon that are kept because the training text has them."""


def make_lookups(train: Sequence[Sentence], settings: Settings, listener: Listener) -> Lookups:
    """The vocabulary, the vectors of its frozen tokens and of bigrams, a lexicon, gazetteers.

    Raises
    ------
    DataError, ConfigError
        The vectors cannot be read or trained.
    """
    # Training vectors may take long: what is wrong with the other files shows before it.
    lexicon = _load_lexicon(train, settings)
    gazetteers = _load_gazetteers(settings)
    counts = count_tokens(train)
    needed = {form for token in counts for form in forms(token, settings.tokens)}
    with_bigrams = settings.bigrams and settings.tokens == "char"
    pairs = _bigrams_in(train) if with_bigrams else set()
    if settings.vectors == "none":
        vectors = Vectors((), np.zeros((0, settings.vector_size), np.float32))
    elif settings.vectors == "train":
        vectors = _train_vectors(train, settings, with_bigrams, listener)
    else:
        vectors = load_vectors(
            settings.vectors,
            needed | pairs,
            _limit(settings),
            trust_pickle=settings.trust_pickle,
        )
        listener.say(f"vectors: {settings.vectors}, {len(vectors.tokens):,} rows read")
    bigrams = NO_VECTORS
    if with_bigrams:
        bigrams = _up_to(settings.max_bigrams, vectors.only(2), pairs)
        vectors, bigrams = vectors.only(1), bigrams.scaled().halved()
    vectors = _needed_and(settings.max_vectors, vectors, needed)
    known = set(vectors.tokens)
    lacking = tuple(token for token in counts if known.isdisjoint(forms(token, settings.tokens)))
    if settings.vectors != "none":
        covered = 1 - sum(counts[token] for token in lacking) / sum(counts.values())
        listener.say(
            f"vectors cover {covered:.1%} of the training tokens; "
            f"{len(lacking):,} kinds of token lack one and get learned rows"
        )
        if covered < 0.8 and settings.vectors != "train":
            listener.warn("many tokens have no vector: do the vectors fit `tokens` and the text?")
    vocabulary = Vocabulary(lacking, vectors.tokens, settings.tokens)
    if gazetteers and len(vocabulary) > MOST_IDS:
        raise ConfigError(
            f"{len(vocabulary):,} kinds of token are too many for `gazetteers`, which go with "
            f"{MOST_IDS:,}: lower `max_vectors`",
            setting="max_vectors",
        )
    if with_bigrams:
        bigrams = _known(bigrams, vocabulary)
        listener.say(f"vectors of {len(bigrams.tokens):,} pairs of characters")
    lookups = Lookups(vocabulary, vectors.scaled().halved().matrix, bigrams)
    if settings.lexicon:
        words, weights = _known_words(lexicon, train, vocabulary)
        lookups = replace(lookups, words=words, word_weights=weights)
        listener.say(
            f"lexicon: {settings.lexicon}, {len(words.tokens):,} words, "
            f"{np.count_nonzero(weights > 1):,} of them in the training text"
        )
    elif settings.preset != "small" and settings.tokens == "char":
        listener.say("no `lexicon`: words are not looked up")
    return replace(lookups, gazetteers=_known_names(gazetteers, vocabulary, listener))


def _limit(settings: Settings) -> int | dict[int, int]:
    """Of how many tokens besides those needed a file's vectors are read; see `vectors.load`."""
    if settings.tokens == "word":
        return settings.max_vectors
    pairs = {2: settings.max_bigrams} if settings.bigrams else {}
    return {1: settings.max_vectors, **pairs}


def _bigrams_in(sentences: Sequence[Sentence]) -> set[str]:
    return {
        first + second for sentence in sentences for first, second in pairwise(fold(sentence.text))
    }


def _needed_and(others: int, vectors: Vectors, needed: Container[str]) -> Vectors:
    """All rows of the tokens needed, then so many of the first others."""
    wanted = np.array([token in needed for token in vectors.tokens], np.bool_)
    return vectors.at(np.append(np.flatnonzero(wanted), np.flatnonzero(~wanted)[: max(0, others)]))


def _up_to(most: int, vectors: Vectors, needed: Container[str]) -> Vectors:
    """All rows of the tokens needed, and the first others until there are so many rows."""
    return _needed_and(most - sum(token in needed for token in vectors.tokens), vectors, needed)


def _known(vectors: Vectors, vocabulary: Vocabulary) -> Vectors:
    """Those of the texts whose tokens are all in the vocabulary."""
    return vectors.at(np.flatnonzero(vocabulary.encode_texts(vectors.tokens).known))


def _train_vectors(
    train: Sequence[Sentence], settings: Settings, with_bigrams: bool, listener: Listener
) -> Vectors:
    if settings.text:
        texts: Sequence[list[str]] | TokenLines = TokenLines(
            settings.text, settings.tokens, settings.encoding
        )
        listener.say(f"training vectors on {', '.join(settings.text)} …")
    else:
        texts = [tokens_for_vectors(sentence.text, settings.tokens) for sentence in train]
        listener.say(
            "no `vectors`: training them on the training sentences; vectors trained on much raw "
            "text are better …"
        )
    return train_vectors(
        texts,
        size=settings.vector_size,
        epochs=settings.vector_epochs,
        workers=settings.workers,
        seed=settings.seed,
        bigrams=with_bigrams,
    )


def _load_lexicon(train: Sequence[Sentence], settings: Settings) -> Vectors:
    """Words with their vectors: those of the training text, and the first others up to a limit."""
    if not settings.lexicon:
        return NO_VECTORS
    if settings.tokens != "char":
        raise ConfigError(
            "`lexicon` finds words in characters: it needs `tokens=char`", setting="lexicon"
        )
    needed = _Substrings(train)
    words = load_vectors(
        settings.lexicon, needed, settings.max_words, trust_pickle=settings.trust_pickle
    )
    return _up_to(settings.max_words, words, needed)


def _known_words(
    lexicon: Vectors, train: Sequence[Sentence], vocabulary: Vocabulary
) -> tuple[Vectors, NDArray[np.float32]]:
    """The words that can be found in a text, and what each weighs: its count in training + 1."""
    words = _known(lexicon, vocabulary)
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
        place = self._hashes.searchsorted(hash(text))
        return bool(place < len(self._hashes) and self._hashes[place] == hash(text))


def _load_gazetteers(settings: Settings) -> list[tuple[str, str, list[str]]]:
    """The label, the file and the names of each list."""
    lists = []
    for given in settings.gazetteers:
        label, equals, path = given.partition("=")
        if not (label and equals and path) or not label.isprintable():
            raise ConfigError(
                f"`gazetteers` holds {given!r}, expected LABEL=FILE", setting="gazetteers"
            )
        lines = read_lines(path, settings.encoding)
        names = dict.fromkeys(filter(None, (fold(line).strip() for line in lines)))
        lists.append((label, path, list(names)))
    return lists


def _known_names(
    lists: Sequence[tuple[str, str, Sequence[str]]], vocabulary: Vocabulary, listener: Listener
) -> Mapping[str, Sequence[str]]:
    """The entries of each label that can be found in a text."""
    gazetteers: dict[str, dict[str, None]] = {}
    for label, path, names in lists:
        known = vocabulary.encode_texts(names).known
        entries = [name for name, usable in zip(names, known.tolist()) if usable]
        listener.say(
            f"gazetteer of {label}: {path}, {len(names):,} names; {len(names) - len(entries):,} "
            "are left out because neither training text nor vectors have all their tokens"
        )
        if entries:
            gazetteers.setdefault(label, {}).update(dict.fromkeys(entries))
    return {label: tuple(entries) for label, entries in gazetteers.items()}
