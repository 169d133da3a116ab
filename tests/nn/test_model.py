import numpy as np
import pytest
import tensorflow as tf

from nertag.config import Settings
from nertag.errors import ModelFormatError
from nertag.nn.model import Network

TAGS = ("O", "B-X", "I-X")
VECTORS = np.random.default_rng(0).normal(size=(9, 8)).astype("f")
IDS = np.array([[1, 2, 3, 4, 5], [6, 7, 0, 0, 0]], "i4")
GOLD = np.array([[0, 1, 2, 0, 1], [1, 2, 0, 0, 0]], "i4")
LENGTHS = np.array([5, 2], "i4")


PAIRS = (
    np.array([[3, 4], [1, 2], [6, 7], [4, 5]], "i4"),
    np.random.default_rng(1).normal(size=(4, 5)).astype("f"),
)


def network(pairs=PAIRS, **settings):
    return Network(TAGS, 3, VECTORS, Settings(units=6, **{"convolution": 4} | settings), pairs)


@pytest.mark.parametrize("pairs", [PAIRS, None])
@pytest.mark.parametrize("convolution", [0, 4])
def test_every_part_is_saved_by_name(pairs, convolution):
    names = network(pairs, convolution=convolution).get_weights()
    assert ("bigrams.unknown" in names) == (pairs is not None)
    assert ("convolution.kernel" in names) == ("convolution.bias" in names) == bool(convolution)


@pytest.mark.parametrize("head", ["crf", "softmax"])
def test_padding_a_batch_further_changes_nothing(head):
    net = network(head=head)
    wide, wide_gold = (np.pad(array, ((0, 0), (0, 7))) for array in (IDS, GOLD))
    narrow = net.emissions(tf.constant(IDS)).numpy()
    padded = net.emissions(tf.constant(wide)).numpy()
    np.testing.assert_allclose(padded[0, :5], narrow[0], atol=1e-6)
    np.testing.assert_allclose(padded[1, :2], narrow[1, :2], atol=1e-6)
    loss = net.loss(*map(tf.constant, (IDS, GOLD, LENGTHS)))
    padded_loss = net.loss(*map(tf.constant, (wide, wide_gold, LENGTHS)))
    np.testing.assert_allclose(padded_loss, loss, rtol=1e-5)


def test_a_row_in_a_batch_equals_the_row_alone():
    net = network()
    together = net.emissions(tf.constant(IDS)).numpy()
    alone = net.emissions(tf.constant(IDS[1:, :2])).numpy()
    np.testing.assert_allclose(together[1, :2], alone[0], atol=1e-6)


def test_the_loss_is_the_mean_over_sentences():
    net = network()
    both = net.loss(*map(tf.constant, (IDS, GOLD, LENGTHS)))
    each = [
        float(
            net.loss(tf.constant(IDS[i : i + 1]), tf.constant(GOLD[i : i + 1]), LENGTHS[i : i + 1])
        )
        for i in range(2)
    ]
    np.testing.assert_allclose(both, np.mean(each), rtol=1e-5)


def test_the_same_seed_drops_the_same():
    net = network(dropout=0.5)
    first, again, other = (
        net.emissions(tf.constant(IDS), tf.constant(seed)).numpy()
        for seed in ([1, 2], [1, 2], [1, 3])
    )
    np.testing.assert_array_equal(first, again)
    assert np.abs(first - other).max() > 1e-3
    np.testing.assert_array_equal(net.emissions(tf.constant(IDS)), net.emissions(tf.constant(IDS)))


def test_the_same_seed_makes_the_same_weights():
    first, again, other = (network(seed=seed).get_weights() for seed in (1, 1, 2))
    for name, weight in first.items():
        np.testing.assert_array_equal(weight, again[name])
    assert any(np.abs(weight - other[name]).max() > 0 for name, weight in first.items())


@pytest.mark.parametrize("precision", ["mixed_bfloat16", "mixed_float16"])
def test_emissions_and_loss_are_float32_under_mixed_precision(precision):
    net, exact = network(precision=precision), network()
    net.set_weights(exact.get_weights())
    emissions = net.emissions(tf.constant(IDS))
    loss = net.loss(*map(tf.constant, (IDS, GOLD, LENGTHS)))
    assert emissions.dtype == loss.dtype == tf.float32
    np.testing.assert_allclose(emissions, exact.emissions(tf.constant(IDS)), atol=0.05)


def test_weights_go_from_one_network_to_another():
    first, second = network(seed=1), network(seed=2)
    second.set_weights(first.get_weights())
    np.testing.assert_array_equal(
        first.emissions(tf.constant(IDS)), second.emissions(tf.constant(IDS))
    )


def test_weights_that_do_not_fit_are_named():
    net = network()
    weights = net.get_weights()
    message = r"forward\.kernel are \(2, 2\), expected \(17, 24\)"
    with pytest.raises(ModelFormatError, match=message):
        net.set_weights(weights | {"forward.kernel": np.zeros((2, 2), "f")})
    weights.pop("emission.bias")
    with pytest.raises(ModelFormatError, match=r"emission\.bias are missing"):
        net.set_weights(weights)


def test_frozen_vectors_are_left_out_of_training():
    shapes = [tuple(variable.shape) for variable in network().trained]
    assert VECTORS.shape not in shapes
    shapes = [tuple(variable.shape) for variable in network(tune_vectors=True).trained]
    assert VECTORS.shape in shapes
