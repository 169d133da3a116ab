import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import texts

from nertag.features.spelling import (
    SPELLING_ROWS,
    SPELLING_WIDTH,
    SpellingVectors,
    ids_of,
    parts,
    spell,
)

WORDS = st.lists(texts(min_size=1) | st.text(min_size=1), max_size=6)


@given(WORDS)
def test_every_word_has_rows_of_the_table_whatever_stands_beside_it(words):
    rows = spell(words)
    assert rows.dtype == np.int32
    assert rows.shape == (len(words), SPELLING_WIDTH)
    assert ((rows >= 0) & (rows < SPELLING_ROWS)).all()
    for word, found in zip(words, rows):
        np.testing.assert_array_equal(spell([word])[0], found)


def test_parts_of_a_word():
    assert parts("McRae-77") == [
        *("=XxXx-d", "~XxXxx-dd"),
        *("1<m", "1>0", "2<mc", "2>00", "3<mcr", "3>-00", "4<mcra", "4>e-00"),
    ]


def test_a_long_run_of_a_shape_is_cut():
    assert parts("ABCDEfghij!!!!!!")[:2] == ["=Xx!", "~XXXXxxxx!!!!"]


@pytest.mark.parametrize(
    ("first", "second", "shared"),
    [
        ("ibuprofen", "Ibuprofen", 8),
        ("2016", "1999", 10),
        ("aspirin", "heparin", 5),
        ("ＡＢ", "AB", 10),
    ],
)
def test_words_that_are_written_alike_share_rows(first, second, shared):
    assert (spell([first]) == spell([second])).sum() == shared


def test_rows_are_the_same_in_every_process_and_in_models_of_before():
    assert spell(["Paris"])[0].tolist() == [
        387,
        12915,
        7798,
        11598,
        7162,
        6084,
        4340,
        13967,
        12956,
        16079,
    ]


def test_a_vector_is_the_sum_of_those_of_the_parts():
    table = np.random.default_rng(0).normal(size=(SPELLING_ROWS, 3)).astype("f")
    rows = spell(["Paris", "a", "B-2", "x.y"]).reshape(2, 2, SPELLING_WIDTH)
    vectors = SpellingVectors(table)
    assert vectors.width == 3
    np.testing.assert_allclose(vectors(rows), table[rows].sum(axis=2), rtol=1e-5)


def test_the_ids_of_tokens_with_and_without_spelling():
    ids = np.arange(6, dtype="i4").reshape(2, 3)
    spelled = np.stack([ids, ids + 7], axis=-1)
    assert ids_of(ids, 2) is ids
    np.testing.assert_array_equal(ids_of(spelled, 2), ids)
    np.testing.assert_array_equal(ids_of(spelled[0], 1), ids[0])
