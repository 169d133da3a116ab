import numpy as np
import pytest
import tensorflow as tf
from training_tools import TAGS, VECTORS, batch_of

from nertag.config import settings_from
from nertag.nn.network import Network
from nertag.training.average import Average
from nertag.training.step import LossScale, make_step

pytestmark = pytest.mark.slow


def step_of(settings, *, whole, **how):
    """A network and its training step, on the whole batch or on its halves."""
    network = Network(TAGS, 3, VECTORS, settings.network, width=2)
    network.on_gpu = whole
    optimizer = tf.keras.optimizers.SGD(0.1)
    optimizer.build(network.trained)
    scale, average = LossScale("float32"), Average(network.trained)
    return network, make_step(
        network, optimizer, scale, average, settings.training, steps=30, **how
    )


@pytest.mark.parametrize("head", ["crf", "softmax"])
def test_a_step_on_halves_is_a_step_on_the_whole(head):
    settings = settings_from(
        {"units": 5, "convolution": 4, "dropout": 0.0, "head": head, "lr": 0.05}
    )
    (first, whole), (second, halves) = (step_of(settings, whole=on) for on in (True, False))
    start = first.get_weights()
    for lengths in ([1], [4], [3, 5], [6, 1, 2], [1, 2, 3, 4, 5]):
        for network in (first, second):
            network.set_weights(start)
        batch = list(map(tf.constant, batch_of(lengths)))
        losses = [[float(step(*batch)) for _ in range(3)] for step in (whole, halves)]
        np.testing.assert_allclose(*losses, rtol=1e-5, err_msg=str(lengths))
        assert losses[0][2] < losses[0][0]
        for there, here in zip(first.trained, second.trained, strict=True):
            np.testing.assert_allclose(there, here, atol=1e-5, err_msg=str(lengths))


@pytest.fixture
def untraced():
    """Steps run without being traced, which takes most of the time of a network this small."""
    tf.config.run_functions_eagerly(True)
    yield
    tf.config.run_functions_eagerly(False)


@pytest.mark.parametrize("consistency", [0.0, 1.0])
def test_what_is_dropped_follows_from_the_seed(untraced, consistency):
    found = []
    for seed in (1, 1, 2):
        settings = settings_from({"units": 5, "convolution": 4, "dropout": 0.5, "seed": seed})
        network, step = step_of(settings, whole=True, consistency=consistency)
        start = Network(TAGS, 3, VECTORS, settings.network, width=2)
        network.set_weights(start.get_weights())
        found.append([float(step(*map(tf.constant, batch_of([4, 2])))) for _ in range(2)])
    np.testing.assert_allclose(found[0], found[1], rtol=1e-5)
    assert found[0] != pytest.approx(found[2], rel=1e-3)
