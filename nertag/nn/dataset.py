"""The batches of a training run as one tf.data pipeline."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from nertag.features import Features, Rows, training_batches


def batches(
    variant: Callable[[np.random.Generator], Rows],
    rates: NDArray[np.float64],
    features: Features,
    *,
    batch_size: int,
    seed: int,
    first: int,
    last: int,
) -> tf.data.Dataset:
    """Padded batches of the epochs from `first` up to but not including `last`.

    One pipeline serves the whole run (a new one for each epoch would leak), prepared ahead of the
    network. `variant` makes the rows of an epoch; seed and epoch fix what is in it. Each element
    is ``ids (batch, time), features (batch, time, width), tags (batch, time), lengths (batch,)``,
    the features float32, all others int32.
    """

    def generate():
        for epoch in range(first, last):
            rng = np.random.default_rng([seed, epoch])
            for ids, tags, lengths in training_batches(variant(rng), rates, batch_size, rng):
                yield ids, features(ids, rng), tags, lengths

    matrix = tf.TensorSpec([None, None], tf.int32)
    row = tf.TensorSpec([None], tf.int32)
    cube = tf.TensorSpec([None, None, features.width], tf.float32)
    dataset = tf.data.Dataset.from_generator(generate, output_signature=(matrix, cube, matrix, row))
    return dataset.prefetch(8)
