"""How sure the model is: rows of ids to paths, and exact probabilities of spans and paths."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from nertag.arrays import Doubles, Floats, Ints
from nertag.decoding import (
    Lattice,
    draw,
    log_probabilities,
    log_sums,
    marginals,
    n_best,
    span_probabilities,
    viterbi,
)
from nertag.model.engines import Engine
from nertag.tagging.rows import LikelyPath, Row
from nertag.tagging.windows import (
    BLOCK,
    BUDGET,
    OVERLAP,
    WINDOW,
    decode_long,
    emit,
    stitch,
    tag_rows,
)
from nertag.text import Span, windows


@dataclass(frozen=True)
class Emitted:
    """Emissions of some rows, or of one piece of a very long row.

    Parameters
    ----------
    rows : sequence of int
        The index of each row.
    start : int
        The token of the row at which the emissions begin; above 0 for later pieces of a long row.
    kept : tuple of int
        First token, and the one after the last, for whose spans these emissions are used.
    lengths : ndarray of int32, shape (batch,)
        Real tokens of each row, or of the piece.
    emissions : ndarray of float32, shape (batch, time, tags)
        The network's scores of the tags of each token, in nats.
    """

    rows: Sequence[int]
    start: int
    kept: tuple[int, int]
    lengths: Ints
    emissions: Floats


def emit_rows(rows: Sequence[Row], engine: Engine, lattice: Lattice) -> Iterator[Emitted]:
    """The emissions of all tokens; empty rows have none.

    Rows longer than the network's window are joined from windows. Rows longer than a block come in
    blocks that overlap, so that the sums over them need bounded memory.

    Parameters
    ----------
    rows : sequence of Row
        The tokens.
    engine : callable
        Ids ``(batch, time)`` to emissions ``(batch, time, network's tags)``.
    lattice : Lattice
        The tags to choose from.
    """
    short = [n for n, row in enumerate(rows) if 0 < len(row) <= WINDOW]
    emitted = emit([rows[n] for n in short], engine, BUDGET)
    for batch, lengths, emissions, blank, barred in emitted:
        allowed = lattice.emissions(emissions, blank, barred)
        yield Emitted([short[i] for i in batch], 0, (0, WINDOW), lengths, allowed)
    for n, row in enumerate(rows):
        if len(row) > WINDOW:
            for start, stop, first, last in windows(len(row), BLOCK, 4 * OVERLAP):
                (scores,) = stitch([row.cut(start, stop)], engine, lattice, WINDOW, OVERLAP, BUDGET)
                length = np.array([stop - start], np.int32)
                yield Emitted([n], start, (first, last), length, scores[None])


class Look:
    """Some rows as the network sees them: their paths, and the probability of any other.

    Parameters
    ----------
    rows : sequence of Row
        The tokens.
    engine : callable
        Ids ``(batch, time)`` to emissions ``(batch, time, network's tags)``.
    lattice : Lattice
        The tags to choose from.
    """

    def __init__(self, rows: Sequence[Row], engine: Engine, lattice: Lattice) -> None:
        self._emitted = list(emit_rows(rows, engine, lattice))
        self._lattice, self._potentials, self._tags = lattice, lattice.potentials, lattice.tags
        self._lengths = list(map(len, rows))
        self.paths = self._best_paths(rows, engine)

    def _best_paths(self, rows: Sequence[Row], engine: Engine) -> list[Ints]:
        """What `tag_rows` gives, from emissions that are there already."""
        paths: list[Ints] = [np.zeros(len(row), np.int32) for row in rows]
        for part in self._emitted:
            first, time = part.rows[0], part.emissions.shape[1]
            if time <= WINDOW:
                found = self._lattice.decode(part.emissions, part.lengths)
                for n, length, path in zip(part.rows, part.lengths, found):
                    paths[n] = path[:length]
            elif time == len(rows[first]):
                (paths[first],) = decode_long(list(part.emissions), self._lattice, WINDOW, OVERLAP)
            elif part.start == 0:
                (paths[first],) = tag_rows([rows[first]], engine, self._lattice)
        return paths

    def probabilities(
        self, spans: Sequence[Sequence[Span]], temperature: float = 1.0
    ) -> list[list[float]]:
        """The probability that just this span is in the output, for each span of each row.

        Parameters
        ----------
        spans : sequence of sequences of Span
            The spans of each row.
        temperature : float
            Temperature that divides the scores; 1.0 means none.
        """
        found = [[0.0] * len(row) for row in spans]
        for part in self._emitted:
            first, last = part.kept
            time = part.emissions.shape[1]
            asked = [
                (n, i, (index, start - part.start, min(end - part.start, time), label))
                for index, n in enumerate(part.rows)
                for i, (start, end, label) in enumerate(spans[n])
                if first <= start < last
            ]
            if asked:
                sums = log_sums(part.emissions, part.lengths, self._potentials, temperature)
                sure = span_probabilities(sums, [span for _, _, span in asked], self._tags)
                for (n, i, _), probability in zip(asked, sure.tolist()):
                    found[n][i] = probability
        return found

    def marginals(self, temperature: float = 1.0) -> list[Doubles]:
        """The probability of each tag at each token, ``(tokens, tags)`` for each row.

        Parameters
        ----------
        temperature : float
            Temperature that divides the scores; 1.0 means none.
        """
        found = [np.zeros((length, len(self._tags))) for length in self._lengths]
        for part in self._emitted:
            first, last = part.kept
            sums = log_sums(part.emissions, part.lengths, self._potentials, temperature)
            for n, length, sure in zip(part.rows, part.lengths, marginals(sums)):
                last_kept = min(last, part.start + int(length))
                found[n][first:last_kept] = sure[first - part.start : last_kept - part.start]
        return found

    def log_probabilities(self, temperature: float = 1.0) -> list[float]:
        """The log of the probability of the best path of each row, in nats.

        Parameters
        ----------
        temperature : float
            Temperature that divides the scores; 1.0 means none.
        """
        found = [0.0] * len(self._lengths)
        for part in _whole(self._emitted):
            scores = part.emissions, part.lengths
            best = viterbi(*scores, self._potentials)
            logs = log_probabilities(*scores, best, self._potentials, temperature)
            for n, log in zip(part.rows, logs.tolist()):
                found[n] = log
        return found

    def likely_paths(self, threshold: float, temperature: float) -> list[Ints]:
        """The paths of the spans of each row that are likelier than a threshold.

        Parameters
        ----------
        threshold : float
            Probability that a span must exceed, above 0 and at most 0.5.
        temperature : float
            Temperature that divides the scores.
        """
        lattice = replace(self._lattice, threshold=threshold, temperature=temperature)
        found = [np.zeros(length, np.int32) for length in self._lengths]
        for part in _whole(self._emitted):
            for n, length, path in zip(
                part.rows, part.lengths, lattice.decode(part.emissions, part.lengths)
            ):
                found[n] = path[:length]
        return found

    def drawn(self, rng: np.random.Generator, temperature: float = 1.0) -> list[Ints]:
        """A path of each row drawn at random, each as often as it is probable.

        Parameters
        ----------
        rng : numpy.random.Generator
            Draws.
        temperature : float
            Temperature that divides the scores; 1.0 means none.
        """
        found = [np.zeros(length, np.int32) for length in self._lengths]
        for part in _whole(self._emitted):
            sums = log_sums(part.emissions, part.lengths, self._potentials, temperature)
            for n, length, path in zip(part.rows, part.lengths, draw(sums, rng)):
                found[n] = path[:length]
        return found

    def readings(self, count: int, temperature: float = 1.0) -> list[list[LikelyPath]]:
        """The most probable paths of each row, the best first, with their probabilities.

        Parameters
        ----------
        count : int
            Number of paths at most. There may be fewer legal ones; an empty row has one.
        temperature : float
            Temperature that divides the scores; 1.0 means none.
        """
        found: list[list[LikelyPath]] = [[(path, 1.0)] for path in self.paths]
        for part in _whole(self._emitted):
            best = n_best(part.emissions, part.lengths, self._potentials, count, temperature)
            for n, (paths, logs) in zip(part.rows, best):
                found[n] = list(zip(paths, np.exp(logs).tolist()))
        return found


def _whole(emitted: Sequence[Emitted]) -> Iterator[Emitted]:
    """The same with the pieces of each row joined."""
    pieces: list[Floats] = []
    for i, part in enumerate(emitted):
        first, last = part.kept
        more = i + 1 < len(emitted) and emitted[i + 1].start > 0
        if part.start == 0 and not more:
            yield part
            continue
        pieces.append(part.emissions[:, first - part.start : last - part.start])
        if not more:
            whole = np.concatenate(pieces, axis=1)
            length = np.array([whole.shape[1]], np.int32)
            yield Emitted(part.rows, 0, (0, whole.shape[1]), length, whole)
            pieces = []
