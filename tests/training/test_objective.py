import numpy as np
import pytest
import tensorflow as tf
from hypothesis import given
from hypothesis import strategies as st
from training_tools import TAGS, VECTORS, batch_of

from nertag.config import NetworkSettings
from nertag.nn.network import Network
from nertag.training.objective import divergence, halves, objective

pytestmark = pytest.mark.slow

SEEDS = tf.constant([1, 2]), tf.constant([3, 4])


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


def network(**settings):
    return Network(TAGS, 3, VECTORS, NetworkSettings(units=5, convolution=4, **settings), width=2)


def brute_divergence(first, second, lengths):
    """Both divergences of each token, one by one."""
    found = []
    for row, length in enumerate(lengths):
        total = 0.0
        for p, q in zip(first[row, :length], second[row, :length]):
            p, q = (np.exp(scores) / np.exp(scores).sum() for scores in (p, q))
            total += sum(a * np.log(a / b) + b * np.log(b / a) for a, b in zip(p, q)) / 2
        found.append(total)
    return found


@given(st.lists(st.integers(1, 6), min_size=1, max_size=4), st.integers(0, 99))
def test_divergence_is_that_of_each_token(lengths, seed):
    rng = np.random.default_rng(seed)
    first, second = rng.normal(size=(2, len(lengths), max(lengths), 3)).astype("f")
    found = divergence(tf.constant(first), tf.constant(second), tf.constant(lengths))
    np.testing.assert_allclose(found, brute_divergence(first, second, lengths), rtol=1e-3)


def test_divergence_does_not_look_at_the_padding():
    first = tf.constant([[[1.0, 2.0], [np.inf, 0.0]]])
    second = tf.constant([[[0.5, 2.0], [-np.inf, np.nan]]])
    short = divergence(first[:, :1], second[:, :1], tf.constant([1]))
    np.testing.assert_array_equal(divergence(first, second, tf.constant([1])), short)


@pytest.mark.parametrize("head", ["crf", "softmax"])
@pytest.mark.parametrize("consistency", [0.5, 3.0])
def test_consistency_weighs_two_dropouts_of_the_whole_batch(head, consistency):
    net = network(head=head, dropout=0.5)
    batch = tuple(map(tf.constant, batch_of([6, 2, 3])))
    ids, features, _, lengths = batch
    losses = [float(tf.reduce_mean(net.loss(*batch, seed))) for seed in SEEDS]
    views = (net.emissions(ids, features, seed).numpy() for seed in SEEDS)
    wanted = sum(losses) / 2 + consistency * np.mean(brute_divergence(*views, lengths))
    assert float(objective(net, batch, SEEDS, consistency)) == pytest.approx(wanted, rel=1e-4)
    assert losses[0] != losses[1]


def test_without_dropout_consistency_changes_nothing():
    net = network(dropout=0.0)
    batch = tuple(map(tf.constant, batch_of([6, 2, 3])))
    once, twice = (float(objective(net, batch, SEEDS, weight)) for weight in (0.0, 5.0))
    assert once == pytest.approx(twice, rel=1e-5)
