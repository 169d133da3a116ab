"""The BiLSTM's own loop gives what Keras' layer gives."""

from __future__ import annotations

import numpy as np
import pytest
import tensorflow as tf

from nertag.nn.layers import encoder
from nertag.nn.recurrence import bilstm

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("lengths", [[1], [1, 3], [7, 2, 5, 7], [40, 1]], ids=str)
def test_outputs_and_gradients_are_those_of_keras(lengths):
    rng = np.random.default_rng(1)
    rows, time = len(lengths), max(lengths)
    inputs = tf.constant(rng.normal(size=(rows, time, 3)).astype(np.float32))
    mask = tf.sequence_mask(lengths, time)
    above = tf.constant(rng.normal(size=(rows, time, 10)).astype(np.float32))
    above *= tf.cast(mask, tf.float32)[:, :, None]
    layer = encoder(5, seed=2)
    layer(inputs, mask=mask)
    layer.set_weights([rng.normal(size=w.shape).astype(np.float32) for w in layer.get_weights()])
    cells = layer.forward_layer.cell, layer.backward_layer.cell
    results = []
    for run in (
        lambda: layer(inputs, mask=mask),
        lambda: bilstm(inputs, tf.constant(lengths), *cells),
    ):
        with tf.GradientTape() as tape:
            tape.watch(inputs)
            hidden = run()
            loss = tf.reduce_sum(hidden * above)
        results.append([hidden[mask], *tape.gradient(loss, [inputs, *layer.trainable_weights])])
    for wanted, found in zip(*results):
        np.testing.assert_allclose(found, wanted, atol=2e-5)


def test_padding_changes_nothing():
    rng = np.random.default_rng(1)
    inputs = rng.normal(size=(2, 9, 3)).astype(np.float32)
    layer = encoder(4, seed=2)
    layer(inputs)
    cells = layer.forward_layer.cell, layer.backward_layer.cell
    padded = bilstm(tf.constant(inputs), tf.constant([9, 5]), *cells)
    alone = bilstm(tf.constant(inputs[1:, :5]), tf.constant([5]), *cells)
    np.testing.assert_allclose(padded[1:, :5], alone, atol=1e-6)
