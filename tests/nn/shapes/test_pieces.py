import numpy as np
import pytest
import tensorflow as tf

from nertag.nn import layers as parts
from nertag.nn.shapes import pieces

pytestmark = pytest.mark.slow

layers = tf.keras.layers
RNG = np.random.default_rng(0)


def normal(*shape):
    return RNG.normal(size=shape).astype("f")


def test_repeat():
    vector = normal(2, 3)
    repeated = pieces.repeat(vector, 4)
    assert repeated.shape == (2, 4, 3)
    assert np.all(repeated == vector[:, None])


def test_repeat_refuses_a_sequence():
    with pytest.raises(parts.ShapeError, match=r"\(batch, free, 4\): let the LSTM"):
        pieces.repeat(layers.Input((None, 4)), 3)


def test_reshape():
    tensor = normal(2, 6)
    np.testing.assert_array_equal(pieces.reshape(tensor, (3, 2)), tensor.reshape(2, 3, 2))


def test_reshape_refuses_another_number_of_values():
    with pytest.raises(parts.ShapeError, match=r"\(batch, 4, 3\) has 12.*\(batch, 5, 3\) has 15"):
        pieces.reshape(layers.Input((4, 3)), (5, 3))


@pytest.mark.parametrize("shape", [(2, 4), (2, 4, 3)])
@pytest.mark.parametrize("filling", [0, -1e38, 1e38])
def test_padding_is_made_zero(shape, filling):
    values, lengths = normal(*shape), np.array([1, 4])
    filled = values.copy()
    filled[0, 1:] = filling
    found, mask = pieces.Padding()([filled, lengths])
    values[0, 1:] = 0
    np.testing.assert_array_equal(found, values)
    np.testing.assert_array_equal(mask, [[True, False, False, False], [True] * 4])


def test_last_step():
    sequence = normal(3, 4, 2)
    np.testing.assert_array_equal(pieces.last_step(sequence), sequence[:, 3])
    found = pieces.last_step(sequence, np.array([1, 4, 0]))
    np.testing.assert_array_equal(found, [sequence[0, 0], sequence[1, 3], sequence[2, 0]])
