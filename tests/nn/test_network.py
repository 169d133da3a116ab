import numpy as np
import pytest
import tensorflow as tf

from nertag.config import NetworkSettings
from nertag.errors import ModelFormatError
from nertag.features import SPELLING_WIDTH
from nertag.nn.network import DELTA, Network

pytestmark = pytest.mark.slow

TAGS = ("O", "B-X", "I-X")
VECTORS = np.random.default_rng(0).normal(size=(9, 8)).astype("f")
IDS = np.array([[1, 2, 3, 4, 5], [6, 7, 0, 0, 0]], "i4")
GOLD = np.array([[0, 1, 2, 0, 1], [1, 2, 0, 0, 0]], "i4")
LENGTHS = np.array([5, 2], "i4")


PAIRS = (
    np.array([[3, 4], [1, 2], [6, 7], [4, 5]], "i4"),
    np.random.default_rng(1).normal(size=(4, 5)).astype("f"),
)


WIDTH = 3


def network(pairs=PAIRS, width=WIDTH, vectors=VECTORS, tuned=0, seed=1, **settings):
    settings = NetworkSettings(units=6, **{"convolution": 4} | settings)
    return Network(TAGS, 3, vectors, settings, pairs, width, tuned, seed)


def features_of(ids, width=WIDTH):
    """Some features of each token that follow from its id alone."""
    return np.sin(ids[:, :, None] + 2.0 * np.arange(width)).astype("f")


def emissions(net, ids=IDS, seed=None):
    return net.emissions(tf.constant(ids), tf.constant(features_of(ids, net.width)), seed).numpy()


def loss(net, ids=IDS, gold=GOLD, lengths=LENGTHS):
    features = features_of(ids, net.width)
    return tf.reduce_mean(net.loss(*map(tf.constant, (ids, features, gold, lengths))))


@pytest.mark.parametrize("pairs", [PAIRS, None])
@pytest.mark.parametrize("convolution", [0, 4])
def test_every_part_is_saved_by_name(pairs, convolution):
    names = network(pairs, convolution=convolution).get_weights()
    assert ("bigrams.unknown" in names) == (pairs is not None)
    assert ("convolution.kernel" in names) == ("convolution.bias" in names) == bool(convolution)


@pytest.mark.parametrize("head", ["crf", "softmax"])
@pytest.mark.parametrize("width", [0, WIDTH])
def test_padding_a_batch_further_changes_nothing(head, width):
    net = network(head=head, width=width)
    wide, wide_gold = (np.pad(array, ((0, 0), (0, 7))) for array in (IDS, GOLD))
    narrow, padded = emissions(net), emissions(net, wide)
    np.testing.assert_allclose(padded[0, :5], narrow[0], atol=1e-6)
    np.testing.assert_allclose(padded[1, :2], narrow[1, :2], atol=1e-6)
    np.testing.assert_allclose(loss(net, wide, wide_gold), loss(net), rtol=1e-5)


def test_a_row_in_a_batch_equals_the_row_alone():
    net = network()
    together, alone = emissions(net), emissions(net, IDS[1:, :2])
    np.testing.assert_allclose(together[1, :2], alone[0], atol=1e-6)


def test_features_change_the_emissions():
    net = network()
    features = features_of(IDS)
    first = net.emissions(tf.constant(IDS), tf.constant(features)).numpy()
    for place in range(WIDTH):
        changed = features.copy()
        changed[0, 1, place] += 1
        found = net.emissions(tf.constant(IDS), tf.constant(changed)).numpy()
        assert np.abs(found[0] - first[0]).max() > 1e-4
        np.testing.assert_array_equal(found[1], first[1])


def test_the_features_of_padding_change_nothing():
    net = network()
    features = features_of(IDS)
    features[1, 2:] = 99
    found = net.emissions(tf.constant(IDS), tf.constant(features)).numpy()
    np.testing.assert_allclose(found[1, :2], emissions(net)[1, :2], atol=1e-6)


@pytest.mark.parametrize(("filters", "reads"), [(4, "convolution"), (0, "forward")])
def test_features_widen_what_the_first_layer_reads(filters, reads):
    narrow, wide = (network(width=w, convolution=filters).get_weights() for w in (0, WIDTH))
    changed = {name for name in narrow if narrow[name].shape != wide[name].shape}
    assert changed == ({"convolution.kernel"} if filters else {"forward.kernel", "backward.kernel"})
    kernel = f"{reads}.kernel"
    assert wide[kernel].shape[-2] == narrow[kernel].shape[-2] + WIDTH


def test_around_a_silent_convolution_the_encoder_reads_the_vectors_of_tokens():
    net = network(pairs=None, width=0)
    weights = net.get_weights()
    kernel = weights["convolution.kernel"]

    def read(vectors):
        carried = vectors @ weights["shortcut.kernel"]
        return net.convolution.norm(tf.constant(carried)[None]).numpy()[0]

    net.set_weights(weights | {"convolution.kernel": np.zeros_like(kernel)})
    alone = network(pairs=None, width=0, vectors=read(VECTORS), convolution=0)
    alone.set_weights(weights | {"embedding.learned": read(weights["embedding.learned"])})
    there = IDS > 0
    np.testing.assert_allclose(emissions(net)[there], emissions(alone)[there], atol=1e-5)


