"""The learning rate over the steps of a run."""

from __future__ import annotations

import tensorflow as tf

WARM_UP = 0.05
"""The share of the steps over which the rate rises."""


def learning_rate(peak: float, step: tf.Tensor, steps: int) -> tf.Tensor:
    """The rate of a step: up to `peak` in a line, then down to nearly 0 in a line.

    Parameters
    ----------
    peak : float
        The highest rate.
    step : int, a scalar
        The number of the step, from 0.
    steps : int
        Number of steps of the whole run.

    Returns
    -------
    float32, a scalar
        The learning rate.
    """
    done = (tf.cast(step, tf.float32) + 1) / (steps + 1)
    return peak * tf.minimum(done / WARM_UP, (1 - done) / (1 - WARM_UP))
