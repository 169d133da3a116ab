import numpy as np
import pytest
from feature_tools import ID_LISTS, ROWS, brute_matches, padded, ragged, unlike
from hypothesis import given

from nertag.features.lexicon import Lexicon, count_words

SIZE = 3


def tables(count, seed=0):
    """Vectors and weights of so many words."""
    rng = np.random.default_rng(seed)
    return rng.normal(size=(count, SIZE)).astype("f"), rng.integers(1, 9, count).astype("f")


def lexicon(words):
    return Lexicon(ragged(words), *tables(len(words)))


def soft_lexicon(words, vectors, weights, row):
    """Ma et al. (2020), section 3.2, place by place; and whether a set is empty."""
    features = np.zeros((len(row), 4, SIZE + 1))
    matches = brute_matches(words, row)
    for place in range(len(row)):
        sets = [[], [], [], []]
        for word, start, end in matches:
            if start <= place < end:
                single, first, last = end - start == 1, place == start, place == end - 1
                sets[3 if single else 0 if first else 2 if last else 1].append(word)
        total = sum(weights[word] for words_of_set in sets for word in words_of_set)
        for words_of_set, feature in zip(sets, features[place]):
            feature[SIZE] = not words_of_set
            for word in words_of_set:
                feature[:SIZE] += 4 / total * weights[word] * vectors[word]
    return features.reshape(len(row), -1)


@given(ID_LISTS, ROWS)
def test_the_formula(words, rows):
    words = unlike(words)
    found = lexicon(words)(padded(rows))
    for row, features in zip(rows, found):
        wanted = soft_lexicon(words, *tables(len(words)), row)
        np.testing.assert_allclose(features[: len(row)], wanted, atol=1e-5)


def test_a_word_that_lies_twice_over_a_place_counts_twice():
    words, row = [[5, 5, 5, 5], [5]], [5, 5, 5, 5, 5]
    found = lexicon(words)(padded([row]))[0]
    wanted = soft_lexicon(words, *tables(len(words)), row)
    np.testing.assert_allclose(found[: len(row)], wanted, atol=1e-5)


def test_the_shape():
    made = lexicon([[5], [6, 7]])
    found = made(np.array([[5, 6, 7], [8, 0, 0]], np.int32))
    assert made.width == 4 * (SIZE + 1)
    assert found.shape == (2, 3, made.width)
    assert found.dtype == np.float32


@pytest.mark.parametrize("words", [[], [[9]]])
def test_where_no_word_is_all_sets_are_empty(words):
    found = lexicon(words)(np.array([[5, 6], [7, 0]], np.int32)).reshape(2, 2, 4, SIZE + 1)
    assert (found[..., SIZE] == 1).all()
    assert not found[..., :SIZE].any()


def test_weights_are_shared_over_the_four_sets():
    vectors = np.eye(3, dtype="f")
    made = Lexicon(ragged([[5], [5, 6], [4, 5]]), vectors, np.array([1, 2, 5], "f"))
    begin, middle, end, single = made(np.array([[4, 5, 6]], np.int32))[0, 1].reshape(4, 4)
    np.testing.assert_allclose(begin, [0, 4 * 2 / 8, 0, 0])
    np.testing.assert_allclose(middle, [0, 0, 0, 1])
    np.testing.assert_allclose(end, [0, 0, 4 * 5 / 8, 0])
    np.testing.assert_allclose(single, [4 * 1 / 8, 0, 0, 0])


def test_a_row_in_a_batch_equals_the_row_alone_and_padded():
    words = [[5], [5, 6], [6, 7, 8], [8, 9], [9]]
    rows = [[5, 6, 7, 8, 9], [8], [9, 9, 5, 6], [4, 5, 6, 7]]
    made = lexicon(words)
    together, further = made(padded(rows)), made(padded(rows, more=5))
    for row, in_batch, wider in zip(rows, together, further):
        alone = made(padded([row]))[0]
        np.testing.assert_array_equal(in_batch[: len(row)], alone)
        np.testing.assert_array_equal(wider[: len(row)], alone)


def test_training_sees_what_tagging_sees():
    made, ids = lexicon([[5], [5, 6]]), np.array([[5, 6, 5]], np.int32)
    np.testing.assert_array_equal(made(ids, np.random.default_rng(1)), made(ids))


@given(ID_LISTS, ROWS)
def test_words_are_counted_where_no_longer_one_covers_them(words, rows):
    words = unlike(words)
    wanted = np.zeros(len(words), int)
    for row in rows:
        matches = brute_matches(words, row)
        for word, start, end in matches:
            wanted[word] += not any(
                first <= start and end <= last and last - first > end - start
                for _, first, last in matches
            )
    found = count_words(ragged(words), (np.array(row, np.int32) for row in rows))
    assert found.tolist() == wanted.tolist()


def test_a_word_is_counted_beside_but_not_within_another():
    words, row = ragged([[5, 6], [5, 6, 7], [7, 5]]), np.array([5, 6, 7, 5, 6], np.int32)
    assert count_words(words, [row, row]).tolist() == [2, 2, 2]
    assert count_words(words, []).tolist() == [0, 0, 0]
    assert count_words(words, [np.zeros(0, np.int32)]).tolist() == [0, 0, 0]
