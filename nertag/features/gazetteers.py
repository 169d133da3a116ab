"""Lists of names that the user gives for a label, as features that training learns to trust."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from nertag.arrays import Floats, Ints
from nertag.features.matches import WordFinder
from nertag.features.vocabulary import Ragged

DROPPED = 0.3
"""The share of the entries that a training batch ignores, so that the network relies on none."""


class Gazetteers:
    """Whether a token begins, continues, ends or is an entry of each list.

    Parameters
    ----------
    entries : Ragged
        The ids of the entries of all lists, list by list.
    counts : sequence of int
        How many of them each list has.
    alike : ndarray of int32, shape (vocabulary,), optional
        The id that stands for each id when names are looked for; itself by default.
    """

    def __init__(self, entries: Ragged, counts: Sequence[int], alike: Ints | None = None) -> None:
        self._alike = alike
        if alike is not None:
            entries = Ragged(alike[entries.ids], entries.offsets)
        self._finder = WordFinder(entries)
        self._list_of = np.repeat(np.arange(len(counts)), counts)
        self._count = len(counts)
        self.width = 4 * len(counts)

    def __call__(self, ids: Ints, rng: np.random.Generator | None = None) -> Floats:
        """The features of padded rows.

        Parameters
        ----------
        ids : ndarray of int32, shape (batch, time)
            The ids of the tokens.
        rng : Generator, optional
            Given in training only: draws the entries that this batch ignores.

        Returns
        -------
        ndarray of float32, shape (batch, time, 4 * lists)
        """
        batch, time = ids.shape
        if self._alike is not None:
            ids = self._alike[ids]
        matches = self._finder.find(ids)
        if rng is not None:
            matches = matches.where((rng.random(len(self._list_of)) >= DROPPED)[matches.word])
        match, slot = matches.sets()
        features = np.zeros((batch * time, self._count, 4), np.float32)
        features[slot // 4, self._list_of[matches.word[match]], slot % 4] = 1
        return features.reshape(batch, time, self.width)
