import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import texts

from nertag.features.spelling import (
    MOST_GRAMS,
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
        *("|^mc", "|mcr", "|cra", "|rae", "|e-0", "|-00"),
        *("|00$", "|^mcr", "|crae", "|rae-", "|ae-0", "|e-00"),
    ]
    assert parts("a")[10:] == ["|^a$"]


@given(texts(min_size=1) | st.text(min_size=1))
def test_pieces_are_of_the_word_and_from_everywhere(word):
    pieces = parts(word)[10:]
    assert len(pieces) <= MOST_GRAMS
    assert all(piece[1:].strip("^$") in re.sub(r"\d", "0", word.lower()) for piece in pieces)
    assert pieces[0].startswith("|^")


def test_a_long_run_of_a_shape_is_cut():
    assert parts("ABCDEfghij!!!!!!")[:2] == ["=Xx!", "~XXXXxxxx!!!!"]


@pytest.mark.parametrize(
    ("first", "second", "shared"),
    [
        ("ibuprofen", "Ibuprofen", 20),
        ("2016", "1999", 16),
        ("aspirin", "heparin", 7),
        ("ＡＢ", "AB", 13),
    ],
)
def test_words_that_are_written_alike_share_rows(first, second, shared):
    assert len(set(spell([first])[0]) & set(spell([second])[0]) - {0}) == shared


def test_a_word_of_few_parts_has_nothing_in_the_rest():
    [rows] = spell(["a"])
    assert (rows[:11] > 0).all()
    assert not rows[11:].any()


def test_rows_are_the_same_in_every_process_and_on_every_platform():
    rows = spell(["Ada"])[0].tolist()
    assert rows[:8] == [37, 24500, 9700, 24377, 19651, 13875, 32010, 26994]
    assert rows[8:] == [9434, 6468, 23955, 894, 15648, 9219, 9412, *[0] * 7]


def test_a_vector_is_the_sum_of_those_of_the_parts():
    table = np.random.default_rng(0).normal(size=(SPELLING_ROWS, 3)).astype("f")
    rows = spell(["Paris", "a", "B-2", "x.y"]).reshape(2, 2, SPELLING_WIDTH)
    real = (rows > 0)[..., None]
    vectors = SpellingVectors(table)
    assert vectors.width == 3
    np.testing.assert_allclose(vectors(rows), (table[rows] * real).sum(axis=2), rtol=1e-5)


def test_the_ids_of_tokens_with_and_without_spelling():
    ids = np.arange(6, dtype="i4").reshape(2, 3)
    spelled = np.stack([ids, ids + 7], axis=-1)
    assert ids_of(ids, 2) is ids
    np.testing.assert_array_equal(ids_of(spelled, 2), ids)
    np.testing.assert_array_equal(ids_of(spelled[0], 1), ids[0])
