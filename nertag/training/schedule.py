"""How long a run is, how much it drops, and the learning rate over its steps."""

from __future__ import annotations

import tensorflow as tf

WARM_UP = 0.05
"""The share of the steps over which the rate rises."""

MOST_EPOCHS, EPOCHS_OF_A_MILLION, FALL = 40, 18, 0.2
"""Epochs over little text, over a million tokens, and the power by which they fall between."""


def epochs_for(tokens: int) -> int:
    """How many epochs suit so many training tokens: 40, 28 for 120,000, 16 for two million."""
    wanted = EPOCHS_OF_A_MILLION * (1_000_000 / tokens) ** FALL
    return max(1, min(MOST_EPOCHS, round(wanted)))


MOST_DROPPED, LEAST_DROPPED, LITTLE_TEXT = 0.5, 0.25, 90_000
"""Dropout over little text and over much, and the tokens up to which it is little."""


def dropout_for(tokens: int) -> float:
    """The dropout that suits so many training tokens: 0.5 up to 90,000, 0.25 from 360,000 on."""
    wanted = MOST_DROPPED * (LITTLE_TEXT / tokens) ** 0.5
    return max(LEAST_DROPPED, min(MOST_DROPPED, wanted))


def learning_rate(peak: float, step: tf.Tensor, steps: int) -> tf.Tensor:
    """The rate of a step, counted from 0: up to `peak` in a line, then down to nearly 0 in a line.

    Returns
    -------
    float32, a scalar
    """
    done = (tf.cast(step, tf.float32) + 1) / (steps + 1)
    return peak * tf.minimum(done / WARM_UP, (1 - done) / (1 - WARM_UP))
