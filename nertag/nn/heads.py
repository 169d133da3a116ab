"""Heads, which turn emissions into a loss: a CRF, or a softmax for each token.

Of rows whose tags are known in part, the loss is that of all that agrees with what is known.

Both decode through `nertag.decoding` with the same mask of legal transitions; there the softmax
head is a CRF whose transitions are zero.
"""

from __future__ import annotations

from collections.abc import Sequence

import tensorflow as tf

from nertag.arrays import Floats
from nertag.nn import crf, linear_chain
from nertag.text import ILLEGAL, legality, split_tag


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
        self.goes_on = tf.constant([split_tag(tag)[0] in "IE" for tag in tags])

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
        scores, transitions = self._chain(emissions, lengths)
        return -crf.log_likelihood(scores, tags, lengths, transitions)

    def partial_loss(
        self, emissions: tf.Tensor, tags: tf.Tensor, lengths: tf.Tensor
    ) -> tuple[tf.Tensor, tf.Tensor]:
        """Loss of rows of which some tags are unknown, and how many tokens it takes for entities.

        The log of the sum over all legal sequences that agree with what is known, without a sign,
        over that of all sequences (Tsuboi et al. 2008).

        Parameters
        ----------
        emissions : float32, shape (batch, time, tags)
            The network's scores of the tags of each token.
        tags : int32, shape (batch, time)
            The gold tag ids, below 0 where the tag is unknown.
        lengths : int32, shape (batch,)
            Real tokens of each row, at least 1.

        Returns
        -------
        losses, entity_tokens : float32, shape (batch,)
            The loss of each row in nats, and its expected number of tokens in entities.
        """
        scores, transitions = self._chain(emissions, lengths)
        allowed = allowed_tags(tags, self.goes_on)
        agreeing = tf.where(allowed, scores, ILLEGAL)
        losses = linear_chain.log_normaliser(scores, lengths, transitions)
        losses -= linear_chain.log_normaliser(agreeing, lengths, transitions)
        counted = tf.one_hot(0, tf.shape(scores)[2], 0.0, 1.0)
        return losses, linear_chain.expected_count(scores, lengths, transitions, counted)

    def _chain(self, emissions: tf.Tensor, lengths: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
        """All scores of single tokens ``(batch, time, tags)``, and the transitions."""
        transitions, start, end = (
            weight + mask
            for weight, mask in zip((self.transitions, self.start, self.end), self.legal)
        )
        steps = tf.range(tf.shape(emissions)[1])
        first = tf.cast(steps == 0, tf.float32)[None, :, None]
        last = tf.cast(steps == lengths[:, None] - 1, tf.float32)[:, :, None]
        inside = tf.cast(steps < lengths[:, None], tf.float32)[:, :, None]
        return (emissions + first * start + last * end) * inside, transitions


def allowed_tags(tags: tf.Tensor, goes_on: tf.Tensor) -> tf.Tensor:
    """Which tags each token may have, as far as its tag is known.

    What is known of an entity is all of it: an unknown token after a known one does not go it on.

    Parameters
    ----------
    tags : int32, shape (batch, time)
        The gold tag ids, below 0 where the tag is unknown.
    goes_on : bool, shape (tags,)
        Which tags go on an entity.

    Returns
    -------
    bool, shape (batch, time, tags)
    """
    unknown = (tags < 0)[:, :, None]
    after_known = tf.pad(tags[:, :-1] >= 0, [[0, 0], [1, 0]])[:, :, None]
    same = tags[:, :, None] == tf.range(tf.shape(goes_on)[0])
    return same | (unknown & ~(after_known & goes_on))


class SoftmaxHead(tf.Module):
    """An independent choice of a tag for each token."""

    def __init__(self, tags: Sequence[str]) -> None:
        super().__init__(name="softmax")
        self.goes_on = tf.constant([split_tag(tag)[0] in "IE" for tag in tags])

    def weights(self) -> None:
        """None: this head has no weights."""

    def loss(self, emissions: tf.Tensor, tags: tf.Tensor, lengths: tf.Tensor) -> tf.Tensor:
        """Cross entropy summed over each row's tokens; parameters as for `CrfHead.loss`."""
        losses = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=tags, logits=emissions)
        inside = tf.range(tf.shape(emissions)[1]) < lengths[:, None]
        return tf.reduce_sum(tf.where(inside, losses, 0.0), axis=1)

    def partial_loss(
        self, emissions: tf.Tensor, tags: tf.Tensor, lengths: tf.Tensor
    ) -> tuple[tf.Tensor, tf.Tensor]:
        """The same of rows of which some tags are unknown; as `CrfHead.partial_loss`."""
        logs = tf.nn.log_softmax(emissions)
        allowed = allowed_tags(tags, self.goes_on)
        known = tf.reduce_logsumexp(tf.where(allowed, logs, ILLEGAL), axis=2)
        inside = tf.range(tf.shape(emissions)[1]) < lengths[:, None]
        losses = -tf.reduce_sum(tf.where(inside, known, 0.0), axis=1)
        entity = tf.where(inside, 1 - tf.exp(logs[:, :, 0]), 0.0)
        return losses, tf.reduce_sum(entity, axis=1)


HEADS: dict[str, type[CrfHead | SoftmaxHead]] = {"crf": CrfHead, "softmax": SoftmaxHead}
