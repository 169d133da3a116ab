"""The linear-chain CRF's functions in plain TensorFlow, for where tensorflow-addons cannot be had.

Lengths say where a row ends; what stands behind is never looked at. Loops over time are
`tf.foldl` and `tf.scan` without conditions, so XLA can compile them. Formulas: Rabiner (1989) for
the recursions, Lafferty et al. (2001) for the model.
"""

from __future__ import annotations

import tensorflow as tf

FORBIDDEN = -1e9
"""Instead of the score of a tag that may not be: finite, so that gradients stay numbers."""


def log_normaliser(emissions: tf.Tensor, lengths: tf.Tensor, transitions: tf.Tensor) -> tf.Tensor:
    """Log of the sum over all tag sequences; 0 for an empty row.

    Parameters
    ----------
    emissions : float32, shape (batch, time, tags)
        Time is at least 1.
    lengths : int32, shape (batch,)
    transitions : float32, shape (tags, tags)
        From the row's tag to the column's.

    Returns
    -------
    float32, shape (batch,)
        In nats.
    """
    steps = tf.transpose(emissions, [1, 0, 2])

    def forward(reached: tf.Tensor, inputs: tuple[tf.Tensor, tf.Tensor]) -> tf.Tensor:
        time, scores = inputs
        onward = tf.reduce_logsumexp(reached[:, :, None] + transitions, axis=1) + scores
        return tf.where((time < lengths)[:, None], onward, reached)

    times = tf.range(1, tf.shape(steps)[0])
    reached = tf.foldl(forward, (times, steps[1:]), initializer=steps[0])
    return tf.where(lengths > 0, tf.reduce_logsumexp(reached, axis=1), 0.0)


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


def multitag_score(
    emissions: tf.Tensor, allowed: tf.Tensor, lengths: tf.Tensor, transitions: tf.Tensor
) -> tf.Tensor:
    """Log of the sum over the tag sequences that use allowed tags only, shape ``(batch,)``.

    Parameters
    ----------
    allowed : bool, shape (batch, time, tags)
    """
    return log_normaliser(tf.where(allowed, emissions, FORBIDDEN), lengths, transitions)


def viterbi(
    emissions: tf.Tensor, lengths: tf.Tensor, transitions: tf.Tensor
) -> tuple[tf.Tensor, tf.Tensor]:
    """The best tag sequence of each row and its score.

    Returns
    -------
    tags : int32, shape (batch, time)
        0 behind each row's length.
    scores : float32, shape (batch,)
    """
    steps = tf.transpose(emissions, [1, 0, 2])
    length, count = tf.shape(steps)[0], tf.shape(steps)[2]
    stay = tf.broadcast_to(tf.range(count), tf.shape(steps)[1:])

    def forward(
        state: tuple[tf.Tensor, tf.Tensor], inputs: tuple[tf.Tensor, tf.Tensor]
    ) -> tuple[tf.Tensor, tf.Tensor]:
        reached, _ = state
        time, scores = inputs
        ways = reached[:, :, None] + transitions
        inside = (time < lengths)[:, None]
        before = tf.where(inside, tf.argmax(ways, axis=1, output_type=tf.int32), stay)
        return tf.where(inside, tf.reduce_max(ways, axis=1) + scores, reached), before

    times = tf.range(1, length)
    every, before = tf.scan(forward, (times, steps[1:]), initializer=(steps[0], stay))
    last = tf.concat([steps[:1], every], axis=0)[-1]
    best = tf.argmax(last, axis=1, output_type=tf.int32)

    def backward(tag: tf.Tensor, pointers: tf.Tensor) -> tf.Tensor:
        return tf.gather(pointers, tag, axis=1, batch_dims=1)

    path = tf.scan(backward, before, initializer=best, reverse=True)
    path = tf.transpose(tf.concat([path, best[None]], axis=0))
    inside = tf.range(length) < lengths[:, None]
    return tf.where(inside, path, 0), tf.where(lengths > 0, tf.reduce_max(last, axis=1), 0.0)
