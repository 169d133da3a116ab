"""Sine waves, and the linear autoregression that they are completed by for comparison."""

from __future__ import annotations

import numpy as np

TRAINING, VALIDATION, TEST = 0, 2, 4  # sixths of a unit of length: never the same waves
ORDERS = (2, 5, 10, 15, 20, 30)


def make(rng: np.random.Generator, rows: int, waves: tuple[int, int], size: tuple[int, int, int]):
    """Rows of waves: the given steps, how many of them are no padding, and the next ones.

    Parameters
    ----------
    waves : tuple of int
        The longest (the shortest is a third of it), and the sixth of a unit lengths are from.
    size : tuple of int
        Least and most given steps, and next steps.
    """
    (longest, sixth), (least, most, steps) = waves, size
    one = (rows, 1, 1)
    length = rng.integers(longest // 3, longest, one) + (sixth + rng.random(one)) / 6
    phase = rng.uniform(0, 2 * np.pi, (rows, 1, 5))
    lengths = rng.integers(least, most + 1, rows)
    times = np.arange(most)[None], lengths[:, None] + np.arange(steps)
    values, wanted = (np.sin(2 * np.pi / length * time[..., None] + phase) for time in times)
    values[times[0] >= lengths[:, None]] = 0
    return values, lengths.astype("i4"), wanted


def fit(waves: np.ndarray, order: int) -> np.ndarray:
    """Weights by least squares, oldest first, shape (order,), from waves (rows, time, features)."""
    windows = np.lib.stride_tricks.sliding_window_view(waves, order + 1, 1).reshape(-1, order + 1)
    return np.linalg.lstsq(windows[:, :-1], windows[:, -1], rcond=None)[0]


def autoregress(
    values: np.ndarray, lengths: np.ndarray, weights: np.ndarray, steps: int
) -> np.ndarray:
    """The next steps of padded rows, each from those before it, written ones too."""
    order = len(weights)
    last = lengths[:, None] - order + np.arange(order)
    written = np.take_along_axis(values, last[..., None], 1)
    for _ in range(steps):
        step = np.tensordot(written[:, -order:], weights, (1, 0))
        written = np.concatenate([written, step[:, None]], 1)
    return written[:, order:]


def best_autoregression(
    waves: np.ndarray, validation: tuple[np.ndarray, np.ndarray, np.ndarray]
) -> np.ndarray:
    """Weights fitted to waves, of the order that completes those of the validation best."""
    values, lengths, wanted = validation

    def error(weights: np.ndarray) -> float:
        return float(np.abs(autoregress(values, lengths, weights, wanted.shape[1]) - wanted).mean())

    return min((fit(waves, order) for order in ORDERS), key=error)
