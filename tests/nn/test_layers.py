import numpy as np
import pytest
import tensorflow as tf

from nertag.errors import NertagError
from nertag.nn import layers as parts
from nertag.nn.shapes import pieces

pytestmark = pytest.mark.slow

layers = tf.keras.layers
RNG = np.random.default_rng(0)


def normal(*shape):
    return RNG.normal(size=shape).astype("f")


@pytest.mark.parametrize("bidirectional", [False, True])
def test_encoder_outputs_at_real_steps_do_not_depend_on_the_padding(bidirectional):
    layer = parts.encoder(4, bidirectional=bidirectional, seed=1)
    values, lengths = normal(3, 5, 2), np.array([5, 2, 1])
    mask = pieces.real_steps(lengths, 5)
    padded = layer(values, mask=mask).numpy()
    for row, length in enumerate(lengths):
        alone = layer(values[row : row + 1, :length]).numpy()
        np.testing.assert_allclose(padded[row, :length], alone[0], atol=1e-6)


def test_encoder_starts_the_same_from_the_same_seed():
    values = normal(1, 3, 2)
    first, second, other = (parts.encoder(4, seed=seed)(values).numpy() for seed in (1, 1, 2))
    np.testing.assert_array_equal(first, second)
    assert not np.array_equal(first, other)


def test_each_step_is_time_distributed():
    sequence = normal(2, 3, 4)
    dense = parts.step_scores(5, seed=1)
    by_step = np.stack([dense(sequence[:, step]) for step in range(3)], axis=1)
    np.testing.assert_allclose(parts.each_step(dense, sequence), by_step, atol=1e-6)


def test_each_step_of_pictures():
    frames = normal(2, 3, 4, 4, 1)
    pool = layers.MaxPooling2D()
    by_step = np.stack([pool(frames[:, step]) for step in range(3)], axis=1)
    np.testing.assert_array_equal(parts.each_step(pool, frames), by_step)


def test_each_step_refuses_what_has_no_steps():
    with pytest.raises(parts.ShapeError, match=r"needs \(batch, time, features\).*\(batch, 4\)"):
        parts.each_step(layers.Dense(2), layers.Input((4,)))


def test_a_shape_error_is_an_error_for_the_user():
    assert issubclass(parts.ShapeError, NertagError)
