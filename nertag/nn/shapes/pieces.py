"""Steps and shapes of sequences: repeat, reshape, padding, the last step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import tensorflow as tf

from nertag.nn.layers import ShapeError, axes_of, layers, shape_of


def repeat(vector: Any, steps: int) -> Any:
    """A vector as every step of a sequence: ``RepeatVector(steps)(vector)``.

    Parameters
    ----------
    vector : tensor, shape (batch, features)

    Returns
    -------
    tensor, shape (batch, steps, features)

    Raises
    ------
    ShapeError
        The vector has a time axis already.
    """
    if len(vector.shape) != 2:
        raise ShapeError(
            f"only (batch, features) can be repeated, found {shape_of(vector)}: "
            "let the LSTM before it return its last step only"
        )
    return layers.RepeatVector(steps)(vector)


def reshape(tensor: Any, shape: Sequence[int]) -> Any:
    """``Reshape(shape)(tensor)``; `shape` is without the batch axis.

    Raises
    ------
    ShapeError
        The numbers of values differ.
    """
    found = list(tensor.shape[1:])
    count, wanted = _product(found), _product(shape)
    if None not in found and count != wanted:
        raise ShapeError(
            f"{shape_of(tensor)} has {count} values a row, "
            f"{axes_of(shape)} has {wanted}: they must be the same"
        )
    return layers.Reshape(tuple(shape))(tensor)


def _product(shape: Sequence[int | None]) -> int:
    product = 1
    for axis in shape:
        product *= axis or 1
    return product


class Padding(layers.Layer):
    """Values and lengths to values with zeros in the padding, and the mask of the real steps.

    Called on ``[values, lengths]`` of shapes ``(batch, time, ...)`` and ``(batch,)``. Zeros, and
    not only a mask, so that no padding of whatever size can reach a gradient.
    """

    def call(self, inputs: Sequence[tf.Tensor]) -> tuple[tf.Tensor, tf.Tensor]:
        """The values, and True at the real steps with shape ``(batch, time)``."""
        values, lengths = inputs
        mask = real_steps(lengths, tf.shape(values)[1])
        inside = mask if len(values.shape) == 2 else mask[:, :, None]
        return tf.where(inside, values, tf.zeros([], values.dtype)), mask


def real_steps(lengths: tf.Tensor, time: tf.Tensor | int) -> tf.Tensor:
    """True where a step is real, shape ``(batch, time)``."""
    return tf.range(time) < tf.cast(lengths, tf.int32)[:, None]


def last_step(sequence: tf.Tensor, lengths: tf.Tensor | None = None) -> tf.Tensor:
    """The last real step, ``(batch, features)``, of ``(batch, time, features)``."""
    if lengths is None:
        return sequence[:, -1]
    last = tf.maximum(tf.cast(lengths, tf.int32) - 1, 0)
    return tf.gather(sequence, last, batch_dims=1)
