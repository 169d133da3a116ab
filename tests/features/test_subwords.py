from dataclasses import replace

import numpy as np
import pytest
from gensim.models.fasttext_inner import compute_ngrams_bytes, ft_hash_bytes
from hypothesis import given
from hypothesis import strategies as st
from strategies import texts

from nertag.features.subwords import MOST_BUCKETS, MOST_PIECES, Subwords, pieces

WORD = texts(min_size=1) | st.text(st.characters(exclude_categories=["Cs"]), min_size=1)
rng = np.random.default_rng(1)
MATRIX = rng.standard_normal((20_000, 4)).astype(np.float32)


def subwords(words=("Berlin", "Bern"), shortest=3, longest=5):
    return Subwords.of(MATRIX, shortest, longest, words)


@given(WORD, st.integers(1, 4), st.integers(0, 3), st.sampled_from([7, 1000, 2_000_000]))
def test_buckets_are_those_of_fasttext(word, shortest, more, buckets):
    longest = shortest + more
    expected = [
        ft_hash_bytes(gram) % buckets for gram in compute_ngrams_bytes(word, shortest, longest)
    ]
    assert sorted(pieces(word, shortest, longest, buckets)) == sorted(expected)


def test_a_vector_is_the_mean_of_the_pieces():
    made = subwords()
    buckets = list(pieces("Berlin", 3, 5, len(MATRIX)))
    vectors = made.vectors(made.spell(["Berlin"]))
    np.testing.assert_allclose(vectors, [MATRIX[buckets].mean(axis=0)], rtol=1e-5)


def test_what_shares_no_piece_has_no_vector():
    made = subwords()
    assert not made.vectors(made.spell(["%%%%%"])).any()
    assert not made.vectors(made.spell([])).size


@given(st.lists(WORD, max_size=5))
def test_every_word_has_rows_whatever_stands_beside_it(words):
    made = subwords(words=["Berlin", *words])
    rows = made.spell(words)
    assert rows.dtype == np.int32
    assert rows.shape == (len(words), MOST_PIECES)
    assert ((rows >= 0) & (rows <= len(made.kept))).all()
    for word, found in zip(words, rows):
        np.testing.assert_array_equal(made.spell([word])[0], found)


def test_a_long_word_is_known_by_pieces_from_everywhere():
    word = "Donaudampfschifffahrtsgesellschaft"
    made = subwords(words=[word])
    rows = made.spell([word])[0]
    assert np.count_nonzero(rows) == MOST_PIECES
    assert rows[0] == made.spell([word[:4]])[0][0]


def test_the_buckets_of_most_words_are_kept(monkeypatch):
    monkeypatch.setattr("nertag.features.subwords.MOST_BUCKETS", 3)
    made = subwords(words=["ab", "ab1", "ab2", "zzzzzzzzzz"])
    assert len(made.kept) == 3 < MOST_BUCKETS
    first = next(pieces("ab", 3, 3, len(MATRIX)))
    assert first in made.kept


def test_no_pieces_no_subwords():
    assert Subwords.of(MATRIX, 0, 0, ["a"]) is None
    assert Subwords.of(MATRIX[:0], 3, 5, ["a"]) is None


def test_it_comes_back_from_bytes():
    made = subwords().halved()
    back = Subwords.from_bytes(made.to_bytes())
    assert (back.shortest, back.longest, back.buckets) == (3, 5, 20_000)
    np.testing.assert_array_equal(back.kept, made.kept)
    np.testing.assert_array_equal(back.matrix, made.matrix)
    assert len(made.to_bytes()) < len(subwords().to_bytes())


@pytest.mark.parametrize("buckets", [3, -1])
def test_buckets_that_do_not_fit_are_refused(buckets):
    with pytest.raises(ValueError, match="do not belong together"):
        Subwords.from_bytes(replace(subwords(), buckets=buckets).to_bytes())
