from itertools import pairwise, product

import numpy as np
import pytest
import tensorflow as tf

from nertag.nn import crf, linear_chain
from nertag.text.tags import ILLEGAL

pytestmark = pytest.mark.slow

COUNT = 3


def inputs(seed, lengths):
    """Emissions, tags, lengths and transitions with the given lengths."""
    rng = np.random.default_rng(seed)
    batch, time = len(lengths), max(1, *lengths)
    return (
        tf.constant(rng.normal(size=(batch, time, COUNT)).astype("f")),
        tf.constant(rng.integers(0, COUNT, (batch, time)).astype("i4")),
        tf.constant(lengths, tf.int32),
        tf.constant(rng.normal(size=(COUNT, COUNT)).astype("f")),
    )


def scores_of_all(emissions, transitions):
    """Every tag sequence of one row with its score."""
    time = len(emissions)
    return {
        path: sum(emissions[t, tag] for t, tag in enumerate(path))
        + sum(transitions[a, b] for a, b in pairwise(path))
        for path in product(range(COUNT), repeat=time)
    }


@pytest.mark.parametrize("lengths", [[1], [2], [0, 1, 2], [4, 0, 3, 1], [5, 5]])
def test_all_functions_equal_enumeration(lengths):
    emissions, tags, sizes, transitions = inputs(0, lengths)
    log_norm = linear_chain.log_normaliser(emissions, sizes, transitions).numpy()
    likelihood = linear_chain.log_likelihood(emissions, tags, sizes, transitions).numpy()
    for row, length in enumerate(lengths):
        if not length:
            assert log_norm[row] == likelihood[row] == 0
            continue
        scores = scores_of_all(emissions[row, :length].numpy(), transitions.numpy())
        total = np.logaddexp.reduce(list(scores.values()))
        gold = tuple(tags[row, :length].numpy())
        assert log_norm[row] == pytest.approx(total, abs=1e-4)
        assert likelihood[row] == pytest.approx(scores[gold] - total, abs=1e-4)


@pytest.mark.parametrize("length", [1, 2, 127, 128, 300])
def test_padded_equals_unpadded(length):
    emissions, tags, sizes, transitions = inputs(2, [length])
    wide = tf.pad(emissions, [[0, 0], [0, 7], [0, 0]], constant_values=9.0)
    wide_tags = tf.pad(tags, [[0, 0], [0, 7]], constant_values=2)
    plain = linear_chain.log_likelihood(emissions, tags, sizes, transitions)
    padded = linear_chain.log_likelihood(wide, wide_tags, sizes, transitions)
    np.testing.assert_allclose(padded, plain, rtol=1e-5)


@pytest.mark.parametrize("lengths", [[1], [4, 0, 3, 1], [5, 5]])
def test_gradients_are_the_marginals_of_tags_and_pairs(lengths):
    emissions, _, sizes, transitions = inputs(6, lengths)
    above = tf.range(1.0, len(lengths) + 1)
    with tf.GradientTape() as tape:
        tape.watch([emissions, transitions])
        total = linear_chain.log_normaliser(emissions, sizes, transitions) * above
    tags, pairs = np.zeros(emissions.shape), np.zeros(transitions.shape)
    for row, length in enumerate(lengths):
        scores = scores_of_all(emissions[row, :length].numpy(), transitions.numpy())
        norm = np.logaddexp.reduce(list(scores.values()))
        for path, score in scores.items():
            weight = float(above[row]) * np.exp(score - norm)
            for step, tag in enumerate(path):
                tags[row, step, tag] += weight
            for pair in pairwise(path):
                pairs[pair] += weight
    found = tape.gradient(total, [emissions, transitions])
    np.testing.assert_allclose(found[0], tags, atol=1e-5)
    np.testing.assert_allclose(found[1], pairs, atol=1e-5)


@pytest.mark.parametrize("spread", [1, 10, 300, 1e4])
def test_however_far_scores_are_apart_loss_and_gradients_are_numbers(spread):
    emissions, tags, sizes, transitions = inputs(7, [60, 1, 31])
    emissions *= spread
    # The second tag follows itself and the first only, as I- does B-.
    legal = np.array([[0, 0, 0], [0, 0, 0], [0, ILLEGAL, 0]], "f")
    transitions += legal
    with tf.GradientTape() as tape:
        tape.watch([emissions, transitions])
        found = linear_chain.log_normaliser(emissions, sizes, transitions)
        likelihood = linear_chain.log_likelihood(emissions, tags, sizes, transitions)
    for gradient in tape.gradient(likelihood, [emissions, transitions]):
        assert np.isfinite(gradient).all()
    if spread < 100:
        for row, length in enumerate(sizes.numpy()):
            total = emissions[row, 0].numpy().astype(np.float64)
            for step in emissions[row, 1:length].numpy().astype(np.float64):
                total = np.logaddexp.reduce(total[:, None] + transitions.numpy(), axis=0) + step
            assert float(found[row]) == pytest.approx(np.logaddexp.reduce(total), rel=1e-5)


def test_xla_compiles_loss_and_gradient():
    emissions, tags, sizes, transitions = inputs(3, [4, 2])

    def gradient():
        with tf.GradientTape() as tape:
            tape.watch(emissions)
            loss = linear_chain.log_likelihood(emissions, tags, sizes, transitions)
        return tape.gradient(loss, emissions)

    compiled = tf.function(gradient, jit_compile=True, autograph=False)
    np.testing.assert_allclose(compiled(), gradient(), atol=1e-5)


if crf.HAS_ADDONS:

    def addons_likelihood(*arguments):
        return crf.addons.crf_log_likelihood(*arguments)[0]

    @pytest.mark.parametrize("lengths", [[1, 1], [2, 1], [7, 3, 5], [50, 13, 1, 27]])
    def test_likelihood_and_gradients_equal_those_of_tensorflow_addons(lengths):
        emissions, tags, sizes, transitions = inputs(4, lengths)
        found = []
        for function in (addons_likelihood, crf.log_likelihood, linear_chain.log_likelihood):
            with tf.GradientTape() as tape:
                tape.watch([emissions, transitions])
                value = function(emissions, tags, sizes, transitions)
            sources = [emissions, transitions]
            gradients = tape.gradient(value, sources, unconnected_gradients="zero")
            found.append((value, *gradients))
        for addons, *ours in zip(*found):
            for own in ours:
                np.testing.assert_allclose(own, addons, atol=1e-5, rtol=1e-5)

    def test_the_normaliser_equals_that_of_tensorflow_addons():
        emissions, _, sizes, transitions = inputs(5, [6, 2, 4])
        np.testing.assert_allclose(
            linear_chain.log_normaliser(emissions, sizes, transitions),
            crf.addons.crf_log_norm(emissions, sizes, transitions),
            atol=1e-5,
        )
