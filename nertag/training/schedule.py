"""How many epochs a run has, and the learning rate over its steps."""

from __future__ import annotations

import tensorflow as tf

WARM_UP = 0.05
"""The share of the steps over which the rate rises."""


FEWEST_EPOCHS, MOST_EPOCHS, TOKENS_READ = 12, 40, 3_500_000
"""A run has as many epochs as read so many tokens, between these two numbers."""


def epochs_for(tokens: int) -> int:
    """How many epochs suit so many training tokens."""
    return max(FEWEST_EPOCHS, min(MOST_EPOCHS, round(TOKENS_READ / tokens)))


def learning_rate(peak: float, step: tf.Tensor, steps: int) -> tf.Tensor:
    """The rate of a step, counted from 0: up to `peak` in a line, then down to nearly 0 in a line.

    Returns
    -------
    float32, a scalar
    """
    done = (tf.cast(step, tf.float32) + 1) / (steps + 1)
    return peak * tf.minimum(done / WARM_UP, (1 - done) / (1 - WARM_UP))
