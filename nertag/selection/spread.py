"""A choice of texts that is spread over what they are about and how long they are."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

import numpy as np

from nertag.arrays import Floats
from nertag.selection.near_duplicates import grams

CLUSTERS, WIDTH, ROUNDS = 10, 512, 10
"""Clusters of texts, numbers that describe a text, and rounds of k-means."""
LENGTHS = 3
"""Parts of the texts by their length."""
MOST = 2
"""How many times its share a cluster, or a part by length, may have of the choice."""


def spread(texts: Sequence[str], count: int, rng: np.random.Generator) -> list[int]:
    """Indices of the first texts, as far as no cluster and no length has far more than its share.

    Parameters
    ----------
    texts : sequence of str
        The texts, the most wanted first.
    count : int
        How many to choose; all, if there are no more.
    rng : Generator
        Draws the first centres of the clusters.
    """
    if count >= len(texts):
        return list(range(len(texts)))
    clusters = _clusters(np.stack([_described(text) for text in texts]), rng)
    ranks = np.argsort(np.argsort([len(text) for text in texts], kind="stable"))
    parts = ranks * LENGTHS // len(texts)
    most = [math.ceil(MOST * count / of) for of in (CLUSTERS, LENGTHS)]
    taken: Counter[tuple[int, int]] = Counter()
    chosen: list[int] = []
    left: list[int] = []
    for i, kinds in enumerate(zip(clusters.tolist(), parts.tolist())):
        if len(chosen) < count and all(taken[one] < most[one[0]] for one in enumerate(kinds)):
            chosen.append(i)
            taken.update(enumerate(kinds))
        else:
            left.append(i)
    return sorted(chosen + left[: count - len(chosen)])


def _described(text: str) -> Floats:
    """How often the n-grams of a text fall on each of `WIDTH` numbers, of length 1."""
    counts = np.bincount((grams(text) % np.uint64(WIDTH)).astype(np.intp), minlength=WIDTH)
    return (counts / np.linalg.norm(counts)).astype(np.float32)


def _clusters(
    points: Floats, rng: np.random.Generator
) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    """The cluster of each point, by spherical k-means."""
    centres = points[rng.permutation(len(points))[:CLUSTERS]]
    nearest = np.zeros(len(points), np.intp)
    for _ in range(ROUNDS):
        nearest = np.argmax(points @ centres.T, axis=1)
        for cluster in np.unique(nearest):
            centre = points[nearest == cluster].sum(axis=0)
            centres[cluster] = centre / np.linalg.norm(centre)
    return nearest
