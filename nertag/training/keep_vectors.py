"""Which vectors of a table are kept."""

from __future__ import annotations

from collections.abc import Container

import numpy as np

from nertag.features import Vocabulary
from nertag.features.vectors import Vectors


def needed_and(others: int, vectors: Vectors, needed: Container[str]) -> Vectors:
    """The rows of all tokens needed, then so many of the first other rows."""
    wanted = np.array([token in needed for token in vectors.tokens], np.bool_)
    return vectors.at(np.append(np.flatnonzero(wanted), np.flatnonzero(~wanted)[: max(0, others)]))


def up_to(most: int, vectors: Vectors, needed: Container[str]) -> Vectors:
    """The rows of all tokens needed, then the first other rows until there are `most`."""
    return needed_and(most - sum(token in needed for token in vectors.tokens), vectors, needed)


def known(vectors: Vectors, vocabulary: Vocabulary) -> Vectors:
    """The rows of texts whose tokens are all in the vocabulary."""
    return vectors.at(np.flatnonzero(vocabulary.encode_texts(vectors.tokens).known))