def test_the_loss_is_the_mean_over_sentences():
    net = network()
    each = [loss(net, *(array[i : i + 1] for array in (IDS, GOLD, LENGTHS))) for i in range(2)]
    np.testing.assert_allclose(loss(net), np.mean(each), rtol=1e-5)


def test_the_same_seed_drops_the_same():
    net = network(dropout=0.5)
    first, again, other = (
        emissions(net, seed=tf.constant(seed)) for seed in ([1, 2], [1, 2], [1, 3])
    )
    np.testing.assert_array_equal(first, again)
    assert np.abs(first - other).max() > 1e-3
    np.testing.assert_array_equal(emissions(net), emissions(net))


def test_training_without_dropout_sees_what_tagging_sees():
    net = network(dropout=0.0)
    there = IDS > 0
    np.testing.assert_allclose(
        emissions(net, seed=tf.constant([1, 2]))[there], emissions(net)[there], atol=1e-5
    )


def test_the_same_seed_makes_the_same_weights():
    first, again, other = (network(seed=seed).get_weights() for seed in (1, 1, 2))
    for name, weight in first.items():
        np.testing.assert_array_equal(weight, again[name])
    assert any(np.abs(weight - other[name]).max() > 0 for name, weight in first.items())


@pytest.mark.parametrize("precision", ["mixed_bfloat16", "mixed_float16"])
def test_emissions_and_loss_are_float32_under_mixed_precision(precision):
    net, exact = network(precision=precision), network()
    net.set_weights(exact.get_weights())
    found = emissions(net)
    assert found.dtype == np.float32
    assert loss(net).dtype == tf.float32
    np.testing.assert_allclose(found, emissions(exact), atol=0.05)


def test_weights_go_from_one_network_to_another():
    first, second = network(seed=1), network(seed=2)
    second.set_weights(first.get_weights())
    np.testing.assert_array_equal(emissions(first), emissions(second))


def test_weights_that_do_not_fit_are_named():
    net = network()
    weights = net.get_weights()
    message = r"forward\.kernel are \(2, 2\), expected \(4, 24\)"
    with pytest.raises(ModelFormatError, match=message):
        net.set_weights(weights | {"forward.kernel": np.zeros((2, 2), "f")})
    weights.pop("emission.bias")
    with pytest.raises(ModelFormatError, match=r"emission\.bias are missing"):
        net.set_weights(weights)


def test_frozen_vectors_are_left_out_of_training():
    shapes = [tuple(variable.shape) for variable in network().trained]
    assert VECTORS.shape not in shapes
    shapes = [tuple(variable.shape) for variable in network(tuned=len(VECTORS)).trained]
    assert VECTORS.shape in shapes


def test_tuned_vectors_are_the_given_ones_and_what_is_learned():
    tuned = network(tuned=len(VECTORS))
    np.testing.assert_array_equal(tuned.vectors, VECTORS)
    learned = np.full(VECTORS.shape, 0.25, "f")
    tuned.set_state(tuned.get_state() | {DELTA: learned})
    frozen = network(vectors=VECTORS + learned)
    frozen.set_weights(tuned.get_weights())
    np.testing.assert_array_equal(tuned.vectors, frozen.vectors)
    np.testing.assert_allclose(emissions(tuned), emissions(frozen), atol=1e-6)


def test_settled_vectors_hold_what_was_learned_as_a_model_keeps_it():
    net = network(tuned=len(VECTORS))
    net.set_state(net.get_state() | {DELTA: np.full(VECTORS.shape, 0.25, "f")})
    net.embedding.settle()
    half = (VECTORS + np.float32(0.25)).astype(np.float16).astype("f")
    np.testing.assert_array_equal(net.vectors, half)
    np.testing.assert_array_equal(net.get_state()[DELTA], 0)


def test_training_hides_the_spelling_of_half_of_the_tokens():
    # A network that always saw it knew the training file by heart, and vectors brought nothing.
    settings = NetworkSettings(units=6, convolution=4, dropout=1e-6)
    net = Network(TAGS, 3, VECTORS, settings, spelling=True)
    table = net.spelling.table
    table.set_weights([np.random.default_rng(1).normal(size=table.get_weights()[0].shape)])
    one, other = (np.full((400, 1, 1 + SPELLING_WIDTH), number, "i4") for number in (5, 6))
    one[..., 0] = other[..., 0] = 4

    def alike(seed):
        features = tf.zeros([400, 1, 0])
        pair = (net.emissions(tf.constant(ids), features, seed).numpy() for ids in (one, other))
        return np.isclose(*pair).all(axis=(1, 2))

    assert 150 < alike(tf.constant([1, 2])).sum() < 250
    assert (alike(tf.constant([1, 2])) != alike(tf.constant([1, 3]))).any()
    assert not alike(None).any()
    net.rate = 0.0
    assert not alike(tf.constant([1, 2])).any()
