from itertools import pairwise, product

import numpy as np
import pytest
import tensorflow as tf

from nertag.nn.crf import log_likelihood

pytestmark = pytest.mark.slow


def brute_force(emissions, tags, transitions):
    """Log-likelihood of one row by summing over all tag sequences."""

    def score(path):
        steps = sum(emissions[t, tag] for t, tag in enumerate(path))
        return steps + sum(transitions[a, b] for a, b in pairwise(path))

    time, count = emissions.shape
    scores = np.array([score(path) for path in product(range(count), repeat=time)])
    return score(tags) - np.logaddexp.reduce(scores)


@pytest.mark.parametrize("lengths", [[1], [2], [1, 4, 3], [4, 4]])
def test_equals_enumeration(lengths):
    rng = np.random.default_rng(0)
    batch, time, count = len(lengths), max(lengths), 3
    emissions = rng.normal(size=(batch, time, count)).astype("f")
    transitions = rng.normal(size=(count, count)).astype("f")
    tags = rng.integers(0, count, (batch, time)).astype("i4")
    found = log_likelihood(*map(tf.constant, (emissions, tags, np.int32(lengths), transitions)))
    expected = [
        brute_force(emissions[row, :length], tags[row, :length], transitions)
        for row, length in enumerate(lengths)
    ]
    np.testing.assert_allclose(found, expected, atol=1e-4)


@pytest.mark.parametrize("length", [1, 2, 127, 128, 300])
def test_length_decides_not_padding(length):
    rng = np.random.default_rng(1)
    emissions = rng.normal(size=(1, length, 5)).astype("f")
    tags = rng.integers(0, 5, (1, length)).astype("i4")
    transitions = tf.constant(rng.normal(size=(5, 5)).astype("f"))
    sizes = tf.constant([length])
    plain = log_likelihood(tf.constant(emissions), tf.constant(tags), sizes, transitions)
    padded = log_likelihood(
        tf.constant(np.pad(emissions, ((0, 0), (0, 9), (0, 0)), constant_values=7)),
        tf.constant(np.pad(tags, ((0, 0), (0, 9)), constant_values=3)),
        sizes,
        transitions,
    )
    assert float(plain[0]) <= 1e-4
    np.testing.assert_allclose(padded, plain, rtol=1e-5)
