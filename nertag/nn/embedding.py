"""Token ids to vectors: frozen vectors of tokens and of pairs of them, learned rows for others."""

from __future__ import annotations

from typing import Any

import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from nertag.features import UNKNOWN

layers: Any = tf.keras.layers


class TokenEmbedding(layers.Layer):
    """An embedding whose last rows are word vectors and whose first rows are learned.

    Ids below `first_frozen` (padding, unknown, tokens without a vector) have learned rows. The
    others have the given vectors, which are frozen; a learned difference is added to the first of
    them. Id 0 is padding and masked, as in Keras' own Embedding.

    Parameters
    ----------
    first_frozen : int
        How many learned rows there are.
    vectors : ndarray of float32, shape (rows, dimensions)
        The frozen vectors; without rows, everything is learned.
    tuned : int
        How many vectors get a learned difference, from the first on. It is 0 at first, and weight
        decay pulls it back there.
    seed : int
        Seed of the learned rows' initial values.
    """

    def __init__(
        self, first_frozen: int, vectors: NDArray[np.float32], *, tuned: int, seed: int, **options
    ) -> None:
        super().__init__(**options)
        self.first_frozen = first_frozen
        self.supports_masking = True
        self.size = size = vectors.shape[1]
        values = tf.keras.initializers.RandomUniform(-(3**0.5), 3**0.5, seed=seed)  # deviation 1
        self.learned = layers.Embedding(
            first_frozen, size, embeddings_initializer=values, dtype=self.dtype_policy
        )
        self.frozen = layers.Embedding(
            max(1, len(vectors)), size, embeddings_initializer="zeros", dtype=self.dtype_policy
        )
        self.frozen.trainable = False
        self.learned.build(None)
        self.frozen.build(None)
        if len(vectors):
            self.frozen.set_weights([vectors])
        self.rows = len(vectors)
        self.tuned = tuned
        self.delta = None
        if tuned:
            self.delta = layers.Embedding(
                tuned, size, embeddings_initializer="zeros", dtype=self.dtype_policy
            )
            self.delta.build(None)
        self.built = True

    def call(self, ids: tf.Tensor) -> tf.Tensor:
        """Vectors of the ids: ``(batch, time)`` to ``(batch, time, dimensions)``."""
        learned = self.learned(tf.minimum(ids, self.first_frozen - 1))
        rows = tf.maximum(ids - self.first_frozen, 0)
        vectors = self.frozen(rows)
        if self.delta is not None:
            delta = self.delta(tf.minimum(rows, self.tuned - 1))
            vectors += tf.where((rows < self.tuned)[..., None], delta, tf.zeros([], delta.dtype))
        return tf.where((ids < self.first_frozen)[..., None], learned, vectors)

    @property
    def vectors(self) -> NDArray[np.float32]:
        """The vectors with the learned difference, shape ``(rows, dimensions)``."""
        vectors: NDArray[np.float32] = self.frozen.get_weights()[0][: self.rows]
        if self.delta is not None:
            vectors[: self.tuned] += self.delta.get_weights()[0]
        return vectors

    def settle(self) -> None:
        """Add the learned difference to the vectors, in the precision that a model keeps."""
        if self.delta is not None:
            self.frozen.set_weights([self.vectors.astype(np.float16).astype(np.float32)])
            self.delta.set_weights([np.zeros((self.tuned, self.size), np.float32)])

    def compute_mask(self, ids: tf.Tensor, mask: tf.Tensor | None = None) -> tf.Tensor:
        """True where there is a token, shape ``(batch, time)``."""
        return tf.not_equal(ids, 0)


class SpellingEmbedding(layers.Layer):
    """The sum of learned vectors, one for each part of how a word is written.

    All begin with 0, so that a part that training never saw says nothing. Row 0 is no part: it
    fills the rows of words that have fewer.

    Parameters
    ----------
    rows : int
        How many vectors there are.
    size : int
        Dimensions.
    """

    def __init__(self, rows: int, size: int, **options: Any) -> None:
        super().__init__(**options)
        self.size = size
        self.table = layers.Embedding(
            rows, size, embeddings_initializer="zeros", dtype=self.dtype_policy
        )
        self.table.build(None)
        self.built = True

    def call(self, rows: tf.Tensor) -> tf.Tensor:
        """Rows ``(batch, time, parts)`` to vectors ``(batch, time, size)``."""
        vectors = self.table(rows)
        return tf.reduce_sum(vectors * tf.cast(rows > 0, vectors.dtype)[..., None], axis=2)


class SubwordEmbedding(layers.Layer):
    """Adds to the vectors of unknown words the mean of the frozen vectors of their pieces.

    Parameters
    ----------
    vectors : ndarray of float32, shape (pieces, dimensions)
        The vectors of the pieces, whose rows are counted from 1.
    """

    def __init__(self, vectors: NDArray[np.float32], **options: Any) -> None:
        super().__init__(**options)
        self.supports_masking = True
        self.table = tf.constant(np.pad(vectors, [(1, 0), (0, 0)]))

    def call(self, vectors: tf.Tensor, ids: tf.Tensor, rows: tf.Tensor) -> tf.Tensor:
        """Vectors ``(batch, time, dimensions)``, of ids and rows of pieces, to others like them."""
        unknown = tf.where(ids == UNKNOWN)
        found = tf.gather_nd(rows, unknown)
        summed = tf.reduce_sum(tf.gather(self.table, found), axis=1)
        counts = tf.math.count_nonzero(found, axis=1, keepdims=True, dtype=tf.float32)
        made = tf.cast(summed / tf.maximum(counts, 1.0), vectors.dtype)
        return tf.tensor_scatter_nd_add(vectors, unknown, made)


class PairEmbedding(layers.Layer):
    """The vectors of pairs of neighbouring tokens, found by the ids of both.

    A step has the frozen vector of its token with the next one. All pairs without a vector share a
    learned one; so does the end of a row.

    Parameters
    ----------
    pairs : ndarray of int32, shape (pairs, 2)
        Ids of the first and the second token.
    vectors : ndarray of float32, shape (pairs, dimensions)
        The vector of each pair.
    """

    def __init__(
        self, pairs: NDArray[np.int32], vectors: NDArray[np.float32], **options: Any
    ) -> None:
        super().__init__(**options)
        keys = _keys(pairs[:, 0].astype(np.int64), pairs[:, 1])
        order = np.argsort(keys, kind="stable")
        self.keys = tf.constant(keys[order])
        self.frozen = tf.constant(vectors[order])
        self.unknown = tf.Variable(tf.zeros([1, vectors.shape[1]]), name="unknown")

    def call(self, ids: tf.Tensor) -> tf.Tensor:
        """Vectors of the pairs: ``(batch, time)`` to ``(batch, time, dimensions)``."""
        following = tf.pad(ids[:, 1:], [[0, 0], [0, 1]])
        wanted = tf.reshape(_keys(tf.cast(ids, tf.int64), tf.cast(following, tf.int64)), [-1])
        rows = tf.searchsorted(self.keys, wanted)
        rows = tf.minimum(rows, len(self.keys) - 1)
        known = tf.equal(tf.gather(self.keys, rows), wanted)
        vectors = tf.where(known[:, None], tf.gather(self.frozen, rows), self.unknown)
        shape = tf.concat([tf.shape(ids), [self.frozen.shape[1]]], axis=0)
        return tf.cast(tf.reshape(vectors, shape), self.compute_dtype)


def _keys(first: Any, second: Any) -> Any:
    """One number for two ids, which stay below 2 to the 31st."""
    return first * 2**31 + second
