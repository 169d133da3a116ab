"""Token ids to the inputs of the network, in numpy: for an engine without TensorFlow."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from nertag.arrays import Floats, Ints, Stored
from nertag.features.feature import Features
from nertag.features.lookups import Lookups
from nertag.features.spelling import SPELLING_WIDTH, SpellingVectors, ids_of
from nertag.features.subwords import MOST_PIECES
from nertag.features.vector_table import VectorTable
from nertag.features.vocabulary import PAD, UNKNOWN


class GraphInputs:
    """Looks up the network's inputs for each token; may be called from several threads.

    Parameters
    ----------
    lookups : Lookups
        The vectors of tokens and pairs.
    weights : mapping of str to ndarray of float32
        The network's weights; ``embedding.learned``, ``spelling.table`` and ``bigrams.unknown``
        are read.
    features : Features
        The other features, which come last.
    """

    def __init__(self, lookups: Lookups, weights: Mapping[str, Floats], features: Features) -> None:
        table = weights.get("spelling.table")
        self._spelling = None if table is None else SpellingVectors(table)
        self._vectors = VectorTable(lookups.vectors, before=weights["embedding.learned"])
        self._subwords = lookups.subwords
        blocks: list[tuple[int, Callable[[Ints], Floats]]] = []
        if lookups.bigrams.tokens:
            pairs = lookups.vocabulary.pairs(lookups.bigrams.tokens)
            matrix = lookups.bigrams.matrix
            blocks.append((matrix.shape[1], PairVectors(pairs, matrix, weights["bigrams.unknown"])))
        blocks.extend((sort.width, sort) for sort in features.sorts)
        self._blocks = blocks

    @property
    def dimensions(self) -> int:
        """How many numbers a token has."""
        spelled = self._spelling.width if self._spelling else 0
        return spelled + self._vectors.width + sum(width for width, _ in self._blocks)

    def __call__(self, tokens: Ints) -> Floats:
        """The inputs of padded rows.

        Parameters
        ----------
        tokens : ndarray of int32, shape (batch, time) or (batch, time, values)
            Token ids and what stands beside them, see `nertag.model.Bundle.encode`; right-padded
            with 0.

        Returns
        -------
        ndarray of float32, shape (batch, time, dimensions)
            Inputs; zeros in the padding.
        """
        ids, end = ids_of(tokens, 2), 0
        inputs = np.empty((*ids.shape, self.dimensions), np.float32)
        if self._spelling:
            end = self._spelling.width
            inputs[..., :end] = self._spelling(tokens[..., 1 : 1 + SPELLING_WIDTH])
        size = self._vectors.width
        inputs[..., end : end + size] = self._vectors.take(ids)
        if self._subwords:
            unknown = ids == UNKNOWN
            made = self._subwords.vectors(tokens[unknown][:, -MOST_PIECES:])
            inputs[unknown, end : end + size] += made
        end += size
        for width, block in self._blocks:
            inputs[..., end : end + width] = block(ids)
            end += width
        inputs[ids == PAD] = 0
        return inputs


class PairVectors:
    """The vectors of pairs of neighbouring tokens; see `nertag.nn.embedding.PairEmbedding`.

    Parameters
    ----------
    pairs : ndarray of int32, shape (pairs, 2)
        Ids of the first and the second token.
    vectors : ndarray of float16 or float32, shape (pairs, dimensions)
        The vector of each pair.
    unknown : ndarray of float32, shape (1, dimensions)
        The vector of all other pairs.
    """

    def __init__(self, pairs: Ints, vectors: Stored, unknown: Floats) -> None:
        keys = _keys(pairs[:, 0], pairs[:, 1])
        self._rows = np.argsort(keys, kind="stable")
        self._keys = keys[self._rows]
        self._vectors, self._unknown = VectorTable(vectors), unknown

    def __call__(self, ids: Ints) -> Floats:
        """Vectors of the pairs: ``(batch, time)`` to ``(batch, time, dimensions)``."""
        following = np.zeros_like(ids)
        following[:, :-1] = ids[:, 1:]
        wanted = _keys(ids, following)
        places = np.minimum(self._keys.searchsorted(wanted), len(self._keys) - 1)
        found = self._vectors.take(self._rows[places])
        found[self._keys[places] != wanted] = self._unknown
        return found


def _keys(first: Ints, second: Ints) -> NDArray[np.int64]:
    """One number for two ids, which stay below 2 to the 31st."""
    return first.astype(np.int64) << 31 | second
