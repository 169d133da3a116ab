"""Layers of recurrent networks, with checks of shapes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import tensorflow as tf

from nertag.errors import NertagError

layers: Any = tf.keras.layers


class ShapeError(NertagError, ValueError):
    """A tensor has a shape that does not fit."""


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
        LSTM units in each direction.
    bidirectional : bool
        Whether a second LSTM reads the row backwards.
    seed : int, optional
        Seed of the initial weights.
    dtype : optional
        Keras' policy of precision.
    **options
        Further arguments of `keras.layers.LSTM`.
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
    """A dense layer with `count` outputs, for `each_step`."""
    first = tf.keras.initializers.GlorotUniform(seed=seed)
    return layers.Dense(count, activation=activation, kernel_initializer=first, dtype=dtype)


def each_step(layer: Any, sequence: Any) -> Any:
    """Apply a layer to every step of a sequence: ``TimeDistributed(layer)(sequence)``.

    On three axes a Dense layer does that by itself and is used bare, because the TimeDistributed of
    Keras 3 fails under a mask with a free time axis.

    Parameters
    ----------
    layer : keras layer
        What is applied.
    sequence : tensor, shape (batch, time, ...)
        The sequence.

    Raises
    ------
    ShapeError
        The sequence has no time axis.
    """
    if len(sequence.shape) < 3:
        raise ShapeError(
            f"a layer for every step needs (batch, time, features), found {shape_of(sequence)}: "
            "let the LSTM before it return sequences, or use the layer by itself"
        )
    if isinstance(layer, layers.Dense) and len(sequence.shape) == 3:
        return layer(sequence)
    return layers.TimeDistributed(layer)(sequence)


def shape_of(tensor: Any) -> str:
    """The shape of a tensor as messages show it."""
    return axes_of(tensor.shape[1:])


def axes_of(shape: Sequence[int | None]) -> str:
    """Axes without the batch as messages show them."""
    named = ("free" if axis is None else str(axis) for axis in shape)
    return "(" + ", ".join(("batch", *named)) + ")"
