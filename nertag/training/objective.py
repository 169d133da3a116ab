"""The loss that a training step makes smaller, computed in two parts at once.

On CPUs the parts are the two halves of a batch, each on its own cores. With consistency they are
two dropouts of the whole batch, which should give the same tags (R-Drop, Liang et al. 2021).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import tensorflow as tf

from nertag.nn import Network

Batch = tuple[tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor]
"""``ids (batch, time), features (batch, time, width), tags (batch, time), lengths (batch,)``."""


def objective(
    network: Network, batch: Batch, seeds: Sequence[tf.Tensor], consistency: float
) -> tf.Tensor:
    """Mean loss of a batch's sentences, in nats.

    Parameters
    ----------
    network : Network
        The network to train.
    batch : Batch
        The padded rows of a batch.
    seeds : two int32 tensors, shape (2,) each
        The seeds of the dropout, one for each part.
    consistency : float
        Weight of the divergence of two dropouts beside the mean of their losses, half of the
        paper's alpha. At 0 each sentence goes through one dropout.
    """
    if not consistency:
        parts = [batch] if network.on_gpu else halves(batch)
        losses = [network.loss(*part, seed) for part, seed in zip(parts, seeds)]
        return tf.reduce_mean(tf.concat(losses, axis=0))
    ids, features, tags, lengths = batch
    first, second = (network.emissions(ids, features, seed) for seed in seeds)
    losses = [network.head.loss(emissions, tags, lengths) for emissions in (first, second)]
    apart = divergence(first, second, lengths)
    return tf.reduce_mean((losses[0] + losses[1]) / 2 + consistency * apart)


def halves(batch: Batch) -> Iterator[Batch]:
    """The two halves of a padded batch, each only as long as its own longest row.

    A single row is in both halves, since no layer takes an empty batch.

    Parameters
    ----------
    batch : Batch
        The padded rows of a batch.
    """
    rows = tf.shape(batch[-1])[0]
    for some in (slice(0, tf.maximum(rows // 2, 1)), slice(rows // 2, None)):
        ids, features, tags, lengths = (whole[some] for whole in batch)
        longest = tf.reduce_max(lengths)
        yield ids[:, :longest], features[:, :longest], tags[:, :longest], lengths


def divergence(first: tf.Tensor, second: tf.Tensor, lengths: tf.Tensor) -> tf.Tensor:
    """Mean of both Kullback-Leibler divergences between the tags of two emissions.

    Parameters
    ----------
    first : float32, shape (batch, time, tags)
        Emissions; a softmax makes them distributions, transitions are ignored.
    second : float32, shape (batch, time, tags)
        The emissions of another dropout of the same rows.
    lengths : int32, shape (batch,)
        Number of tokens in each row.

    Returns
    -------
    float32, shape (batch,)
        Summed over a row's tokens, in nats.
    """
    logs = tf.nn.log_softmax(first), tf.nn.log_softmax(second)
    tokens = tf.reduce_sum((tf.exp(logs[0]) - tf.exp(logs[1])) * (logs[0] - logs[1]), axis=2) / 2
    inside = tf.range(tf.shape(tokens)[1]) < lengths[:, None]
    return tf.reduce_sum(tf.where(inside, tokens, 0.0), axis=1)
