"""The tables a network looks tokens up in: read from files, or trained on text."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from nertag.config import Settings
from nertag.errors import ConfigError
from nertag.features import (
    MOST_IDS,
    Lookups,
    Vocabulary,
    count_tokens,
    forms,
    load_gazetteers,
)
from nertag.features.vectors import (
    NO_VECTORS,
    TokenLines,
    Vectors,
    load_vectors,
    tokens_for_vectors,
    train_vectors,
)
from nertag.text import Sentence, fold
from nertag.training.build_gazetteers import known_names
from nertag.training.build_lexicon import known_words, load_lexicon
from nertag.training.coverage import Coverage
from nertag.training.keep_vectors import known, needed_and, up_to
from nertag.training.listeners import Note

LOW_COVERAGE = 0.8
"""Share of the training tokens with a vector below which a file of vectors hardly fits."""
MOST_VECTORS = {"char": 20_000, "word": 200_000}
"""Vectors that are kept of tokens that training does not need, by what a token is."""


def announce(settings: Settings) -> list[Note]:
    """Notes to show before `make_lookups`, which may take long.

    Parameters
    ----------
    settings : Settings
        What is looked up, in ``vectors``.
    """
    vectors = settings.vectors
    if vectors.vectors != "train":
        return []
    if vectors.text:
        return [Note(f"training vectors on {', '.join(vectors.text)} …")]
    return [
        Note(
            "no `vectors`: training them on the training sentences; vectors trained on much raw "
            "text are better …"
        )
    ]


def make_lookups(
    train: Sequence[Sentence], settings: Settings, dev: Sequence[Sentence] = ()
) -> tuple[Lookups, list[Note]]:
    """The vocabulary, the vectors of its frozen tokens and of bigrams, a lexicon, gazetteers.

    Parameters
    ----------
    train : sequence of Sentence
        What the network is trained on.
    settings : Settings
        What is looked up, in ``vectors``; how files are read, in ``reading``; the seed.
    dev : sequence of Sentence
        What the model is chosen on; only to say how much of it has vectors.

    Returns
    -------
    lookups : Lookups
        The tables that the network looks tokens up in.
    notes : list of Note
        What is in the tables, and what looks wrong.

    Raises
    ------
    DataError, ConfigError
        A file cannot be read, or vectors cannot be trained.
    """
    kind, limits = settings.reading.tokens, settings.vectors
    # Training vectors may take long: errors in the other files are found before it.
    lexicon = load_lexicon(train, limits, kind)
    gazetteers = load_gazetteers(limits.gazetteers, settings.reading.encoding)
    counts = count_tokens(train)
    needed = {form for token in counts for form in forms(token, kind)}
    with_bigrams = limits.bigrams and kind == "char"
    pairs = _bigrams_in(train) if with_bigrams else set()
    vectors, notes = _vectors(train, settings, needed | pairs)
    bigrams = NO_VECTORS
    if with_bigrams:
        bigrams = up_to(limits.max_bigrams, vectors.only(2), pairs).scaled().halved()
        vectors = vectors.only(1)
    vectors = _made_of_pieces(needed_and(_most_vectors(settings), vectors, needed), counts)
    vocabulary = _vocabulary(counts, vectors, settings)
    if limits.vectors != "none":
        notes += _about_coverage(counts, count_tokens(dev), vocabulary, limits.vectors)
    if with_bigrams:
        bigrams = known(bigrams, vocabulary)
        notes.append(Note(f"vectors of {len(bigrams.tokens):,} bigrams"))
    stored = vectors.scaled().halved()
    lookups = Lookups(vocabulary, stored.matrix, bigrams, subwords=stored.subwords)
    if limits.lexicon:
        words, weights = known_words(lexicon, train, vocabulary)
        lookups = replace(lookups, words=words, word_weights=weights)
        in_text = np.count_nonzero(weights > 1)
        found = f"{len(words.tokens):,} words, {in_text:,} of them in the training text"
        notes.append(Note(f"lexicon: {limits.lexicon}, {found}"))
    elif settings.preset != "small" and kind == "char":
        notes.append(Note("no `lexicon`: words are not looked up"))
    names, more = known_names(gazetteers, vocabulary)
    return replace(lookups, gazetteers=names), notes + more


def _vectors(
    train: Sequence[Sentence], settings: Settings, needed: Container[str]
) -> tuple[Vectors, list[Note]]:
    """Vectors of tokens and of bigrams, as they were read or trained."""
    wanted = settings.vectors
    if wanted.vectors == "none":
        return Vectors((), np.zeros((0, wanted.vector_size), np.float32)), []
    if wanted.vectors == "train":
        return trained_vectors(train, settings), []
    most = _most_vectors(settings)
    limit: int | dict[int, int] = most
    if settings.reading.tokens == "char":
        limit = {1: most, **({2: wanted.max_bigrams} if wanted.bigrams else {})}
    vectors = load_vectors(wanted.vectors, needed, limit, trust_pickle=wanted.trust_pickle)
    return vectors, [Note(f"vectors: {wanted.vectors}, {len(vectors.tokens):,} rows read")]


def trained_vectors(train: Sequence[Sentence], settings: Settings) -> Vectors:
    """Vectors that are trained on raw text, or on the training sentences without any.

    Parameters
    ----------
    train : sequence of Sentence
        The training sentences.
    settings : Settings
        What text there is and how vectors are trained, in ``vectors``.
    """
    wanted, reading = settings.vectors, settings.reading
    texts: Sequence[list[str]] | TokenLines
    if wanted.text:
        texts = TokenLines(wanted.text, reading.tokens, reading.encoding)
    else:
        texts = [tokens_for_vectors(sentence.text, reading.tokens) for sentence in train]
    return train_vectors(
        texts,
        size=wanted.vector_size,
        epochs=wanted.vector_epochs,
        workers=wanted.workers,
        seed=settings.training.seed,
        bigrams=wanted.bigrams and reading.tokens == "char",
    )


def _made_of_pieces(vectors: Vectors, counts: Mapping[str, int]) -> Vectors:
    """The vectors, and those that the pieces of other training words make."""
    if vectors.subwords is None:
        return vectors
    with_vector = set(vectors.tokens)
    lacking = [word for word in counts if with_vector.isdisjoint(forms(word, "word"))]
    rows = vectors.subwords.spell(lacking)
    known = np.flatnonzero(rows.any(axis=1))
    made = vectors.subwords.vectors(rows[known])
    words = tuple(lacking[number] for number in known)
    return replace(
        vectors, tokens=vectors.tokens + words, matrix=np.concatenate([vectors.matrix, made])
    )


def _most_vectors(settings: Settings) -> int:
    most = settings.vectors.max_vectors
    return MOST_VECTORS[settings.reading.tokens] if most is None else most


def _vocabulary(counts: Mapping[str, int], vectors: Vectors, settings: Settings) -> Vocabulary:
    """The tokens with vectors, and the training tokens that lack one and are learned."""
    kind = settings.reading.tokens
    with_vector = set(vectors.tokens)
    lacking = tuple(token for token in counts if with_vector.isdisjoint(forms(token, kind)))
    vocabulary = Vocabulary(lacking, vectors.tokens, kind)
    if settings.vectors.gazetteers and len(vocabulary) > MOST_IDS:
        raise ConfigError(
            f"{len(vocabulary):,} kinds of token are too many for `gazetteers`, which go with "
            f"{MOST_IDS:,}: lower `max_vectors`",
            setting="max_vectors",
        )
    return vocabulary


def _about_coverage(
    train: Mapping[str, int], dev: Mapping[str, int], vocabulary: Vocabulary, given: str
) -> list[Note]:
    """How much of train and dev has a vector, and a warning where a file of vectors hardly fits."""
    with_vector, kind = set(vocabulary.frozen), vocabulary.tokens
    covered = Coverage.of(train, with_vector, kind)
    notes = [
        Note(
            f"vectors cover {covered} of the training tokens; {len(vocabulary.learned):,} kinds "
            "of token lack one and get learned rows"
        )
    ]
    if dev:
        notes.append(Note(f"vectors cover {Coverage.of(dev, with_vector, kind)} of the dev tokens"))
    if covered.whole < LOW_COVERAGE and given != "train":
        doubt = "many tokens have no vector: do the vectors fit `tokens` and the text?"
        notes.append(Note(doubt, warning=True))
    return notes


def _bigrams_in(sentences: Sequence[Sentence]) -> set[str]:
    return {
        first + second for sentence in sentences for first, second in pairwise(fold(sentence.text))
    }
