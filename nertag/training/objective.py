"""What a training step makes smaller, worked out in two parts at once.

On CPUs the parts are the two halves of a batch, a core or several each; with consistency they are
two dropouts of the whole batch, which should say the same (R-Drop, Liang et al. 2021).
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
    """Mean of a batch's sentences, in nats.

    Parameters
    ----------
    seeds : two int32 tensors, shape (2,) each
        Of the dropout of each part.
    consistency : float
        What the divergence of two dropouts weighs beside the mean of their losses, half of the
        paper's alpha; 0: each sentence goes through one.
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

    A row that is alone is in both, since no layer takes an empty batch.
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
    first, second : float32, shape (batch, time, tags)
        A softmax makes them distributions; transitions have no part in it.
    lengths : int32, shape (batch,)

    Returns
    -------
    float32, shape (batch,)
        Summed over a row's tokens, in nats.
    """
    logs = tf.nn.log_softmax(first), tf.nn.log_softmax(second)
    tokens = tf.reduce_sum((tf.exp(logs[0]) - tf.exp(logs[1])) * (logs[0] - logs[1]), axis=2) / 2
    inside = tf.range(tf.shape(tokens)[1]) < lengths[:, None]
    return tf.reduce_sum(tf.where(inside, tokens, 0.0), axis=1)
