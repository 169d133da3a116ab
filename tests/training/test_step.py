import numpy as np
import pytest
import tensorflow as tf
from hypothesis import given
from hypothesis import strategies as st

from nertag.config import Settings
from nertag.nn.model import Network
from nertag.schemes import tag_set
from nertag.training.average import Average
from nertag.training.step import LossScale, halves, make_step

TAGS = tag_set(["X", "Y"], "BIOES")
VECTORS = np.random.default_rng(0).normal(size=(12, 4)).astype("f")


def batch_of(lengths):
    """Padded ids, features, tags and lengths."""
    rng, lengths = np.random.default_rng(1), np.array(lengths, "i4")
    shape = len(lengths), max(lengths)
    inside = np.arange(shape[1]) < lengths[:, None]
    ids, tags = rng.integers(1, 15, shape) * inside, rng.integers(0, len(TAGS), shape) * inside
    features = rng.normal(size=(*shape, 2))
    return ids.astype("i4"), features.astype("f"), tags.astype("i4"), lengths


@given(st.lists(st.integers(1, 6), min_size=2, max_size=9))
def test_the_halves_are_the_batch(lengths):
    ids, features, tags, _ = batch_of(lengths)
    found = list(halves(tuple(map(tf.constant, batch_of(lengths)))))
    assert len(found) == 2
    assert [int(length) for part in found for length in part[-1]] == lengths
    row = 0
    for *padded, part_lengths in found:
        size, longest = len(part_lengths), max(part_lengths)
        for part, whole in zip(padded, (ids, features, tags)):
            np.testing.assert_array_equal(part, whole[row : row + size, :longest])
        row += size


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
