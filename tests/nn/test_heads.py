from itertools import pairwise, product

import numpy as np
import pytest
import tensorflow as tf

from nertag.decoding.potentials import Potentials
from nertag.nn.heads import HEADS, CrfHead, SoftmaxHead

pytestmark = pytest.mark.slow

TAGS = ("O", "B-X", "I-X", "B-Y", "I-Y")


def crf_head(rng):
    head = CrfHead(TAGS)
    for weight in (head.transitions, head.start, head.end):
        weight.assign(rng.normal(size=weight.shape).astype("f"))
    return head


def test_crf_loss_equals_enumeration_of_legal_sequences():
    rng = np.random.default_rng(0)
    head = crf_head(rng)
    potentials = Potentials.of(TAGS, head.weights())
    emissions = rng.normal(size=(1, 4, len(TAGS))).astype("f")

    def score(path):
        total = potentials.start[path[0]] + potentials.end[path[-1]]
        total += sum(emissions[0, t, tag] for t, tag in enumerate(path))
        return total + sum(potentials.transitions[a, b] for a, b in pairwise(path))

    scores = {path: float(score(path)) for path in product(range(len(TAGS)), repeat=4)}
    gold = (1, 2, 0, 3)
    expected = np.logaddexp.reduce(list(scores.values())) - scores[gold]
    found = head.loss(tf.constant(emissions), tf.constant([gold]), tf.constant([4]))
    np.testing.assert_allclose(found, [expected], rtol=1e-4)


@pytest.mark.parametrize("name", HEADS)
def test_padding_changes_neither_loss_nor_gradient(name):
    rng = np.random.default_rng(1)
    head = crf_head(rng) if name == "crf" else SoftmaxHead(TAGS)
    lengths = tf.constant([3, 1])
    emissions = rng.normal(size=(2, 3, len(TAGS))).astype("f")
    tags = np.array([[1, 2, 0], [3, 0, 0]], "i4")

    def loss_and_gradient(extra, fill, tag):
        padded = np.pad(emissions, ((0, 0), (0, extra), (0, 0)), constant_values=fill)
        padded[1, 1:] = fill
        scores = tf.constant(padded)
        gold = np.pad(tags, ((0, 0), (0, extra)), constant_values=tag)
        gold[1, 1:] = tag
        with tf.GradientTape() as tape:
            tape.watch(scores)
            loss = head.loss(scores, tf.constant(gold), lengths)
        return loss.numpy(), tape.gradient(loss, scores).numpy()

    plain, plain_gradient = loss_and_gradient(0, 0.0, 0)
    padded, gradient = loss_and_gradient(6, 5.0, 2)
    np.testing.assert_allclose(padded, plain, rtol=1e-5)
    np.testing.assert_allclose(gradient[:, :3], plain_gradient, atol=1e-5)
    assert not gradient[0, 3:].any()
    assert not gradient[1, 1:].any()


@pytest.mark.parametrize("name", HEADS)
def test_loss_is_never_negative(name):
    head = HEADS[name](TAGS)
    emissions = tf.random.stateless_normal([8, 5, len(TAGS)], [1, 2]) * 20
    tags = tf.constant([[0, 1, 2, 2, 3]] * 8)
    assert (head.loss(emissions, tags, tf.constant([5] * 8)).numpy() >= -1e-3).all()
