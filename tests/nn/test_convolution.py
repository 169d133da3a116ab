import numpy as np
import pytest
import tensorflow as tf

from nertag.nn.convolution import ShortcutConvolution

pytestmark = pytest.mark.slow

RNG = np.random.default_rng(0)


def brute(layer, row):
    """The outputs of one row without padding, step by step."""
    kernel, bias = (part.numpy() for part in (layer.seen.kernel, layer.seen.bias))
    shortcut = layer.shortcut.kernel.numpy()
    gamma, beta = (part.numpy() for part in (layer.norm.gamma, layer.norm.beta))
    around = np.pad(row, ((1, 1), (0, 0)))
    for place, step in enumerate(row):
        seen = sum(around[place + tap] @ kernel[tap] for tap in range(3)) + bias
        summed = np.maximum(seen, 0) + step[: layer.carried] @ shortcut
        yield gamma * (summed - summed.mean()) / np.sqrt(summed.var() + 1e-3) + beta


@pytest.mark.parametrize("length", [1, 2, 5])
def test_each_step_is_what_is_seen_around_it_and_itself_normalised(length):
    layer = ShortcutConvolution(4, 2, seed=1)
    values = RNG.normal(size=(2, length, 3)).astype("f")
    mask = tf.ones([2, length], tf.bool)
    layer(tf.constant(values), mask)
    layer.norm.set_weights([RNG.normal(size=4), RNG.normal(size=4)])
    found = layer(tf.constant(values), mask).numpy()
    np.testing.assert_allclose(found, [list(brute(layer, row)) for row in values], atol=1e-5)


def test_padding_is_as_if_not_there():
    layer = ShortcutConvolution(4, 2, seed=1)
    values = RNG.normal(size=(1, 6, 3)).astype("f")
    mask = tf.constant([[True] * 4 + [False] * 2])
    found = layer(tf.constant(values), mask).numpy()[0, :4]
    np.testing.assert_allclose(found, list(brute(layer, values[0, :4])), atol=1e-5)


def test_the_seed_fixes_the_first_weights():
    values, mask = tf.constant(RNG.normal(size=(1, 3, 3)), tf.float32), tf.ones([1, 3], tf.bool)
    first, again, other = (
        ShortcutConvolution(4, 2, seed=seed)(values, mask).numpy() for seed in (1, 1, 3)
    )
    np.testing.assert_array_equal(first, again)
    assert np.abs(first - other).max() > 1e-3
