"""The learning rate over the epochs."""

from __future__ import annotations


def learning_rate(lr: float, decay: float, epoch: int) -> float:
    """The rate of an epoch, counted from 0: ``lr / (1 + decay * epoch)``."""
    return lr / (1 + decay * epoch)
