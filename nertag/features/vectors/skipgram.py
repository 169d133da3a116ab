"""Training vectors of tokens, pairs and words on raw text: skip-gram by gensim.

gensim is imported here for training and in `by_gensim` for files, and nowhere else.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise

import numpy as np

from nertag.errors import ConfigError, needs
from nertag.features.subwords import Subwords
from nertag.features.vectors.vectors import Vectors
from nertag.io import reading_pipes_again

MOST_ROWS = 300_000
"""The most frequent pairs, and words, that get a vector: a bound on memory."""

PIECES = {"min_n": 3, "max_n": 5, "bucket": 200_000}
"""Characters of the pieces of words, and how many buckets their hashes fall into."""

MOST_PASSES, FEWEST_PASSES, TOKENS_READ = 50, 2, 20_000_000
"""Most and fewest passes over a text; between them, about so many tokens are read."""


@dataclass(frozen=True)
class VectorProgress:
    """How far the training of vectors is.

    Parameters
    ----------
    sort : {"tokens", "pairs", "words"}
        What gets vectors.
    number : int
        The pass over the text, from 1; 0 while tokens are counted.
    passes : int
        All passes; 0 while tokens are counted.
    row : int
        Rows read in this pass.
    rows : int
        All rows; 0 while tokens are counted.
    """

    sort: str
    number: int
    passes: int
    row: int
    rows: int


Watch = Callable[[VectorProgress], None]
"""Is called at the beginning of each pass over the text and after every 10,000 rows."""


@reading_pipes_again()
def train_vectors(
    texts: Iterable[Sequence[str]],
    *,
    size: int,
    epochs: int | None,
    workers: int,
    seed: int,
    bigrams: bool = False,
    subwords: bool = False,
    watch: Watch | None = None,
) -> Vectors:
    """Train skip-gram vectors with negative sampling (Mikolov et al. 2013).

    Parameters
    ----------
    texts : iterable of sequences of str
        The tokens of each sentence, width-folded; read more than once, so no generator.
    size : int
        Dimensions.
    epochs : int, optional
        Passes over the text; without it, fewer the more text there is.
    workers : int
        Threads. With one the same seed gives the same vectors; more are faster.
    seed : int
        Seed of gensim's random numbers.
    bigrams : bool
        Whether pairs of neighbouring tokens get vectors too; they come after those of the tokens.
    subwords : bool
        Whether pieces of the tokens, which are words then, get vectors too.
    watch : callable, optional
        Is told how far training is.

    Raises
    ------
    ConfigError
        There is nothing to train on.
    """
    rows = _Rows(texts, _pieces)
    tokens = _train("tokens", rows, size, epochs, workers, seed, watch, subwords=subwords)
    if not tokens.tokens:
        raise ConfigError(
            "there is too little text to train vectors on: no token occurs twice "
            "(give more `text`, or use `vectors=none`)",
            setting="text",
        )
    if not bigrams:
        return tokens
    pairs = _train("pairs", _Rows(rows, _pairs), size, epochs, workers, seed, watch)
    return Vectors(tokens.tokens + pairs.tokens, np.concatenate([tokens.matrix, pairs.matrix]))


@reading_pipes_again()
def train_word_vectors(
    texts: Iterable[Sequence[str]],
    lexicon: Iterable[str],
    *,
    size: int,
    epochs: int | None,
    workers: int,
    seed: int,
    watch: Watch | None = None,
) -> Vectors:
    """Train vectors of words; rows of characters are cut into the longest words of a lexicon.

    Characters outside any match are words of their own.

    Parameters
    ----------
    texts : iterable of sequences of str
        The characters of each sentence, width-folded; read more than once, so no generator.
    lexicon : iterable of str
        The words; those of one character are ignored.
    size, epochs, workers, seed, watch
        See `train_vectors`.

    Raises
    ------
    ConfigError
        No word of the lexicon is in the text.
    """
    words = [word for word in lexicon if len(word) > 1]
    rows = _Rows(_Rows(texts, _pieces), _LongestMatch(words))
    found = _train("words", rows, size, epochs, workers, seed, watch)
    if not any(len(word) > 1 for word in found.tokens):
        raise ConfigError("no word of the lexicon is twice in the text: do they fit together?")
    return found


def _train(
    sort: str,
    rows: Iterable[Sequence[str]],
    size: int,
    epochs: int | None,
    workers: int,
    seed: int,
    watch: Watch | None,
    *,
    subwords: bool = False,
) -> Vectors:
    logging.getLogger("gensim").setLevel(logging.ERROR)
    with needs("train"):
        from gensim.models import FastText, Word2Vec

    make = partial(FastText, **PIECES) if subwords else Word2Vec
    model = make(
        vector_size=size,
        window=5,
        min_count=2,
        max_final_vocab=MOST_ROWS,
        sg=1,
        negative=5,
        workers=workers,
        seed=seed,
    )
    model.build_vocab(_Watched(rows, VectorProgress(sort, 0, 0, 0, 0), watch))
    if not model.wv.index_to_key:
        return Vectors((), np.zeros((0, size), np.float32))
    epochs = epochs or passes(model.corpus_total_words)
    first = VectorProgress(sort, 1, epochs, 0, model.corpus_count)
    held = _Held(_Watched(rows, first, watch))
    model.train(held, total_examples=model.corpus_count, epochs=epochs)
    if held.error:
        raise held.error
    words, matrix = tuple(model.wv.index_to_key), np.asarray(model.wv.vectors, np.float32)
    if not subwords:
        return Vectors(words, matrix)
    lengths = PIECES["min_n"], PIECES["max_n"]
    return Vectors(words, matrix, Subwords.of(model.wv.vectors_ngrams, *lengths, words))


def passes(tokens: int) -> int:
    """How many passes to make over a text of so many tokens."""
    return max(FEWEST_PASSES, min(MOST_PASSES, TOKENS_READ // tokens))


class _Rows:
    """Rows that another reading of the same source makes; rereadable, as gensim needs it."""

    def __init__(
        self,
        source: Iterable[Sequence[str]],
        cut: Callable[[Sequence[str]], Iterable[Sequence[str]]],
    ) -> None:
        self.source, self.cut = source, cut

    def __iter__(self) -> Iterator[Sequence[str]]:
        for row in self.source:
            yield from self.cut(row)


class _Watched:
    """Rows with somebody who hears how far each reading of them is."""

    def __init__(
        self, rows: Iterable[Sequence[str]], first: VectorProgress, watch: Watch | None
    ) -> None:
        self.rows, self.next, self.watch = rows, first, watch

    def __iter__(self) -> Iterator[Sequence[str]]:
        reading = self.next
        self.next = replace(reading, number=reading.number + 1)
        for row, tokens in enumerate(self.rows):
            if self.watch and row % 10_000 == 0:
                self.watch(replace(reading, row=row))
            yield tokens


class _Held:
    """Rows that end where reading fails, with the error held for later.

    gensim reads rows in a thread; if that thread died, it would wait for ever.
    """

    def __init__(self, source: Iterable[Sequence[str]]) -> None:
        self.source = source
        self.error: Exception | None = None

    def __iter__(self) -> Iterator[Sequence[str]]:
        try:
            yield from self.source
        except Exception as error:
            self.error = error


def _pieces(row: Sequence[str], longest: int = 10_000) -> Iterator[Sequence[str]]:
    """Pieces that gensim reads whole: it drops what comes after 10,000 tokens."""
    for start in range(0, len(row), longest):
        yield row[start : start + longest]


def _pairs(row: Sequence[str]) -> Iterator[list[str]]:
    yield [first + second for first, second in pairwise(row)]


class _LongestMatch:
    """Cuts a row of characters into the words of a lexicon, from the left, the longest first."""

    def __init__(self, words: Sequence[str]) -> None:
        from ahocorasick_rs import AhoCorasick, MatchKind

        kind = MatchKind.LeftmostLongest
        self._automaton = AhoCorasick(words, matchkind=kind, store_patterns=False)

    def __call__(self, row: Sequence[str]) -> Iterator[list[str]]:
        text, cut, place = "".join(row), [], 0
        for _, start, end in self._automaton.find_matches_as_indexes(text):
            cut += [*text[place:start], text[start:end]]
            place = end
        yield [*cut, *text[place:]]
