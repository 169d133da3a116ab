import numpy as np
import pytest
import tensorflow as tf
from training_tools import TAGS, VECTORS, batch_of

from nertag.config import Settings
from nertag.nn.network import Network
from nertag.training.average import Average
from nertag.training.step import LossScale, make_step


@pytest.mark.parametrize("head", ["crf", "softmax"])
@pytest.mark.parametrize("lengths", [[1], [4], [3, 5], [6, 1, 2], [1, 2, 3, 4, 5]])
def test_a_step_on_halves_is_a_step_on_the_whole(head, lengths):
    losses, weights = [], []
    for whole in (True, False):
        settings = Settings(units=5, convolution=4, dropout=0.0, head=head)
        network = Network(TAGS, 3, VECTORS, settings, width=2)
        network.on_gpu = whole
        optimizer = tf.keras.optimizers.SGD(0.1)
        optimizer.build(network.trained)
        scale, average = LossScale("float32"), Average(network.trained)
        step = make_step(network, optimizer, scale, average, settings, steps=4)
        losses.append([float(step(*map(tf.constant, batch_of(lengths)))) for _ in range(3)])
        weights.append([variable.numpy() for variable in network.trained])
    np.testing.assert_allclose(losses[0], losses[1], rtol=1e-5)
    assert losses[0][2] < losses[0][0]
    for there, here in zip(*weights):
        np.testing.assert_allclose(there, here, atol=1e-5)


@pytest.mark.parametrize("consistency", [0.0, 1.0])
def test_what_is_dropped_follows_from_the_seed(consistency):
    found = []
    for seed in (1, 1, 2):
        settings = Settings(units=5, convolution=4, dropout=0.5, seed=seed)
        network = Network(TAGS, 3, VECTORS, settings, width=2)
        start = Network(TAGS, 3, VECTORS, Settings(units=5, convolution=4), width=2)
        network.set_weights(start.get_weights())
        optimizer = tf.keras.optimizers.SGD(0.1)
        optimizer.build(network.trained)
        scale, average = LossScale("float32"), Average(network.trained)
        how = {"steps": 4, "consistency": consistency}
        step = make_step(network, optimizer, scale, average, settings, **how)
        found.append([float(step(*map(tf.constant, batch_of([4, 2])))) for _ in range(2)])
    np.testing.assert_allclose(found[0], found[1], rtol=1e-5)
    assert found[0] != pytest.approx(found[2], rel=1e-3)
