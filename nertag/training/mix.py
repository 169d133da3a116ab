"""Other sentences among those of the training file: old ones, silver ones."""

from __future__ import annotations

import numpy as np

from nertag.features import Rows


class Mix:
    """The rows that epochs are made of: each epoch has all new ones and a sample of the old.

    Parameters
    ----------
    new : Rows
        The rows that every epoch has.
    old : Rows
        The rows that are replayed; there may be none.
    ratio : float
        Old rows of an epoch for each new one, as far as there are so many.
    """

    def __init__(self, new: Rows, old: Rows, ratio: float) -> None:
        self._new, self._old = len(new), len(old)
        self._replayed = min(len(old), round(ratio * len(new)))
        self.rows = _joined(new, old) if len(old) else new

    def __len__(self) -> int:
        return self._new + self._replayed

    @property
    def tokens(self) -> int:
        """Number of tokens of an epoch, with old rows of mean length."""
        end = int(self.rows.offsets[self._new])
        of_old = len(self.rows.ids) - end
        return end + round(of_old * self._replayed / max(1, self._old))

    def epoch(self, rows: Rows, rng: np.random.Generator) -> Rows:
        """The rows of one epoch.

        Parameters
        ----------
        rows : Rows
            All rows, or a variant of them.
        rng : numpy.random.Generator
            Chooses the old ones.
        """
        if self._replayed == self._old:
            return rows
        old = self._new + rng.choice(self._old, self._replayed, replace=False)
        return rows.at(np.append(np.arange(self._new), old))


def _joined(new: Rows, old: Rows) -> Rows:
    return Rows(
        np.concatenate([new.ids, old.ids]),
        np.concatenate([new.tags, old.tags]),
        np.concatenate([new.offsets, new.offsets[-1] + old.offsets[1:]]),
    )
