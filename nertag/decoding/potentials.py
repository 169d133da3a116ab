"""What the head adds to the emissions: a CRF's weights and what the scheme forbids."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nertag.arrays import Doubles, Floats
from nertag.text import ILLEGAL, legality

FORBIDDEN = ILLEGAL / 2
"""Scores below this are forbidden; no weight of a CRF comes near."""


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

    def at(self, temperature: float) -> tuple[Doubles, Doubles, Doubles]:
        """(transitions, start, end) divided by a temperature; what is forbidden stays as it is."""
        parts = (part.astype(np.float64) for part in (self.transitions, self.start, self.end))
        divided = (np.where(part < FORBIDDEN, part, part / temperature) for part in parts)
        transitions, start, end = divided
        return transitions, start, end
