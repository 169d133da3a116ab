"""Tag sequences drawn at random: each as often as the model holds it for right.

Forward filtering, backward sampling: the last tag is drawn first, each tag before it given what
follows; Scott (2002), https://doi.org/10.1198/016214502753479464. Gumbel noise added to the log
weights makes the highest of them a draw.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from nertag.arrays import Ints
from nertag.decoding.posteriors import LogSums


def draw(sums: LogSums, rng: np.random.Generator) -> Ints:
    """One legal sequence for each row.

    Parameters
    ----------
    sums : LogSums
        Forward and backward sums of the rows.
    rng : numpy.random.Generator
        Draws.

    Returns
    -------
    ndarray of int32, shape (batch, time)
        Ids of tags; 0 after each row's length.
    """
    time, _, batch = sums.forward.shape
    drawn = np.zeros((batch, time), np.int32)
    following: NDArray[np.intp] = np.zeros(batch, np.intp)
    for t in range(time - 1, -1, -1):
        last = t == sums.lengths - 1
        onward = np.where(last, sums.end[:, None], sums.transitions[:, following])
        weights = sums.forward[t] + onward
        following = np.argmax(weights + rng.gumbel(size=weights.shape), axis=0)
        drawn[:, t] = np.where(t < sums.lengths, following, 0)
    return drawn
