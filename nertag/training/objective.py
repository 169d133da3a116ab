"""The loss that a training step makes smaller, computed in two parts at once.

On CPUs the parts are the two halves of a batch, each on its own cores. With consistency they are
two dropouts of the whole batch, which should give the same tags (R-Drop, Liang et al. 2021).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import tensorflow as tf

from nertag.nn import Network

Batch = tuple[tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor]
"""``ids (batch, time), features (batch, time, width), tags (batch, time), lengths (batch,)``."""


LEAST_SHARE = 0.01
"""A smaller share is not held more exactly than this one."""


@dataclass(frozen=True)
class EntityShare:
    """Holds the share of the tokens that a network takes for entities near a given one.

    Where only entities are labelled, to take everything for an entity agrees with all that is
    known. The expected entity ratio of Effland and Collins (2021, TACL) forbids that.

    Parameters
    ----------
    wanted : float
        The share of the tokens of a text that are in entities.
    margin : float
        How far from it costs nothing, as a part of what is wanted.
    weight : float
        What it costs, in nats a sentence, to be off by as much as is wanted.
    """

    wanted: float
    margin: float = 0.2
    weight: float = 3.0

    def loss(self, entity_tokens: tf.Tensor, tokens: tf.Tensor) -> tf.Tensor:
        """What the share in a batch costs, in nats.

        Parameters
        ----------
        entity_tokens : float32, shape (batch,)
            The expected number of tokens in entities, of each row.
        tokens : int32, shape (batch,)
            Tokens of each row.
        """
        share = tf.reduce_sum(entity_tokens) / tf.cast(tf.reduce_sum(tokens), tf.float32)
        off = tf.abs(share - self.wanted) / max(self.wanted, LEAST_SHARE)
        return self.weight * tf.maximum(off - self.margin, 0.0)


def objective(
    network: Network,
    batch: Batch,
    seeds: Sequence[tf.Tensor],
    consistency: float,
    share: EntityShare | None = None,
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
    share : EntityShare, optional
        Given where the tags of some tokens are unknown: what holds the share of entities.
    """
    if not consistency:
        parts = [batch] if network.on_gpu else list(halves(batch))
        found = [network.emissions(*part[:2], seed) for part, seed in zip(parts, seeds)]
        return _mean_loss(network, found, [part[2:] for part in parts], share)
    ids, features, tags, lengths = batch
    first, second = (network.emissions(ids, features, seed) for seed in seeds)
    apart = divergence(first, second, lengths)
    both = _mean_loss(network, (first, second), [(tags, lengths)] * 2, share)
    return both + consistency * tf.reduce_mean(apart)


def _mean_loss(
    network: Network,
    emissions: Sequence[tf.Tensor],
    golds: Sequence[tuple[tf.Tensor, ...]],
    share: EntityShare | None,
) -> tf.Tensor:
    """Mean loss over the rows of several parts, of each the emissions, and tags and lengths."""
    if share is None:
        losses = [network.head.loss(one, *gold) for one, gold in zip(emissions, golds)]
        return tf.reduce_mean(tf.concat(losses, axis=0))
    parts = [network.head.partial_loss(one, *gold) for one, gold in zip(emissions, golds)]
    losses, entity_tokens = (tf.concat(found, axis=0) for found in zip(*parts))
    tokens = tf.concat([lengths for _, lengths in golds], axis=0)
    return tf.reduce_mean(losses) + share.loss(entity_tokens, tokens)


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
