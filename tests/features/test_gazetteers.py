import numpy as np
import pytest
from feature_tools import ID_LISTS, ROWS, brute_matches, padded, ragged
from hypothesis import given
from hypothesis import strategies as st

from nertag.features.gazetteers import DROPPED, Gazetteers
from nertag.features.vocabulary import Vocabulary
from nertag.text.tokens import tokenise


def gazetteers(*lists):
    """Features of some lists of names, each a list of ids."""
    return Gazetteers(ragged([name for names in lists for name in names]), list(map(len, lists)))


def brute(lists, row):
    """Features of a row, shape (time, lists, 4)."""
    features = np.zeros((len(row), len(lists), 4))
    for number, names in enumerate(lists):
        for _, start, end in brute_matches(names, row):
            kinds = [3] if end - start == 1 else [0, *[1] * (end - start - 2), 2]
            features[range(start, end), number, kinds] = 1
    return features


@given(st.lists(ID_LISTS, min_size=1, max_size=3), ROWS)
def test_what_each_list_says_of_each_token(lists, rows):
    made = gazetteers(*lists)
    found = made(padded(rows, more=1))
    assert made.width == found.shape[2] == 4 * len(lists)
    assert found.dtype == np.float32
    for row, features in zip(rows, found):
        assert not features[len(row) :].any()
        np.testing.assert_array_equal(
            features[: len(row)].reshape(len(row), len(lists), 4), brute(lists, row)
        )


def test_lists_that_overlap_speak_for_themselves():
    made = gazetteers([[5, 6], [7]], [[5, 6], [6, 7]])
    found = made(np.array([[5, 6, 7]], np.int32)).reshape(3, 2, 4)
    assert found[:, 0].tolist() == [[1, 0, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]]
    assert found[:, 1].tolist() == [[1, 0, 0, 0], [1, 0, 1, 0], [0, 0, 1, 0]]


def test_names_are_found_in_any_case_if_asked():
    vocabulary = Vocabulary(("new", "York"), ("New", "NEW", "york", "in"), "word")
    alike = vocabulary.in_any_case()
    assert alike.tolist() == [0, 1, 2, 3, 2, 2, 3, 7]
    entries = vocabulary.encode_texts(["New York"])
    text = vocabulary.encode(tokenise("in NEW york new York", "word"))[None]
    exact, any_case = (Gazetteers(entries, [1], how)(text)[0] for how in (None, alike))
    assert not exact.any()
    assert any_case.tolist() == [[0] * 4, *[[1, 0, 0, 0], [0, 0, 1, 0]] * 2]


NAMES = [[number] for number in range(2, 2002)]
EACH = np.arange(2, 2002, dtype=np.int32)[None]


def test_training_leaves_out_a_share_of_the_entries():
    made = gazetteers(NAMES)
    first, again, other = (
        made(EACH, np.random.default_rng(seed))[0, :, 3].astype(bool) for seed in (1, 1, 2)
    )
    np.testing.assert_array_equal(first, again)
    assert (first != other).any()
    for kept in (first, other):
        assert kept.mean() == pytest.approx(1 - DROPPED, abs=0.04)


def test_an_entry_is_left_out_everywhere_or_nowhere():
    kept = gazetteers(NAMES)(np.repeat(EACH, 3, axis=0), np.random.default_rng(1))[:, :, 3]
    np.testing.assert_array_equal(kept[0], kept[1])
    np.testing.assert_array_equal(kept[0], kept[2])


def test_a_batch_leaves_out_others_than_the_one_before():
    made, rng = gazetteers(NAMES), np.random.default_rng(1)
    assert (made(EACH, rng) != made(EACH, rng)).any()


def test_tagging_leaves_out_none():
    assert gazetteers(NAMES)(EACH)[0, :, 3].all()


def test_names_of_words():
    vocabulary = Vocabulary(("York",), ("new", "is"), "word")
    entries = vocabulary.encode_texts(["New York", "is"])
    assert entries.known.all()
    found = Gazetteers(entries, [2])(np.array([[3, 2, 4, 3]], np.int32))
    assert found.tolist() == [[[1, 0, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1], [0, 0, 0, 0]]]
