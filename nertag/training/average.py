"""The running average of the weights, which scores better than the weights of any one step."""

from __future__ import annotations

from collections.abc import Sequence

import tensorflow as tf

TENTH = 10.0
"""Divided by the number of steps, about the share of the steps so far that are averaged."""


class Average(tf.Module):
    """A moving average of variables whose memory grows with the run.

    After step ``t`` it takes ``10 / (t + 10)`` of the new values: polynomial-decay averaging of
    Shamir and Zhang (2013) with an exponent of 9. It needs no horizon to be set for each size of
    data, and what was before the first steps is soon forgotten.

    Parameters
    ----------
    variables : sequence of tf.Variable
        The variables whose average is kept.
    """

    def __init__(self, variables: Sequence[tf.Variable]) -> None:
        super().__init__(name="average")
        self.followed = list(variables)
        self.values = [tf.Variable(v, trainable=False, dtype=v.dtype) for v in variables]

    def update(self, step: tf.Tensor) -> None:
        """Include the variables after a step.

        Parameters
        ----------
        step : int32, a scalar
            The number of the step, from 0.
        """
        share = TENTH / (tf.cast(step, tf.float32) + TENTH)
        for value, variable in zip(self.values, self.followed):
            value.assign_add(tf.cast(share, value.dtype) * (variable - value))

    def swap(self) -> None:
        """Exchange the variables and their averages."""
        for value, variable in zip(self.values, self.followed):
            held = variable.numpy()
            variable.assign(value)
            value.assign(held)
