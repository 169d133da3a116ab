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
        The vector.
    steps : int
        Number of steps of the sequence.

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
    """A tensor in another shape: ``Reshape(shape)(tensor)``.

    Parameters
    ----------
    tensor : tensor
        The tensor, with a batch axis.
    shape : sequence of int
        The new shape without the batch axis.

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
        """The values, and True at the real steps with shape ``(batch, time)``.

        Parameters
        ----------
        inputs : sequence of two tensors
            The values ``(batch, time, ...)`` and the lengths ``(batch,)``.
        """
        values, lengths = inputs
        mask = real_steps(lengths, tf.shape(values)[1])
        inside = mask if len(values.shape) == 2 else mask[:, :, None]
        return tf.where(inside, values, tf.zeros([], values.dtype)), mask


def real_steps(lengths: tf.Tensor, time: tf.Tensor | int) -> tf.Tensor:
    """True where a step is real, shape ``(batch, time)``.

    Parameters
    ----------
    lengths : int32, shape (batch,)
        Number of real steps of each row.
    time : int
        Number of steps with the padding.
    """
    return tf.range(time) < tf.cast(lengths, tf.int32)[:, None]


def last_step(sequence: tf.Tensor, lengths: tf.Tensor | None = None) -> tf.Tensor:
    """The last real step of each row, ``(batch, features)``.

    Parameters
    ----------
    sequence : tensor, shape (batch, time, features)
        The sequence.
    lengths : int32, shape (batch,), optional
        Number of real steps of each row; by default all steps are real.
    """
    if lengths is None:
        return sequence[:, -1]
    last = tf.maximum(tf.cast(lengths, tf.int32) - 1, 0)
    return tf.gather(sequence, last, batch_dims=1)
