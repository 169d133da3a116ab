"""The words of a lexicon around each token, as SoftLexicon takes them in (Ma et al. 2020)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from nertag.features.matches import Ints, WordFinder
from nertag.vocabulary import Ragged

Floats = NDArray[np.float32]


class Lexicon:
    """Vectors of the words that begin at a token, go on over it, end at it, or are just it.

    Parameters
    ----------
    words : Ragged
        Their ids.
    vectors : ndarray of float32, shape (words, dimensions)
    weights : ndarray of float32, shape (words,)
        How much each word counts beside others.
    """

    def __init__(self, words: Ragged, vectors: Floats, weights: Floats) -> None:
        self._finder = WordFinder(words)
        self._vectors, self._weights = vectors, weights
        self.width = 4 * (vectors.shape[1] + 1)

    def __call__(self, ids: Ints, rng: np.random.Generator | None = None) -> Floats:
        """Features of ids ``(batch, time)``, shape ``(batch, time, 4 * (dimensions + 1))``.

        Of each of the four sets: the mean of its words' vectors by weight, over the weight of all
        four, times four; and 1 if it is empty, by which an empty set has a learned vector.
        """
        batch, time = ids.shape
        matches = self._finder.find(ids)
        match, slot = matches.sets()
        size = self._vectors.shape[1]
        slots = 4 * batch * (time + 1)
        features = np.zeros((slots, size + 1), np.float32)
        features[:, size] = 1
        if len(match):
            weight = self._weights[matches.word[match]]
            total = np.bincount(slot // 4, weight, slots // 4)
            share = (4 * weight / total[slot // 4]).astype(np.float32)
            weighted = self._vectors[matches.word[match]] * share[:, None]
            features[slot, size] = 0
            # Few sets have several words: all that are first in theirs, then all second, ...
            for alike in _by_rank(slot):
                features[slot[alike], :size] += weighted[alike]
        return features.reshape(batch, time + 1, self.width)[:, :time]


def _by_rank(slots: NDArray[np.intp]) -> Iterator[NDArray[np.intp]]:
    """The places of the first of each number, those of the second of each, and so on."""
    order = np.argsort(slots, kind="stable")
    ordered = slots[order]
    starts = np.flatnonzero(np.diff(ordered, prepend=-1))
    rank = np.arange(len(order)) - np.repeat(starts, np.diff(starts, append=len(order)))
    for number in range(int(np.amax(rank)) + 1):
        yield order[rank == number]


def count_words(words: Ragged, rows: Iterable[Ints]) -> NDArray[np.int64]:
    """How often each word stands in rows without a longer one over it, shape ``(words,)``."""
    finder, counts = WordFinder(words), np.zeros(len(words), np.int64)
    for row in rows:
        np.add.at(counts, finder.find(row[None]).outermost().word, 1)
    return counts
