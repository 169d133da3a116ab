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
FEW = 4096
"""Ids of which it pays to ask which words can occur among them, instead of preparing for all."""


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
    """Finds all words of a list in rows of ids; may be called from several threads.

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
        self._words, self._others = words, np.delete(np.arange(len(words)), alone[first])
        self._automaton: _Automaton | None = None
        self._was_called = False

    def find(self, ids: Ints) -> Matches:
        """All matches in rows of ids ``(batch, time)``; row ``r`` begins at index ``r * time``."""
        # Padding after each row keeps words from reaching into the next.
        apart = np.zeros((len(ids), ids.shape[1] + 1), np.int32)
        apart[:, :-1] = ids
        others = self._automaton_for(ids).find(apart.ravel())
        row = others.start // apart.shape[1]
        alone = self._alone.take(ids.ravel(), mode="clip")
        place = np.flatnonzero(alone != NO_WORD)
        return Matches(
            np.concatenate([alone[place], others.word]),
            np.concatenate([place, others.start - row]),
            np.concatenate([place + 1, others.end - row]),
        )

    def _automaton_for(self, ids: Ints) -> _Automaton:
        """An automaton of all words, or of those that can occur in the first ids, if they are few.

        That of a hundred thousand words takes a quarter of a second: a program that tags one short
        text does not wait for it.
        """
        if self._automaton is None and not self._was_called and ids.size <= FEW:
            self._was_called = True
            return _Automaton(self._words, self._others[self._can_occur(ids)[self._others]])
        if self._automaton is None:
            self._automaton = _Automaton(self._words, self._others)
        return self._automaton

    def _can_occur(self, ids: Ints) -> NDArray[np.bool_]:
        """Whether all tokens of a word are among the ids, shape ``(words,)``."""
        occurs = np.isin(self._words.ids, ids)
        found: NDArray[np.bool_] = np.logical_and.reduceat(occurs, self._words.offsets[:-1])
        return found


class _Automaton:
    """Finds some of the words.

    Parameters
    ----------
    words : Ragged
        The ids of the tokens of all words.
    chosen : ndarray of int, shape (chosen words,)
        The indices of the words to find.
    """

    def __init__(self, words: Ragged, chosen: Places) -> None:
        text = _text(words.ids)
        bounds = zip(words.offsets[chosen].tolist(), words.offsets[chosen + 1].tolist())
        self._chosen = chosen
        self._automaton = AhoCorasick([text[a:b] for a, b in bounds], store_patterns=False)

    def find(self, ids: Ints) -> Matches:
        """All matches in one flat row."""
        found = self._automaton.find_matches_as_indexes(_text(ids), overlapping=True)
        numbers = np.fromiter(chain.from_iterable(found), np.intp, 3 * len(found)).reshape(-1, 3)
        number, start, end = numbers.T
        return Matches(self._chosen[number], start, end)


def _text(ids: Ints) -> str:
    """Ids as a text of as many characters."""
    first, count = SURROGATES
    return (ids + count * (ids >= first)).astype("<u4").tobytes().decode("utf-32-le")
