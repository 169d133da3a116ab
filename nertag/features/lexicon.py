"""The words of a lexicon around each token: SoftLexicon (Ma et al. 2020)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from nertag.arrays import Floats, Ints, Stored
from nertag.features.matches import WordFinder
from nertag.features.vector_table import VectorTable
from nertag.features.vocabulary import Ragged


class Lexicon:
    """Vectors of the words that begin at a token, continue over it, end at it, or are just it.

    Parameters
    ----------
    words : Ragged
        The ids of the tokens of each word.
    vectors : ndarray of float16 or float32, shape (words, dimensions)
        The vector of each word.
    weights : ndarray of float32, shape (words,)
        The weight of each word in the mean of a set.
    """

    def __init__(self, words: Ragged, vectors: Stored, weights: Floats) -> None:
        self._finder = WordFinder(words)
        size = vectors.shape[1] + 1
        # A last number says that a set is empty: 1 in the row after those of all words.
        rows = np.pad(vectors, ((0, 1), (0, 1)))
        rows[-1, -1] = 1
        self._rows = VectorTable(rows)
        self._weights = weights
        self.width = 4 * size

    def __call__(self, ids: Ints, rng: np.random.Generator | None = None) -> Floats:
        """Features of ids ``(batch, time)``, shape ``(batch, time, 4 * (dimensions + 1))``.

        For each of the four sets: the sum of its words' vectors by weight, divided by the weight of
        all four, times four; then 1 if the set is empty, which gives it a learned vector.
        """
        batch, time = ids.shape
        matches = self._finder.find(ids)
        match, slot = matches.sets()
        word, place = matches.word[match], slot // 4
        slots = 4 * batch * time
        weight = self._weights[word]
        share = (4 * weight / np.bincount(place, weight)[place]).astype(np.float32)
        row, scale = np.full(slots, len(self._weights)), np.ones(slots, np.float32)
        row[slot], scale[slot] = word, share
        features = self._rows.take(row)
        features *= scale[:, None]
        # Few sets have several words, of which the last one is in: all first others, all second...
        number, last = np.arange(len(slot)), np.empty(slots, np.intp)
        last[slot] = number
        others = np.flatnonzero(last[slot] != number)
        for alike in _by_rank(slot[others]):
            more = others[alike]
            features[slot[more]] += self._rows.take(word[more]) * share[more, None]
        return features.reshape(batch, time, self.width)


def _by_rank(slots: NDArray[np.intp]) -> Iterator[NDArray[np.intp]]:
    """The indices of the first of each number, then of the second of each, and so on."""
    order = np.argsort(slots, kind="stable")
    ordered = slots[order]
    starts = np.flatnonzero(np.diff(ordered, prepend=-1))
    rank = np.arange(len(order)) - np.repeat(starts, np.diff(starts, append=len(order)))
    for number in range(int(np.amax(rank, initial=-1)) + 1):
        yield order[rank == number]


def count_words(words: Ragged, rows: Iterable[Ints]) -> NDArray[np.int64]:
    """How often each word occurs in rows without a longer one over it, shape ``(words,)``."""
    finder, counts = WordFinder(words), np.zeros(len(words), np.int64)
    for row in rows:
        np.add.at(counts, finder.find(row[None]).outermost().word, 1)
    return counts
