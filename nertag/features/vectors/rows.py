"""Rows of tokens, cut as the training of vectors needs them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise


class Rows:
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


def pieces_of(row: Sequence[str], longest: int = 10_000) -> Iterator[Sequence[str]]:
    """Pieces that gensim reads whole: it drops what comes after 10,000 tokens."""
    for start in range(0, len(row), longest):
        yield row[start : start + longest]


def pairs_of(row: Sequence[str]) -> Iterator[list[str]]:
    """The pairs of neighbouring tokens of a row."""
    yield [first + second for first, second in pairwise(row)]


class LongestMatch:
    """Cuts a row of characters into the words of a lexicon, from the left, the longest first."""

    def __init__(self, words: Sequence[str]) -> None:
        from ahocorasick_rs import AhoCorasick, MatchKind

        kind = MatchKind.LeftmostLongest
        self._automaton = AhoCorasick(words, matchkind=kind, store_patterns=False)

    def __call__(self, row: Sequence[str]) -> Iterator[list[str]]:
        """The words of a row."""
        text, cut, place = "".join(row), [], 0
        for _, start, end in self._automaton.find_matches_as_indexes(text):
            cut += [*text[place:start], text[start:end]]
            place = end
        yield [*cut, *text[place:]]
