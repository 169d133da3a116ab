"""Token ids to vectors: frozen word vectors, and learned rows for what they lack."""

from __future__ import annotations

from typing import Any

import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

layers: Any = tf.keras.layers


class TokenEmbedding(layers.Layer):
    """An embedding whose last rows are word vectors and whose first rows are learned.

    Ids below `first_frozen` (padding, unknown, tokens without a vector) have learned rows, the
    others the given vectors. Id 0 is padding: masked, as in Keras' own Embedding.

    Parameters
    ----------
    first_frozen : int
        How many learned rows there are.
    vectors : ndarray of float32, shape (rows, dimensions)
        May have no rows: everything is learned then.
    tune : bool
        Train the vectors too.
    seed : int
        Of the learned rows' first values.
    """

    def __init__(
        self, first_frozen: int, vectors: NDArray[np.float32], *, tune: bool, seed: int, **options
    ) -> None:
        super().__init__(**options)
        self.first_frozen = first_frozen
        self.supports_masking = True
        size = vectors.shape[1]
        values = tf.keras.initializers.RandomUniform(-(3**0.5), 3**0.5, seed=seed)  # deviation 1
        self.learned = layers.Embedding(
            first_frozen, size, embeddings_initializer=values, dtype=self.dtype_policy
        )
        self.frozen = layers.Embedding(
            max(1, len(vectors)), size, embeddings_initializer="zeros", dtype=self.dtype_policy
        )
        self.frozen.trainable = tune
        self.learned.build(None)
        self.frozen.build(None)
        if len(vectors):
            self.frozen.set_weights([vectors])
        self.built = True

    def call(self, ids: tf.Tensor) -> tf.Tensor:
        """Vectors of the ids: ``(batch, time)`` to ``(batch, time, dimensions)``."""
        learned = self.learned(tf.minimum(ids, self.first_frozen - 1))
        frozen = self.frozen(tf.maximum(ids - self.first_frozen, 0))
        return tf.where((ids < self.first_frozen)[..., None], learned, frozen)

    def compute_mask(self, ids: tf.Tensor, mask: tf.Tensor | None = None) -> tf.Tensor:
        """True where a token is, shape ``(batch, time)``."""
        return tf.not_equal(ids, 0)
