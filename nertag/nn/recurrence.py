"""The recurrence of a BiLSTM on CPUs: both directions in one loop, all big products outside it.

Keras multiplies the input of each step inside its loop and adds up the gradients of both kernels
step by step, which costs more than the recurrence itself. The weights and the results are Keras'.
TensorFlow's BlockLSTM is slower where the BiLSTM is wide, and the gradient of its BlockLSTMV2 is
wrong (2.15); `benchmarks/NOTES.md` has the numbers.
"""

from __future__ import annotations

from typing import Any

import tensorflow as tf


def bilstm(inputs: tf.Tensor, lengths: tf.Tensor, forward: Any, backward: Any) -> tf.Tensor:
    """What ``Bidirectional(LSTM)`` gives at the real steps of right-padded rows.

    Parameters
    ----------
    inputs : tensor, shape (batch, time, features)
        What the BiLSTM reads at each step.
    lengths : int32, shape (batch,)
        Real steps of each row.
    forward, backward : keras LSTMCell
        The cells of both directions, whose weights are used.

    Returns
    -------
    tensor, shape (batch, time, 2 * units)
        Hidden states, float32, the forward ones first; those after a row's length have no meaning.
    """
    units = forward.units
    kernel = tf.concat([forward.kernel, backward.kernel], axis=1)
    bias = tf.concat([forward.bias, backward.bias], axis=0)
    # tf.stack takes no variables of Keras 3.
    cells = forward, backward
    recurrent = tf.stack([tf.convert_to_tensor(cell.recurrent_kernel) for cell in cells])
    inputs = tf.cast(inputs, tf.float32)
    gates = tf.tensordot(inputs, kernel, 1) + bias
    there, back = tf.split(gates, 2, axis=2)
    both = tf.stack([there, tf.reverse_sequence(back, lengths, seq_axis=1)])
    hidden = _recur(tf.transpose(both, [2, 0, 1, 3]), recurrent, units)
    there, back = tf.unstack(tf.transpose(hidden, [1, 2, 0, 3]))
    return tf.concat([there, tf.reverse_sequence(back, lengths, seq_axis=1)], axis=2)


def _recur(gates: tf.Tensor, recurrent: tf.Tensor, units: int) -> tf.Tensor:
    """Hidden states ``(time, 2, batch, units)`` from the gates that the inputs ask for.

    Parameters
    ----------
    gates : float32, shape (time, 2, batch, 4 * units)
        Gates in Keras' order: input, forget, candidate, output.
    recurrent : float32, shape (2, units, 4 * units)
        Recurrent kernels of both directions, their gates in the same order.
    units : int
        Hidden units of one direction.
    """

    @tf.custom_gradient
    def run(gates: tf.Tensor, recurrent: tf.Tensor) -> Any:
        time, batch = tf.shape(gates)[0], tf.shape(gates)[2]
        start = tf.zeros([2, batch, units])

        def array() -> tf.TensorArray:
            return tf.TensorArray(tf.float32, time, clear_after_read=False)

        asked = array().unstack(gates)

        def step(t, h, c, hs, cs, opened):
            z = asked.read(t) + tf.matmul(h, recurrent)
            i, f, _, o = tf.split(tf.sigmoid(z), 4, axis=2)
            g = tf.tanh(z[:, :, 2 * units : 3 * units])
            c = f * c + i * g
            h = o * tf.tanh(c)
            kept = tf.concat([i, f, g, o], axis=2)
            return t + 1, h, c, hs.write(t, h), cs.write(t, c), opened.write(t, kept)

        _, _, _, hs, cs, opened = tf.while_loop(
            lambda t, *_: t < time,
            step,
            (0, start, start, array(), array(), array()),
            parallel_iterations=1,
        )
        hidden = hs.stack()

        def gradient(above: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
            arriving = array().unstack(above)
            transposed = tf.transpose(recurrent, [0, 2, 1])

            def back(t, dh, dc, dzs):
                i, f, g, o = tf.split(opened.read(t), 4, axis=2)
                tanh_c = tf.tanh(cs.read(t))
                before = tf.cond(t > 0, lambda: cs.read(t - 1), lambda: start)
                dh = dh + arriving.read(t)
                dc = dc + dh * o * (1 - tanh_c * tanh_c)
                dz = tf.concat(
                    [
                        dc * g * i * (1 - i),
                        dc * before * f * (1 - f),
                        dc * i * (1 - g * g),
                        dh * tanh_c * o * (1 - o),
                    ],
                    axis=2,
                )
                return t - 1, tf.matmul(dz, transposed), dc * f, dzs.write(t, dz)

            *_, dzs = tf.while_loop(
                lambda t, *_: t >= 0,
                back,
                (time - 1, start, start, array()),
                parallel_iterations=1,
            )
            dz = dzs.stack()
            previous = tf.concat([start[None], hidden[:-1]], axis=0)
            return dz, tf.einsum("tdbh,tdbg->dhg", previous, dz)

        return hidden, gradient

    return run(gates, recurrent)
