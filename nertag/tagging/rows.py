"""Sentences as rows for the network: a row for each line, and the way back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from nertag.arrays import Bools, Doubles, Ints
from nertag.text import Sentence, Span, blank_tokens, lines_of

LikelyPath = tuple[Ints, float]
"""Tag ids and their probability."""


@dataclass(frozen=True, slots=True)
class Row:
    """Tokens that go through the network together.

    Parameters
    ----------
    ids : ndarray of int32, shape (tokens,)
        The ids of the tokens.
    blank : ndarray of bool, shape (tokens,)
        Which tokens are blank: no entity begins or ends on them.
    barred : ndarray of bool, shape (tokens, tags), optional
        Which tags a token must not take, of those that are decoded.
    """

    ids: Ints
    blank: Bools
    barred: Bools | None = None

    def __len__(self) -> int:
        return len(self.ids)

    def cut(self, start: int, stop: int) -> Row:
        """Some of the tokens.

        Parameters
        ----------
        start : int
            Index of the first token.
        stop : int
            Index of the token after the last.
        """
        barred = None if self.barred is None else self.barred[start:stop]
        return Row(self.ids[start:stop], self.blank[start:stop], barred)


class SentenceRows:
    """The rows of sentences: a line break ends a row, as the end of a sentence does.

    Parameters
    ----------
    sentences : sequence of Sentence
        The sentences.
    encode : callable
        A sentence to the ids of its tokens.
    barred : ndarray of bool, shape (tokens, tags), optional
        Which tags each token must not take; only for a single sentence.
    """

    def __init__(
        self,
        sentences: Sequence[Sentence],
        encode: Callable[[Sentence], Ints],
        barred: Bools | None = None,
    ) -> None:
        self.rows: list[Row] = []
        self._pieces: list[list[tuple[int, int]]] = []
        self._lengths = list(map(len, sentences))
        for sentence, length in zip(sentences, self._lengths):
            whole = Row(encode(sentence), blank_tokens(sentence), barred)
            lines, first = lines_of(sentence), len(self.rows)
            self._pieces.append([(first + n, start) for n, (start, _) in enumerate(lines)])
            one = lines == [(0, length)]
            self.rows.extend([whole] if one else [whole.cut(*line) for line in lines])

    def join_paths(self, paths: Sequence[Ints]) -> list[Ints]:
        """The path of each sentence from those of its rows; line breaks get tag 0, which is O.

        Parameters
        ----------
        paths : sequence of ndarray of int32
            The path of each row.
        """
        joined = []
        for length, pieces in zip(self._lengths, self._pieces):
            if len(pieces) == 1 and len(paths[pieces[0][0]]) == length:
                joined.append(paths[pieces[0][0]])
                continue
            path = np.zeros(length, np.int32)
            for row, start in pieces:
                path[start : start + len(paths[row])] = paths[row]
            joined.append(path)
        return joined

    def join_sums(self, values: Sequence[float]) -> list[float]:
        """The sum of a value over the rows of each sentence.

        Parameters
        ----------
        values : sequence of float
            The value of each row.
        """
        return [sum(values[row] for row, _ in pieces) for pieces in self._pieces]

    def split_spans(self, spans: Sequence[Sequence[Span]]) -> list[list[Span]]:
        """The spans of each row; a span that is in no single row is ignored.

        The order is that of the sentences' spans.

        Parameters
        ----------
        spans : sequence of sequences of Span
            The spans of each sentence.
        """
        split: list[list[Span]] = [[] for _ in self.rows]
        for found, pieces in zip(spans, self._pieces):
            for start, end, label in found:
                row, first = self._row_at(pieces, start)
                if start >= first and end - first <= len(self.rows[row]):
                    split[row].append((start - first, end - first, label))
        return split

    def join_values(
        self, spans: Sequence[Sequence[Span]], values: Sequence[Sequence[float]]
    ) -> list[list[float]]:
        """The value of each span of each sentence; 0 for a span that is in no single row.

        Parameters
        ----------
        spans : sequence of sequences of Span
            The spans of each sentence.
        values : sequence of sequences of float
            The values of the spans of each row, as `split_spans` orders them.
        """
        streams = [iter(row) for row in values]
        joined: list[list[float]] = []
        for found, pieces in zip(spans, self._pieces):
            joined.append([])
            for start, end, _ in found:
                row, first = self._row_at(pieces, start)
                inside = start >= first and end - first <= len(self.rows[row])
                joined[-1].append(next(streams[row]) if inside else 0.0)
        return joined

    @staticmethod
    def _row_at(pieces: Sequence[tuple[int, int]], start: int) -> tuple[int, int]:
        """The last row that begins at a token or before it, else the first; and its first token."""
        before = [piece for piece in pieces if piece[1] <= start]
        return before[-1] if before else (pieces[0] if pieces else (0, start + 1))

    def join_marginals(self, marginals: Sequence[Doubles], tags: int) -> list[Doubles]:
        """The probabilities of tags of each sentence; a line break is O.

        Parameters
        ----------
        marginals : sequence of ndarray of float64, shape (tokens, tags)
            The probabilities of tags in each row.
        tags : int
            Number of tags.
        """
        joined = []
        for length, pieces in zip(self._lengths, self._pieces):
            whole = np.zeros((length, tags))
            whole[:, 0] = 1
            for row, start in pieces:
                whole[start : start + len(marginals[row])] = marginals[row]
            joined.append(whole)
        return joined

    def join_readings(
        self, readings: Sequence[Sequence[LikelyPath]], count: int
    ) -> list[list[LikelyPath]]:
        """The most probable readings of each sentence: each is one reading of each of its rows.

        Parameters
        ----------
        readings : sequence of sequences of (path, probability)
            The most probable readings of each row.
        count : int
            Number of readings at most.
        """
        joined = []
        for length, pieces in zip(self._lengths, self._pieces):
            best: list[LikelyPath] = [(np.zeros(length, np.int32), 1.0)]
            for row, start in pieces:
                choices = [
                    (_placed(path, start, more), probability * other)
                    for path, probability in best
                    for more, other in readings[row]
                ]
                best = sorted(choices, key=lambda choice: -choice[1])[:count]
            joined.append(best)
        return joined


def _placed(path: Ints, start: int, more: Ints) -> Ints:
    path = path.copy()
    path[start : start + len(more)] = more
    return path
