"""Loss and gradients of rows that are labelled in part, against looking at all sequences."""

import numpy as np
import pytest
import tensorflow as tf
from chains import legal_paths, score
from hypothesis import given, settings
from hypothesis import strategies as st

from nertag.decoding.potentials import Potentials
from nertag.nn.heads import CrfHead, SoftmaxHead, allowed_tags
from nertag.text.tags import tag_set

pytestmark = pytest.mark.slow

SCHEMES = {scheme: tag_set("XY", scheme) for scheme in ("BIO", "BIOES")}


def agrees(path, gold, tags):
    """Whether a sequence is what is known; what is known of an entity is all of it."""
    for t, (tag, known) in enumerate(zip(path, gold)):
        if known >= 0 and tag != known:
            return False
        if known < 0 and t and gold[t - 1] >= 0 and tags[tag][0] in "IE":
            return False
    return True


def head_of(tags, rng):
    head = CrfHead(tags)
    for weight in (head.transitions, head.start, head.end):
        weight.assign(rng.normal(size=weight.shape).astype("f"))
    return head


@st.composite
def cases(draw):
    """A tag set, a row that is known in part, and a seed."""
    tags = SCHEMES[draw(st.sampled_from(sorted(SCHEMES)))]
    path = draw(st.sampled_from(legal_paths(tags, draw(st.integers(1, 4)))))
    hidden = draw(st.lists(st.booleans(), min_size=len(path), max_size=len(path)))
    gold = tuple(-1 if hide else tag for hide, tag in zip(hidden, path))
    # An entity is known whole or not at all, as files have it.
    for t in range(1, len(path)):
        if tags[path[t]][0] in "IE" and (gold[t] < 0) != (gold[t - 1] < 0):
            gold = (-1,) * len(path)
    return tags, gold, draw(st.integers(0, 999))


@settings(deadline=None, max_examples=40)
@given(cases())
def test_loss_share_and_gradients_equal_enumeration(case):
    tags, gold, seed = case
    rng = np.random.default_rng(seed)
    head = head_of(tags, rng)
    potentials = Potentials.of(tags, head.weights())
    emissions = rng.normal(size=(1, len(gold), len(tags)), scale=2).astype("f")
    paths = legal_paths(tags, len(gold))
    scores = np.array([score(emissions[0], path, potentials) for path in paths])
    kept = np.array([agrees(path, gold, tags) for path in paths])
    all_of = np.exp(scores - np.logaddexp.reduce(scores))
    agreeing = np.where(kept, all_of, 0) / all_of[kept].sum()
    marks = np.array([np.eye(len(tags))[list(path)] for path in paths])
    counts = marks[:, :, 1:].sum(axis=(1, 2))
    pairs = np.einsum("pta,ptb->pab", marks[:, :-1], marks[:, 1:])

    x = tf.Variable(emissions)
    with tf.GradientTape(persistent=True) as tape:
        losses, tokens = head.partial_loss(x, tf.constant([gold]), tf.constant([len(gold)]))
    near = {"rtol": 1e-3, "atol": 1e-4}
    np.testing.assert_allclose(losses[0], -np.log(all_of[kept].sum()), **near)
    np.testing.assert_allclose(tokens[0], all_of @ counts, **near)
    apart = all_of - agreeing
    np.testing.assert_allclose(
        tape.gradient(losses, x)[0], np.einsum("p,pta->ta", apart, marks), **near
    )
    if len(gold) > 1:
        found = tape.gradient(losses, head.transitions)
        np.testing.assert_allclose(found, np.einsum("p,pab->ab", apart, pairs), **near)
    spread = all_of * (counts - all_of @ counts)
    np.testing.assert_allclose(
        tape.gradient(tokens, x)[0], np.einsum("p,pta->ta", spread, marks), **near
    )


@pytest.mark.parametrize("head", [CrfHead, SoftmaxHead])
def test_a_row_that_is_known_whole_costs_what_it_always_did(head):
    tags = SCHEMES["BIOES"]
    rng = np.random.default_rng(0)
    head = head_of(tags, rng) if head is CrfHead else head(tags)
    emissions = tf.constant(rng.normal(size=(2, 4, len(tags))).astype("f"))
    gold, lengths = tf.constant([[1, 3, 0, 4], [0, 4, 0, 0]]), tf.constant([4, 2])
    losses, _ = head.partial_loss(emissions, gold, lengths)
    np.testing.assert_allclose(losses, head.loss(emissions, gold, lengths), rtol=1e-4)


@pytest.mark.parametrize("head", [CrfHead, SoftmaxHead])
def test_padding_changes_nothing_and_nothing_known_costs_nothing(head):
    tags = SCHEMES["BIO"]
    rng = np.random.default_rng(1)
    head = head_of(tags, rng) if head is CrfHead else head(tags)
    emissions = rng.normal(size=(1, 3, len(tags))).astype("f")
    gold = np.full((1, 3), -1, "i4")
    alone = head.partial_loss(tf.constant(emissions), tf.constant(gold), tf.constant([3]))
    longer = np.pad(emissions, ((0, 0), (0, 2), (0, 0)), constant_values=9)
    padded = head.partial_loss(
        tf.constant(longer), tf.constant(np.pad(gold, ((0, 0), (0, 2)))), tf.constant([3])
    )
    np.testing.assert_allclose(alone[0], [0], atol=1e-5)
    np.testing.assert_allclose(alone, padded, atol=1e-5)


def test_softmax_loss_and_share_equal_the_sums_over_tags():
    tags = SCHEMES["BIO"]
    emissions = np.random.default_rng(2).normal(size=(1, 3, len(tags))).astype("f")
    found = SoftmaxHead(tags).partial_loss(
        tf.constant(emissions), tf.constant([[1, -1, 0]]), tf.constant([3])
    )
    shares = np.exp(emissions[0]) / np.exp(emissions[0]).sum(axis=1, keepdims=True)
    after_known = shares[1, [0, 1, 3]].sum()
    np.testing.assert_allclose(found[0], [-np.log(shares[0, 1] * after_known * shares[2, 0])], 1e-4)
    np.testing.assert_allclose(found[1], [(1 - shares[:, 0]).sum()], 1e-4)


def test_what_follows_a_known_tag_goes_on_nothing():
    goes_on = tf.constant([False, False, True])
    found = allowed_tags(tf.constant([[1, -1, -1]]), goes_on).numpy()[0].tolist()
    assert found == [[False, True, False], [True, True, False], [True, True, True]]
