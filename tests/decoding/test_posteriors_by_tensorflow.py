"""What lies in sums over all sequences is what TensorFlow makes of the same chain."""

import numpy as np
import pytest
import tensorflow as tf
from chains import TAG_SETS, all_spans, emissions_of, potentials

from nertag.decoding.posteriors import log_sums, marginals, span_probabilities
from nertag.nn import crf, linear_chain
from nertag.text import ILLEGAL

pytestmark = pytest.mark.slow


def chain(seed):
    """A batch, and the same for functions that know transitions only."""
    rng = np.random.default_rng(seed)
    tags = TAG_SETS[5]
    lengths = np.array([6, 1, 4], np.int32)
    emissions, added = emissions_of(rng, 3, 6, 5), potentials(tags, rng)
    masked = emissions.copy()
    masked[:, 0] += added.start
    masked[np.arange(3), lengths - 1] += added.end
    return tags, emissions, lengths, added, tf.constant(masked), tf.constant(added.transitions)


def span_allowed(shape, row, start, end, label, length, tags):
    """Which tags agree with a span, as ``(batch, time, tags)``."""
    allowed = np.ones(shape, bool)
    begin, inside = tags.index(f"B-{label}"), tags.index(f"I-{label}")
    allowed[row, start:end] = False
    allowed[row, start, begin] = True
    allowed[row, start + 1 : end, inside] = True
    if end < length:
        allowed[row, end, inside] = False
    return allowed


def multitag_score(emissions, allowed, lengths, transitions):
    """The log of the sum over all sequences of allowed tags, with what is not allowed forbidden."""
    return linear_chain.log_normaliser(
        tf.where(allowed, emissions, ILLEGAL), lengths, transitions
    ).numpy()


ORACLES = [(multitag_score, linear_chain.log_normaliser)]
if crf.HAS_ADDONS:
    ORACLES.append((crf.addons.crf_multitag_sequence_score, crf.addons.crf_log_norm))


@pytest.mark.parametrize(("multitag", "normaliser"), ORACLES)
def test_spans_are_the_multitag_score_over_the_normaliser(multitag, normaliser):
    tags, emissions, lengths, added, masked, transitions = chain(8)
    sums = log_sums(emissions, lengths, added)
    total = normaliser(masked, tf.constant(lengths), transitions).numpy()
    np.testing.assert_allclose(sums.log_normaliser, total, atol=1e-4)
    for row, length in enumerate(lengths.tolist()):
        for start, end, label in all_spans(length, "XY"):
            allowed = span_allowed(masked.shape, row, start, end, label, length, tags)
            scores = multitag(masked, tf.constant(allowed), tf.constant(lengths), transitions)
            found = span_probabilities(sums, [(row, start, end, label)], tags)[0]
            assert found == pytest.approx(np.exp(scores[row] - total[row]), abs=1e-5)


def test_marginals_are_the_gradient_of_the_normaliser():
    _, emissions, lengths, added, masked, transitions = chain(9)
    with tf.GradientTape() as tape:
        tape.watch(masked)
        total = linear_chain.log_normaliser(masked, tf.constant(lengths), transitions)
    gradient = tape.gradient(total, masked)
    np.testing.assert_allclose(marginals(log_sums(emissions, lengths, added)), gradient, atol=1e-5)
