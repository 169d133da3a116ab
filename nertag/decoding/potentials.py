"""What the head adds to the emissions: a CRF's weights and what the scheme forbids."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from nertag.arrays import Doubles, Floats
from nertag.text import ILLEGAL, legality

FORBIDDEN = ILLEGAL / 2
"""Scores below this are forbidden; no weight of a CRF comes near."""


FEW = 2
"""Tags that lead to a tag that goes on an entity: those of its beginning and of its inside."""


@dataclass(frozen=True)
class Group:
    """Tags to which about as many tags lead.

    Parameters
    ----------
    into : ndarray of int, shape (tags,)
        The tags.
    sources : ndarray of int, shape (sources, tags)
        What leads to each of them.
    scores : ndarray of float32, shape (sources, tags)
        The scores of these transitions.
    """

    into: NDArray[np.intp]
    sources: NDArray[np.intp]
    scores: Floats


@dataclass(frozen=True)
class Potentials:
    """Scores that are added to the emissions, including what the scheme forbids.

    Parameters
    ----------
    transitions : ndarray of float32, shape (tags, tags)
        Scores from the row's tag to the column's, in nats.
    start, end : ndarray of float32, shape (tags,)
        Scores of the first and of the last token's tag, in nats.
    """

    transitions: Floats
    start: Floats
    end: Floats

    @classmethod
    def of(cls, tags: Sequence[str], weights: tuple[Floats, Floats, Floats] | None) -> Potentials:
        """The legality of `tags` plus a CRF's (transitions, start, end), or zeros without one."""
        legal = legality(tags)
        transitions, start, end = weights or (0.0, 0.0, 0.0)
        return cls(
            np.asarray(legal.transitions + transitions, np.float32),
            np.asarray(legal.start + start, np.float32),
            np.asarray(legal.end + end, np.float32),
        )

    @cached_property
    def groups(self) -> list[Group]:
        """The tags, those together that few tags lead to, and those that many lead to.

        What goes on an entity comes from one or two tags only, so most pairs need not be looked at.
        """
        legal = self.transitions >= FORBIDDEN
        counts = legal.sum(axis=0)
        groups = []
        for into in (np.flatnonzero(counts <= FEW), np.flatnonzero(counts > FEW)):
            if len(into):
                most = max(1, int(np.amax(counts[into])))
                # The legal ones come first; forbidden ones fill up, and their scores say so.
                sources = np.argsort(~legal[:, into], axis=0, kind="stable")[:most]
                groups.append(Group(into, sources, self.transitions[sources, into]))
        return groups

    def at(self, temperature: float) -> tuple[Doubles, Doubles, Doubles]:
        """(transitions, start, end) divided by a temperature; what is forbidden stays as it is."""
        parts = (part.astype(np.float64) for part in (self.transitions, self.start, self.end))
        divided = (np.where(part < FORBIDDEN, part, part / temperature) for part in parts)
        transitions, start, end = divided
        return transitions, start, end
