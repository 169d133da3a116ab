"""The batches of a training run as one tf.data pipeline."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from nertag.features import Features, Rows, ids_of, training_batches

IDS = tf.TensorSpec([None, None], tf.int32)


def batches(
    variant: Callable[[np.random.Generator], Rows],
    rates: NDArray[np.float64],
    features: Features,
    *,
    batch_size: int,
    seed: int,
    first: int,
    last: int,
    tokens: tf.TensorSpec = IDS,
) -> tf.data.Dataset:
    """Padded batches of the epochs from `first` up to but not including `last`.

    One pipeline serves the whole run (a new one for each epoch would leak memory) and works ahead
    of the network. Seed and epoch determine the content of an epoch.

    Parameters
    ----------
    variant : callable
        Maps a random generator to the rows of an epoch.
    rates : ndarray of float64, shape (vocabulary,)
        Probability with which each id is replaced by the unknown id.
    features : Features
        The features of the tokens besides their vectors.
    batch_size : int
        Rows in a batch.
    seed : int
        Seed of the run.
    first : int
        The first epoch, from 0.
    last : int
        The epoch after the last one, from 0.
    tokens : tf.TensorSpec
        Shape and type of a batch's ids.

    Returns
    -------
    tf.data.Dataset
        Elements ``ids (batch, time), features (batch, time, width), tags (batch, time), lengths
        (batch,)``; features are float32, all others int32.
    """

    def generate():
        for epoch in range(first, last):
            rng = np.random.default_rng([seed, epoch])
            for ids, tags, lengths in training_batches(variant(rng), rates, batch_size, rng):
                yield ids, features(ids_of(ids, 2), rng), tags, lengths

    matrix = tf.TensorSpec([None, None], tf.int32)
    row = tf.TensorSpec([None], tf.int32)
    cube = tf.TensorSpec([None, None, features.width], tf.float32)
    dataset = tf.data.Dataset.from_generator(generate, output_signature=(tokens, cube, matrix, row))
    return dataset.prefetch(8)
