"""A convolution over a token and its neighbours, with a shortcut around it, normalised."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

layers: Any = tf.keras.layers


class ShortcutConvolution(layers.Layer):
    """A convolution over three steps; the first numbers of a step also take a shortcut around it.

    ``norm(relu(conv(values)) + shortcut(values[..., :carried]))``: a projection shortcut (He et
    al. 2016), so that the next layer gets the step itself, and not only what the filters make of
    it; then layer normalisation (Ba et al. 2016), with which training needs fewer epochs.

    Parameters
    ----------
    filters : int
        How many numbers a step has in the output.
    carried : int
        How many of the first numbers of a step take the shortcut.
    seed : int
        Seed of the initial weights.
    """

    def __init__(self, filters: int, carried: int, *, seed: int, **options: Any) -> None:
        super().__init__(**options)
        self.supports_masking = True
        self.carried = carried
        first = tf.keras.initializers.GlorotUniform
        self.seen = layers.Conv1D(
            filters,
            3,
            padding="same",
            activation="relu",
            kernel_initializer=first(seed=seed),
            dtype=self.dtype_policy,
        )
        self.shortcut = layers.Dense(
            filters,
            use_bias=False,
            kernel_initializer=first(seed=seed + 1),
            dtype=self.dtype_policy,
        )
        # In float16 TensorFlow on CPUs has no kernel for it, and means and variances lose much.
        self.norm = layers.LayerNormalization(dtype="float32")

    def call(self, values: tf.Tensor, mask: tf.Tensor) -> tf.Tensor:
        """``(batch, time, numbers)`` to ``(batch, time, filters)``; padding counts as zeros."""
        there = tf.where(mask[:, :, None], values, tf.zeros([], values.dtype))
        summed = self.seen(there) + self.shortcut(values[..., : self.carried])
        return tf.cast(self.norm(summed), summed.dtype)
