"""What is decoded and how: the tags, their potentials, and those that no blank token takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from nertag.arrays import Bools, Doubles, Floats, Ints
from nertag.decoding.likely_spans import likely_paths
from nertag.decoding.posteriors import log_sums
from nertag.decoding.potentials import Potentials
from nertag.decoding.viterbi import viterbi
from nertag.text import ILLEGAL, as_bio, labels_of, legality, split_tag, tag_set


@dataclass(frozen=True)
class Lattice:
    """The tags to choose from at each token.

    No entity begins or ends on a blank token. In BIOES that is a matter of single tags: B, E and S
    are forbidden there, I and O are not.

    Parameters
    ----------
    tags : tuple of str
        The tags that are decoded.
    potentials : Potentials
        The scores beside the emissions, over `tags`.
    columns : ndarray of int32, shape (tags,), optional
        The network's tag whose emissions each tag takes; its own by default.
    network : Potentials, optional
        The scores over the network's tags, where `tags` are others.
    threshold : float
        Probability that an entity must exceed; 0: those of the best sequence are found.
    temperature : float
        Divides the scores for these probabilities.
    """

    tags: tuple[str, ...]
    potentials: Potentials
    columns: Ints | None = None
    network: Potentials | None = None
    threshold: float = 0.0
    temperature: float = 1.0

    @classmethod
    def of(
        cls,
        tags: Sequence[str],
        potentials: Potentials,
        threshold: float = 0.0,
        temperature: float = 1.0,
    ) -> Lattice:
        """The lattice of a network's tags; those of BIO are decoded as BIOES.

        Each legal sequence of BIO is one of BIOES, with the same score: S takes what the network
        says of B, E what it says of I. What ends an entity can then be forbidden token by token,
        and all sums over sequences stay exact.

        Parameters
        ----------
        tags : sequence of str
            The tags that the network tells apart, in BIO or BIOES.
        potentials : Potentials
            The scores beside the emissions, over these tags.
        threshold : float
            Probability that an entity must exceed; 0: those of the best sequence are found.
        temperature : float
            Divides the scores for these probabilities.
        """
        how = threshold, temperature
        if any(split_tag(tag)[0] == "S" for tag in tags):
            return cls(tuple(tags), potentials, None, None, *how)
        wide = tag_set(labels_of(tags), "BIOES")
        numbers = {tag: number for number, tag in enumerate(tags)}
        columns = np.array([numbers[as_bio(tag)] for tag in wide], np.int32)
        legal = legality(wide)
        spread = Potentials(
            potentials.transitions[np.ix_(columns, columns)] + legal.transitions,
            potentials.start[columns] + legal.start,
            potentials.end[columns] + legal.end,
        )
        return cls(wide, spread, columns, potentials, *how)

    @cached_property
    def edges(self) -> Bools:
        """Which tags begin or end an entity, shape ``(tags,)``."""
        return np.array([split_tag(tag)[0] in "BES" for tag in self.tags])

    def best_paths(
        self, emissions: Floats, lengths: Ints, blank: Bools, barred: Bools | None = None
    ) -> Ints:
        """The best allowed tags of each row.

        Where entities need not exceed a threshold, rows without a blank token, of which nothing is
        barred, are decoded over the network's own tags, which are fewer.

        Parameters
        ----------
        emissions : ndarray of float32, shape (batch, time, network's tags)
            As the network gives them.
        lengths : ndarray of int32, shape (batch,)
            Tokens of each row.
        blank : ndarray of bool, shape (batch, time)
            Which tokens are blank.
        barred : ndarray of bool, shape (batch, time, tags), optional
            Which of `tags` each token must not take.

        Returns
        -------
        ndarray of int32, shape (batch, time)
            Ids of `tags`; 0 after each row's length.
        """
        if self.network is None or barred is not None or self.threshold:
            return self.decode(self.emissions(emissions, blank, barred), lengths)
        edged = blank.any(axis=1)
        if not edged.any():
            return self._widened(viterbi(emissions, lengths, self.network))
        paths = np.empty(blank.shape, np.int32)
        plain = ~edged
        paths[plain] = self._widened(viterbi(emissions[plain], lengths[plain], self.network))
        allowed = self.emissions(emissions[edged], blank[edged])
        paths[edged] = viterbi(allowed, lengths[edged], self.potentials)
        return paths

    def decode(self, emissions: Floats, lengths: Ints) -> Ints:
        """The best tags of each row.

        Parameters
        ----------
        emissions : ndarray of float32, shape (batch, time, tags)
            Emissions over `tags`.
        lengths : ndarray of int32, shape (batch,)
            Tokens of each row.

        Returns
        -------
        ndarray of int32, shape (batch, time)
            Ids of `tags`; 0 after each row's length.
        """
        if not self.threshold:
            return viterbi(emissions, lengths, self.potentials)
        sums = log_sums(emissions, lengths, self.potentials, self.temperature)
        return likely_paths(sums, self.tags, self.threshold)

    def _widened(self, paths: Ints) -> Ints:
        """Paths of the network's tags as those of `tags`."""
        going_on, ending, inside = self._widening
        goes_on = np.zeros(paths.shape, np.bool_)
        goes_on[:, :-1] = inside[paths[:, 1:]]
        return np.where(goes_on, going_on[paths], ending[paths])

    @cached_property
    def _widening(self) -> tuple[Ints, Ints, Bools]:
        """By the network's tags: the tag if the entity goes on, if it ends, and which are I."""
        columns, letters = self.columns, [split_tag(tag)[0] for tag in self.tags]
        assert columns is not None
        size = int(np.amax(columns)) + 1
        going_on, ending = np.zeros(size, np.int32), np.zeros(size, np.int32)
        inside = np.zeros(size, np.bool_)
        for number, (column, letter) in enumerate(zip(columns.tolist(), letters)):
            if letter in "BI":
                going_on[column], inside[column] = number, letter == "I"
            if letter in "SE":
                ending[column] = number
        return going_on, ending, inside

    def emissions(self, emissions: Floats, blank: Bools, barred: Bools | None = None) -> Floats:
        """Emissions over `tags`, what blank tokens must not take forbidden, and what is barred.

        Parameters
        ----------
        emissions : ndarray of float32, shape (batch, time, network's tags)
            As the network gives them.
        blank : ndarray of bool, shape (batch, time)
            Which tokens are blank.
        barred : ndarray of bool, shape (batch, time, tags), optional
            Which of `tags` each token must not take.

        Returns
        -------
        ndarray of float32, shape (batch, time, tags)
        """
        if self.columns is not None:
            emissions = np.take(emissions, self.columns, axis=2)
        if barred is not None:
            emissions = np.where(barred, np.float32(ILLEGAL), emissions)
        if not blank.any():
            return emissions
        allowed: Floats = emissions.copy()
        allowed[blank] = np.where(self.edges, np.float32(ILLEGAL), emissions[blank])
        return allowed

    def fold(self, marginals: Doubles, size: int) -> Doubles:
        """Probabilities ``(tokens, tags)`` as those of the network's `size` tags."""
        if self.columns is None:
            return marginals
        return marginals @ np.eye(size)[self.columns]
