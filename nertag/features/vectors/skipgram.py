"""Training vectors of tokens, pairs and words on raw text: skip-gram by gensim.

gensim is imported here for training and in `by_gensim` for files, and nowhere else.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np

from nertag.errors import ConfigError, needs
from nertag.features.subwords import Subwords
from nertag.features.vectors.checkpoint import PassCheckpoint
from nertag.features.vectors.rows import LongestMatch, Rows, pairs_of, pieces_of
from nertag.features.vectors.vectors import Vectors
from nertag.io import reading_pipes_again

MOST_ROWS = 300_000
"""The most frequent pairs, and words, that get a vector: a bound on memory."""

MOST_COUNTED = 5_000_000
"""Different tokens or pairs counted at a time, in 500 MB; of more, rare ones are dropped."""

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

Keep = Callable[[str], PassCheckpoint]
"""Gives the checkpoint of a sort: of ``tokens``, ``pairs`` or ``words``."""


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
    keep: Keep | None = None,
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
    keep : callable, optional
        Gives the checkpoint of a sort, which is written after each pass.

    Raises
    ------
    ConfigError
        There is nothing to train on.
    """
    rows = Rows(texts, pieces_of)
    how: dict[str, Any] = {"size": size, "epochs": epochs, "workers": workers, "seed": seed}
    tokens = _train("tokens", rows, watch, keep, **how, subwords=subwords)
    if not tokens.tokens:
        raise ConfigError(
            "there is too little text to train vectors on: no token occurs twice "
            "(give more `text`, or use `vectors=none`)",
            setting="text",
        )
    if not bigrams:
        return tokens
    pairs = _train("pairs", Rows(rows, pairs_of), watch, keep, **how)
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
    keep: Keep | None = None,
) -> Vectors:
    """Train vectors of words; rows of characters are cut into the longest words of a lexicon.

    Characters outside any match are words of their own.

    Parameters
    ----------
    texts : iterable of sequences of str
        The characters of each sentence, width-folded; read more than once, so no generator.
    lexicon : iterable of str
        The words; those of one character are ignored.
    size, epochs, workers, seed, watch, keep
        See `train_vectors`.

    Raises
    ------
    ConfigError
        No word of the lexicon is in the text.
    """
    words = [word for word in lexicon if len(word) > 1]
    rows = Rows(Rows(texts, pieces_of), LongestMatch(words))
    how: dict[str, Any] = {"size": size, "epochs": epochs, "workers": workers, "seed": seed}
    found = _train("words", rows, watch, keep, **how)
    if not any(len(word) > 1 for word in found.tokens):
        raise ConfigError("no word of the lexicon is twice in the text: do they fit together?")
    return found


def _train(
    sort: str,
    rows: Iterable[Sequence[str]],
    watch: Watch | None,
    keep: Keep | None,
    *,
    size: int,
    epochs: int | None,
    workers: int,
    seed: int,
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
        max_vocab_size=MOST_COUNTED,
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
    _make_passes(model, _Watched(rows, first, watch), keep(sort) if keep else None)
    words, matrix = tuple(model.wv.index_to_key), np.asarray(model.wv.vectors, np.float32)
    if not subwords:
        return Vectors(words, matrix)
    lengths = PIECES["min_n"], PIECES["max_n"]
    return Vectors(words, matrix, Subwords.of(model.wv.vectors_ngrams, *lengths, words))


def _make_passes(model: Any, rows: _Watched, checkpoint: PassCheckpoint | None) -> None:
    """Train a model pass by pass; the learning rate falls in one line over all of them."""
    highest, lowest, all_passes = model.alpha, model.min_alpha, rows.next.passes
    fingerprint = _fingerprint(model, all_passes)
    done = checkpoint.restore(model, fingerprint) if checkpoint else 0
    rows.next = replace(rows.next, number=done + 1)
    for number in range(done, all_passes):
        held = _Held(rows)
        start, end = (
            highest - (highest - lowest) * part / all_passes for part in (number, number + 1)
        )
        model.train(
            held, total_examples=model.corpus_count, epochs=1, start_alpha=start, end_alpha=end
        )
        if held.error:
            raise held.error
        if checkpoint:
            checkpoint.save(model, number + 1, fingerprint)


def _fingerprint(model: Any, all_passes: int) -> bytes:
    """Tells apart what a model is trained on, by the counts of its vocabulary, and how."""
    text = model.corpus_count, model.corpus_total_words
    how = type(model).__name__, model.vector_size, model.seed, all_passes
    digest = hashlib.sha256(repr((how, text)).encode())
    for word in model.wv.index_to_key:
        counted = f"{word} {model.wv.get_vecattr(word, 'count')}\n"
        digest.update(counted.encode("utf-8", "surrogatepass"))
    return digest.digest()


def passes(tokens: int) -> int:
    """How many passes to make over a text of so many tokens."""
    return max(FEWEST_PASSES, min(MOST_PASSES, TOKENS_READ // tokens))


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
