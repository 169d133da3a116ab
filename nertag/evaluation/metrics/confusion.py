"""Which type is taken for which, and how many of each are missed or made up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nertag.evaluation.metrics.pairing import pair
from nertag.text import Span


@dataclass(frozen=True)
class Confusion:
    """Pairs of gold and predicted entities that share a token, by their labels.

    Parameters
    ----------
    labels : tuple of str
        All labels of either side, sorted.
    counts : ndarray of int64, shape (labels + 1, labels + 1)
        Gold in the rows, predicted in the columns. The last column holds the gold that was missed,
        the last row what is spurious.
    """

    labels: tuple[str, ...]
    counts: NDArray[np.int64]


def confusion(gold: Iterable[Sequence[Span]], predicted: Iterable[Sequence[Span]]) -> Confusion:
    """Count the labels of the spans of each sentence.

    The pairs follow SemEval's schema ``type``: they agree in the label if possible, and need
    not agree in the boundaries.

    Parameters
    ----------
    gold : iterable of sequences of Span
        The gold spans of each sentence.
    predicted : iterable of sequences of Span
        The predicted spans of each sentence.
    """
    pairs: Counter[tuple[str | None, str | None]] = Counter(
        (right and right[2], guess and guess[2])
        for row in zip(gold, predicted, strict=True)
        for right, guess in pair(*row, by_label=True)
    )
    labels = sorted({label for labels in pairs for label in labels if label is not None})
    indices: dict[str | None, int] = {label: index for index, label in enumerate(labels)}
    indices[None] = len(labels)
    counts = np.zeros((len(indices), len(indices)), np.int64)
    for (right, guess), count in pairs.items():
        counts[indices[right], indices[guess]] += count
    return Confusion(tuple(labels), counts)
