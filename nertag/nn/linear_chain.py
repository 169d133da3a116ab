"""The linear-chain CRF's likelihood in plain TensorFlow.

Lengths say where a row ends; what comes after is ignored. Loops over time have no conditions, so
XLA can compile them. Formulas: Rabiner (1989) for the recursions and their scaling, Lafferty et al.
(2001) for the model.
"""

from __future__ import annotations

from typing import Any

import tensorflow as tf

LEAST = 1e-25
"""Added to the share of each tag of a step, so that every tag can be reached and no sum is 0."""


def log_normaliser(emissions: tf.Tensor, lengths: tf.Tensor, transitions: tf.Tensor) -> tf.Tensor:
    """Log of the sum over all tag sequences; 0 for an empty row.

    Parameters
    ----------
    emissions : float32, shape (batch, time, tags)
        Scores of the tags of each token; time is at least 1.
    lengths : int32, shape (batch,)
        Real tokens of each row.
    transitions : float32, shape (tags, tags)
        Scores from the row's tag to the column's.

    Returns
    -------
    float32, shape (batch,)
        The log of the sum in nats.
    """

    @tf.custom_gradient
    def run(emissions: tf.Tensor, transitions: tf.Tensor) -> Any:
        time = tf.shape(emissions)[1]
        steps = tf.range(time)
        inside = tf.cast(steps < lengths[:, None], tf.float32)
        followed = tf.cast(steps + 1 < lengths[:, None], tf.float32)[:, :, None]
        highest, easiest = tf.reduce_max(emissions, axis=2), tf.reduce_max(transitions)
        weights = tf.exp(emissions - highest[:, :, None])
        moves = tf.exp(transitions - easiest)
        forward, backward, totals = _reach(weights, lengths, moves)
        logs = tf.reduce_sum(inside * (tf.math.log(totals) + highest), axis=1)
        logs += easiest * tf.cast(tf.maximum(lengths - 1, 0), tf.float32)

        def gradient(above: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
            """Marginals of tags for the emissions, sums of those of pairs for the transitions."""
            following = tf.pad(backward[:, 1:], [[0, 0], [0, 1], [0, 0]])
            onward = tf.tensordot(following, moves, [[2], [1]]) * followed + (1 - followed)
            joint = forward * onward
            share = (above[:, None] * inside / tf.reduce_sum(joint, axis=2))[:, :, None]
            pairs = tf.tensordot(forward * share * followed, following, [[0, 1], [0, 1]])
            return joint * share, moves * pairs

        return logs, gradient

    return run(emissions, transitions)


def _reach(
    weights: tf.Tensor, lengths: tf.Tensor, moves: tf.Tensor
) -> tuple[tf.Tensor, tf.Tensor, tf.Tensor]:
    """All ways that lead to each tag, from the start and from the end, in one loop.

    Sums of products, divided by their sum at each step; no logarithm is within the loop, which
    makes it several times as fast as one that adds logarithms up.

    Parameters
    ----------
    weights : float32, shape (batch, time, tags)
        Of the tags themselves, as factors.
    lengths : int32, shape (batch,)
    moves : float32, shape (tags, tags)
        Factors of the transitions.

    Returns
    -------
    forward, backward : float32, shape (batch, time, tags)
        Both with the weight of the tag itself.
    totals : float32, shape (batch, time)
        What the forward ones were divided by.
    """
    time = tf.shape(weights)[1]
    both = tf.stack([weights, tf.reverse_sequence(weights, lengths, seq_axis=1)])
    directions = tf.stack([moves, tf.transpose(moves)])

    def array() -> tf.TensorArray:
        return tf.TensorArray(tf.float32, time, clear_after_read=False)

    arriving = array().unstack(tf.transpose(both, [2, 0, 1, 3]))

    def divided(ways: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
        total = tf.reduce_sum(ways, axis=2, keepdims=True)
        return ways / total + LEAST, total

    def step(t, reached, every, totals):
        reached, total = divided(tf.matmul(reached, directions) * arriving.read(t))
        return t + 1, reached, every.write(t, reached), totals.write(t, total)

    first, total = divided(arriving.read(0))
    _, _, every, totals = tf.while_loop(
        lambda t, *_: t < time,
        step,
        (1, first, array().write(0, first), array().write(0, total)),
        parallel_iterations=1,
    )
    there, back = tf.unstack(tf.transpose(every.stack(), [1, 2, 0, 3]))
    back = tf.reverse_sequence(back, lengths, seq_axis=1)
    return there, back, tf.transpose(totals.stack()[:, 0, :, 0])


def expected_count(
    emissions: tf.Tensor, lengths: tf.Tensor, transitions: tf.Tensor, counted: tf.Tensor
) -> tf.Tensor:
    """How many tokens of each row have a counted tag, on average over all sequences.

    The expectation semiring of Li and Eisner (2009): beside the log of the sum over what ends in a
    tag goes the mean count over it. TensorFlow derives it, second derivatives and all.

    Parameters
    ----------
    emissions : float32, shape (batch, time, tags)
        Scores of the tags of each token; time is at least 1.
    lengths : int32, shape (batch,)
        Real tokens of each row, at least 1.
    transitions : float32, shape (tags, tags)
        Scores from the row's tag to the column's.
    counted : float32, shape (tags,)
        1 for the tags that are counted, 0 for others.

    Returns
    -------
    float32, shape (batch,)
        Tokens.
    """

    def step(t: tf.Tensor, logs: tf.Tensor, counts: tf.Tensor) -> Any:
        before = logs[:, :, None] + transitions
        shares = tf.nn.softmax(before, axis=1)
        inside = tf.cast(t < lengths, tf.float32)[:, None]
        reached = tf.reduce_logsumexp(before, axis=1) + emissions[:, t]
        sums = tf.reduce_sum(shares * counts[:, :, None], axis=1) + counted
        reached, sums = (
            inside * new + (1 - inside) * old for new, old in ((reached, logs), (sums, counts))
        )
        return t + 1, reached, sums

    time = tf.shape(emissions)[1]
    first = emissions[:, 0], tf.zeros_like(emissions[:, 0]) + counted
    _, logs, counts = tf.while_loop(lambda t, *_: t < time, step, (1, *first))
    return tf.reduce_sum(tf.nn.softmax(logs) * counts, axis=1)


def sequence_score(
    emissions: tf.Tensor, tags: tf.Tensor, lengths: tf.Tensor, transitions: tf.Tensor
) -> tf.Tensor:
    """Score of one tag sequence a row, shape ``(batch,)``: its emissions and transitions summed."""
    times = tf.range(tf.shape(emissions)[1])
    inside = tf.cast(times < lengths[:, None], emissions.dtype)
    count = tf.shape(emissions)[2]
    tags = tf.clip_by_value(tags, 0, count - 1)
    chosen = tf.gather(emissions, tags, axis=2, batch_dims=2)
    steps = tf.gather(tf.reshape(transitions, [-1]), tags[:, :-1] * count + tags[:, 1:])
    return tf.reduce_sum(chosen * inside, axis=1) + tf.reduce_sum(steps * inside[:, 1:], axis=1)


def log_likelihood(
    emissions: tf.Tensor, tags: tf.Tensor, lengths: tf.Tensor, transitions: tf.Tensor
) -> tf.Tensor:
    """Log-probability of one tag sequence a row, shape ``(batch,)``, in nats."""
    score = sequence_score(emissions, tags, lengths, transitions)
    return score - log_normaliser(emissions, lengths, transitions)
