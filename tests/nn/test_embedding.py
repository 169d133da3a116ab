import numpy as np
import pytest
import tensorflow as tf

from nertag.features import UNKNOWN, Subwords
from nertag.nn.embedding import PairEmbedding, SubwordEmbedding, TokenEmbedding

pytestmark = pytest.mark.slow

VECTORS = np.arange(12, dtype="f").reshape(4, 3)
IDS = tf.constant([[1, 3, 4, 6], [2, 3, 0, 0]])


def gradients_of(layer):
    """Gradients of the weights that are trained, shape ``(rows, dimensions)`` each."""
    weights = layer.trainable_weights
    with tf.GradientTape() as tape:
        loss = tf.reduce_sum(layer(IDS) ** 2)
    return [tf.convert_to_tensor(g).numpy() for g in tape.gradient(loss, weights)]


def test_last_ids_have_the_vectors_and_first_ids_learned_rows():
    layer = TokenEmbedding(3, VECTORS, tuned=0, seed=1)
    found = layer(IDS).numpy()
    np.testing.assert_array_equal(found[0, 1:], VECTORS[[0, 1, 3]])
    np.testing.assert_array_equal(found[0, 0], layer.learned.embeddings[1])
    np.testing.assert_array_equal(found[1, 0], layer.learned.embeddings[2])


def test_frozen_vectors_are_not_trained_and_tuned_ones_are():
    assert [g.shape for g in gradients_of(TokenEmbedding(3, VECTORS, tuned=0, seed=1))] == [(3, 3)]
    learned, tuned = gradients_of(TokenEmbedding(3, VECTORS, tuned=3, seed=1))
    assert learned.shape == (3, 3)
    # Ids 3, 4 and 6 are there; the last comes after those that are tuned.
    np.testing.assert_array_equal(tuned, 2 * VECTORS[:3] * [[2], [1], [0]])


def test_what_is_learned_is_added_to_the_first_vectors_only():
    layer = TokenEmbedding(3, VECTORS, tuned=2, seed=1)
    layer.delta.set_weights([np.array([[1, 2, 3], [4, 5, 6]], "f")])
    wanted = VECTORS + np.array([[1, 2, 3], [4, 5, 6], [0, 0, 0], [0, 0, 0]], "f")
    np.testing.assert_array_equal(layer.vectors, wanted)
    np.testing.assert_array_equal(layer(tf.constant([[3, 4, 5, 6]]))[0], wanted)
    layer.settle()
    np.testing.assert_array_equal(layer(tf.constant([[3, 4, 5, 6]]))[0], wanted)
    np.testing.assert_array_equal(layer.delta.get_weights()[0], 0)


def test_learned_rows_get_gradients_only_where_they_are_used():
    (learned,) = gradients_of(TokenEmbedding(3, VECTORS, tuned=0, seed=1))
    assert learned[1].any()
    assert learned[2].any()


def test_without_vectors_every_row_is_learned():
    layer = TokenEmbedding(7, np.zeros((0, 3), "f"), tuned=0, seed=1)
    np.testing.assert_array_equal(layer(IDS)[0, 3], layer.learned.embeddings[6])


def test_padding_is_masked():
    layer = TokenEmbedding(3, VECTORS, tuned=0, seed=1)
    np.testing.assert_array_equal(layer.compute_mask(IDS), IDS != 0)


PAIRS = np.array([[5, 6], [3, 4], [2, 3], [4, 6]], "i4")


def test_a_step_has_the_vector_of_its_token_and_the_next():
    layer = PairEmbedding(PAIRS, VECTORS)
    layer.unknown.assign([[7.0, 8.0, 9.0]])
    unknown = [7.0, 8.0, 9.0]
    found = layer(IDS).numpy()
    # 1 3, 3 4, 4 6, 6 and the end; 2 3, 3 and the end, padding
    expected = [[unknown, VECTORS[1], VECTORS[3], unknown], [VECTORS[2], *[unknown] * 3]]
    np.testing.assert_array_equal(found, expected)


def test_pairs_are_found_whatever_their_order():
    rng = np.random.default_rng(0)
    pairs = np.unique(rng.integers(1, 40, (200, 2)), axis=0).astype("i4")
    vectors = rng.normal(size=(len(pairs), 3)).astype("f")
    order = rng.permutation(len(pairs))
    layer = PairEmbedding(pairs[order], vectors[order])
    np.testing.assert_array_equal(layer(tf.constant(pairs)).numpy()[:, 0], vectors)


def test_only_the_vector_of_unknown_pairs_is_trained():
    layer = PairEmbedding(PAIRS, VECTORS)
    with tf.GradientTape() as tape:
        loss = tf.reduce_sum(layer(IDS) + 1)
    assert tape.gradient(loss, layer.unknown).numpy().tolist() == [[5.0, 5.0, 5.0]]


def test_pieces_make_the_vectors_of_unknown_words_only():
    matrix = np.random.default_rng(1).standard_normal((5000, 3)).astype("f")
    subwords = Subwords.of(matrix, 3, 5, ["Berlin", "Bern"])
    rows = subwords.spell(["Berne", "Bern", "+"]).reshape(1, 3, -1)
    before = tf.constant(np.arange(9, dtype="f").reshape(1, 3, 3))
    ids = tf.constant([[UNKNOWN, 7, UNKNOWN]])
    found = SubwordEmbedding(subwords.matrix)(before, ids, tf.constant(rows)).numpy()
    made = subwords.vectors(rows[0])
    np.testing.assert_allclose(found[0], before[0] + made * [[1], [0], [1]], rtol=1e-5)
    assert made[0].any()
    assert not made[2].any()
