"""Heads, which turn emissions into a loss: a CRF, or a softmax for each token.

Both decode through `nertag.decoding` with the same mask of legal transitions; there the softmax
head is a CRF whose transitions are zero.
"""

from __future__ import annotations

from collections.abc import Sequence

import tensorflow as tf

from nertag.arrays import Floats
from nertag.nn import crf
from nertag.text import legality


class CrfHead(tf.Module):
    """A linear-chain CRF over legal tag sequences.

    Parameters
    ----------
    tags : sequence of str
        All tags, in BIO or BIOES; the index of a tag is its id.
    """

    def __init__(self, tags: Sequence[str]) -> None:
        super().__init__(name="crf")
        count = len(tags)
        legal = legality(tags)
        self.legal = tuple(map(tf.constant, (legal.transitions, legal.start, legal.end)))
        self.transitions = tf.Variable(tf.zeros([count, count]), name="transitions")
        self.start = tf.Variable(tf.zeros([count]), name="start")
        self.end = tf.Variable(tf.zeros([count]), name="end")

    def weights(self) -> tuple[Floats, Floats, Floats]:
        """Transitions, start and end, without the mask."""
        return self.transitions.numpy(), self.start.numpy(), self.end.numpy()

    def loss(self, emissions: tf.Tensor, tags: tf.Tensor, lengths: tf.Tensor) -> tf.Tensor:
        """Negative log-likelihood of each row.

        Parameters
        ----------
        emissions : float32, shape (batch, time, tags)
            The network's scores of the tags of each token.
        tags : int32, shape (batch, time)
            The gold tag ids.
        lengths : int32, shape (batch,)
            Real tokens of each row.

        Returns
        -------
        float32, shape (batch,)
            The loss of each row in nats.
        """
        transitions, start, end = (
            weight + mask
            for weight, mask in zip((self.transitions, self.start, self.end), self.legal)
        )
        steps = tf.range(tf.shape(emissions)[1])
        first = tf.cast(steps == 0, tf.float32)[None, :, None]
        last = tf.cast(steps == lengths[:, None] - 1, tf.float32)[:, :, None]
        inside = tf.cast(steps < lengths[:, None], tf.float32)[:, :, None]
        scores = (emissions + first * start + last * end) * inside
        return -crf.log_likelihood(scores, tags, lengths, transitions)


class SoftmaxHead(tf.Module):
    """An independent choice of a tag for each token."""

    def __init__(self, tags: Sequence[str]) -> None:
        super().__init__(name="softmax")

    def weights(self) -> None:
        """None: this head has no weights."""

    def loss(self, emissions: tf.Tensor, tags: tf.Tensor, lengths: tf.Tensor) -> tf.Tensor:
        """Cross entropy summed over each row's tokens; parameters as for `CrfHead.loss`."""
        losses = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=tags, logits=emissions)
        inside = tf.range(tf.shape(emissions)[1]) < lengths[:, None]
        return tf.reduce_sum(tf.where(inside, losses, 0.0), axis=1)


HEADS: dict[str, type[CrfHead | SoftmaxHead]] = {"crf": CrfHead, "softmax": SoftmaxHead}
