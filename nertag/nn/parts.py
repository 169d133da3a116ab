"""The pieces that recurrent networks are put together from, with the mistakes they catch."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import tensorflow as tf

from nertag.errors import NertagError

layers: Any = tf.keras.layers


class ShapeError(NertagError, ValueError):
    """A tensor whose shape does not fit where it is put."""


def encoder(
    units: int,
    *,
    bidirectional: bool = True,
    seed: int | None = None,
    dtype: Any = None,
    **options: Any,
) -> Any:
    """An LSTM or a BiLSTM with an output for every step; honours a mask.

    Parameters
    ----------
    units : int
        In each direction.
    seed : int, optional
        Of the first weights.
    **options
        Of `keras.layers.LSTM`.
    """
    init = tf.keras.initializers

    def direction(backwards: bool) -> Any:
        seeds = (
            {}
            if seed is None
            else {
                "kernel_initializer": init.GlorotUniform(seed=seed + 1 + backwards),
                "recurrent_initializer": init.Orthogonal(seed=seed + 3 + backwards),
            }
        )
        return layers.LSTM(
            units, return_sequences=True, go_backwards=backwards, dtype=dtype, **seeds, **options
        )

    if not bidirectional:
        return direction(False)
    return layers.Bidirectional(direction(False), backward_layer=direction(True), dtype=dtype)


def step_scores(
    count: int, *, seed: int | None = None, dtype: Any = None, activation: str | None = None
) -> Any:
    """A dense layer to be put on every step by `each_step`."""
    first = tf.keras.initializers.GlorotUniform(seed=seed)
    return layers.Dense(count, activation=activation, kernel_initializer=first, dtype=dtype)


def each_step(layer: Any, sequence: Any) -> Any:
    """`layer` on every step of a sequence: ``TimeDistributed(layer)(sequence)``.

    On three axes a Dense layer does that by itself; it is put there bare, because the
    TimeDistributed of Keras 3 fails under a mask with a free time axis.

    Parameters
    ----------
    sequence : tensor, shape (batch, time, ...)

    Raises
    ------
    ShapeError
        The sequence has no time axis.
    """
    if len(sequence.shape) < 3:
        raise ShapeError(
            f"a layer for every step needs (batch, time, features), found {_shown(sequence)}: "
            "let the LSTM before it return sequences, or use the layer by itself"
        )
    if isinstance(layer, layers.Dense) and len(sequence.shape) == 3:
        return layer(sequence)
    return layers.TimeDistributed(layer)(sequence)


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
            f"only (batch, features) can be repeated, found {_shown(vector)}: "
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
            f"{_shown(tensor)} has {count} values a row, "
            f"{_axes(shape)} has {wanted}: they must be the same"
        )
    return layers.Reshape(tuple(shape))(tensor)


def _product(shape: Sequence[int | None]) -> int:
    product = 1
    for axis in shape:
        product *= axis or 1
    return product


def _shown(tensor: Any) -> str:
    return _axes(tensor.shape[1:])


def _axes(shape: Sequence[int | None]) -> str:
    named = ("free" if axis is None else str(axis) for axis in shape)
    return "(" + ", ".join(("batch", *named)) + ")"


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
