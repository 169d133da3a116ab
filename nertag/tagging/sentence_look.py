"""Sentences as the network sees them: what is known of their rows, put together."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from nertag.arrays import Doubles, Ints
from nertag.decoding import Lattice, SpanReader
from nertag.model.engines import Engine
from nertag.tagging.probabilities import Look
from nertag.tagging.rows import LikelyPath, SentenceRows
from nertag.text import Span


class SentenceLook:
    """Some sentences as the network sees them; each of their lines is a row of its own.

    Parameters
    ----------
    rows : SentenceRows
        The sentences.
    engine : callable
        Ids ``(batch, time)`` to emissions ``(batch, time, network's tags)``.
    lattice : Lattice
        The tags to choose from.

    Attributes
    ----------
    tags : tuple of str
        The tags that are chosen from, in BIOES: the columns of `marginals`.
    paths : list of int32 arrays, shape (tokens,) each
        The best path of each sentence.
    spans : list of lists of Span
        The spans of these paths.
    """

    def __init__(self, rows: SentenceRows, engine: Engine, lattice: Lattice) -> None:
        self._rows, self._look, self.tags = rows, Look(rows.rows, engine, lattice), lattice.tags
        self.paths = rows.join_paths(self._look.paths)
        self.spans = SpanReader(lattice.tags).read(self.paths)

    def likely_spans(self, threshold: float, temperature: float) -> list[list[Span]]:
        """The spans that are likelier than a threshold, see `nertag.decoding.likely_spans`.

        Parameters
        ----------
        threshold : float
            Probability that a span must exceed, above 0 and at most 0.5.
        temperature : float
            Temperature that divides the scores.
        """
        paths = self._rows.join_paths(self._look.likely_paths(threshold, temperature))
        return SpanReader(self.tags).read(paths)

    def probabilities(
        self, spans: Sequence[Sequence[Span]], temperature: float = 1.0
    ) -> list[list[float]]:
        """The probability that just this span is in the output, for each span of each sentence.

        Parameters
        ----------
        spans : sequence of sequences of Span
            The spans of each sentence.
        temperature : float
            Temperature that divides the scores; 1.0 means none.
        """
        found = self._look.probabilities(self._rows.split_spans(spans), temperature)
        return self._rows.join_values(spans, found)

    def marginals(self, temperature: float = 1.0) -> list[Doubles]:
        """The probability of each tag at each token, ``(tokens, tags)`` for each sentence.

        Parameters
        ----------
        temperature : float
            Temperature that divides the scores; 1.0 means none.
        """
        return self._rows.join_marginals(self._look.marginals(temperature), len(self.tags))

    def log_probabilities(self, temperature: float = 1.0) -> list[float]:
        """The log of the probability of the best path of each sentence, in nats.

        Parameters
        ----------
        temperature : float
            Temperature that divides the scores; 1.0 means none.
        """
        return self._rows.join_sums(self._look.log_probabilities(temperature))

    def drawn(self, rng: np.random.Generator, temperature: float = 1.0) -> list[Ints]:
        """A path of each sentence drawn at random, each as often as it is probable.

        Parameters
        ----------
        rng : numpy.random.Generator
            Draws.
        temperature : float
            Temperature that divides the scores; 1.0 means none.
        """
        return self._rows.join_paths(self._look.drawn(rng, temperature))

    def readings(self, count: int, temperature: float = 1.0) -> list[list[LikelyPath]]:
        """The most probable paths of each sentence, the best first, with their probabilities.

        Parameters
        ----------
        count : int
            Number of paths at most.
        temperature : float
            Temperature that divides the scores; 1.0 means none.
        """
        return self._rows.join_readings(self._look.readings(count, temperature), count)
