"""Where words occur in rows of ids: Aho-Corasick by ahocorasick_rs, on ids instead of letters."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from itertools import chain

import numpy as np
from ahocorasick_rs import AhoCorasick
from numpy.typing import NDArray

from nertag.arrays import Ints
from nertag.features.vocabulary import Ragged

Places = NDArray[np.intp]

SURROGATES = 0xD800, 0x800
"""The first code point that text cannot hold, and how many there are."""
MOST_IDS = sys.maxunicode + 1 - SURROGATES[1]
"""Ids are below this number."""
NO_WORD = -1
"""In the table of words of one token: the token is none."""


@dataclass(frozen=True)
class Matches:
    """Words found in one flat row; all arrays have shape ``(matches,)``.

    Parameters
    ----------
    word : ndarray of int
        The index of the word.
    start, end : ndarray of int
        The index of its first token, and of the one after its last.
    """

    word: Places
    start: Places
    end: Places

    def __len__(self) -> int:
        return len(self.word)

    def where(self, kept: NDArray[np.bool_]) -> Matches:
        """The matches for which `kept`, shape ``(matches,)``, is true."""
        return Matches(self.word[kept], self.start[kept], self.end[kept])

    def outermost(self) -> Matches:
        """The matches that no longer match covers."""
        order = np.lexsort((-self.end, self.start))
        ends = self.end[order]
        reached = np.maximum.accumulate(np.append(-1, ends[:-1])) if len(ends) else ends
        kept = np.zeros(len(self), np.bool_)
        kept[order] = ends > reached
        return self.where(kept)

    def sets(self) -> tuple[Places, Places]:
        """The tokens that each match covers, and in which of four sets.

        Returns
        -------
        match : ndarray of int, shape (covered tokens,)
            The index of the match.
        slot : ndarray of int, shape (covered tokens,)
            Four times the index of the token, plus 0 where the word begins, 1 in its middle, 2
            where it ends, 3 where it is the whole word.
        """
        lengths = self.end - self.start
        match = np.repeat(np.arange(len(self)), lengths)
        step = np.arange(len(match)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        left = lengths[match] - 1 - step
        kind = np.where(step == 0, np.where(left == 0, 3, 0), np.where(left == 0, 2, 1))
        return match, 4 * (self.start[match] + step) + kind


class WordFinder:
    """Finds all words of a list in rows of ids.

    Parameters
    ----------
    words : Ragged
        The ids of the tokens of each word; no word is empty, or has padding or unknown tokens.
    """

    def __init__(self, words: Ragged) -> None:
        # Words of one token are most of the matches; a table finds them faster.
        alone = np.flatnonzero(np.diff(words.offsets) == 1)
        tokens = words.ids[words.offsets[alone]]
        tokens, first = np.unique(tokens, return_index=True)
        self._alone = np.full(int(np.amax(tokens, initial=0)) + 2, NO_WORD)
        self._alone[tokens] = alone[first]
        self._longer = np.delete(np.arange(len(words)), alone[first])
        text, starts, ends = _text(words.ids), words.offsets[:-1], words.offsets[1:]
        bounds = zip(starts[self._longer].tolist(), ends[self._longer].tolist())
        self._automaton = AhoCorasick([text[a:b] for a, b in bounds], store_patterns=False)

    def find(self, ids: Ints) -> Matches:
        """All matches in rows of ids ``(batch, time)``; row ``r`` begins at index ``r * time``."""
        # Padding after each row keeps words from reaching into the next.
        apart = np.zeros((len(ids), ids.shape[1] + 1), np.int32)
        apart[:, :-1] = ids
        found = self._automaton.find_matches_as_indexes(_text(apart.ravel()), overlapping=True)
        numbers = np.fromiter(chain.from_iterable(found), np.intp, 3 * len(found)).reshape(-1, 3)
        number, start, end = numbers.T
        row = start // apart.shape[1]
        alone = self._alone.take(ids.ravel(), mode="clip")
        place = np.flatnonzero(alone != NO_WORD)
        return Matches(
            np.concatenate([alone[place], self._longer[number]]),
            np.concatenate([place, start - row]),
            np.concatenate([place + 1, end - row]),
        )


def _text(ids: Ints) -> str:
    """Ids as a text of as many characters."""
    first, count = SURROGATES
    return (ids + count * (ids >= first)).astype("<u4").tobytes().decode("utf-32-le")
