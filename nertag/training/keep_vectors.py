"""Choosing the vectors of a table that are kept."""

from __future__ import annotations

from collections.abc import Container

import numpy as np

from nertag.features import Vocabulary
from nertag.features.vectors import Vectors


def needed_and(others: int, vectors: Vectors, needed: Container[str]) -> Vectors:
    """The rows of all tokens needed, then some of the first other rows.

    Parameters
    ----------
    others : int
        Number of other rows to keep.
    vectors : Vectors
        The table.
    needed : container of str
        The tokens that are needed.
    """
    wanted = np.array([token in needed for token in vectors.tokens], np.bool_)
    return vectors.at(np.append(np.flatnonzero(wanted), np.flatnonzero(~wanted)[: max(0, others)]))


def up_to(most: int, vectors: Vectors, needed: Container[str]) -> Vectors:
    """The rows of all tokens needed, then the first other rows until there are `most`.

    Parameters
    ----------
    most : int
        Number of rows to keep; the rows needed are kept even if there are more.
    vectors : Vectors
        The table.
    needed : container of str
        The tokens that are needed.
    """
    return needed_and(most - sum(token in needed for token in vectors.tokens), vectors, needed)


def known(vectors: Vectors, vocabulary: Vocabulary) -> Vectors:
    """The rows of texts whose tokens are all in the vocabulary.

    Parameters
    ----------
    vectors : Vectors
        The table.
    vocabulary : Vocabulary
        The tokens that the network knows.
    """
    return vectors.at(np.flatnonzero(vocabulary.encode_texts(vectors.tokens).known))
