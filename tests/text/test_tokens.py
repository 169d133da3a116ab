import unicodedata
from itertools import pairwise

from hypothesis import assume, given
from hypothesis import strategies as st
from strategies import texts

from nertag.text.tokens import WIDTH_FOLDS, code_points, fold, tokenise, windows


def test_fold_makes_full_and_half_width_ordinary():
    assert fold("ＡＺａ０～　￥ｱ") == "AZa0~ ¥ア"


@given(texts())
def test_fold_is_one_character_for_one(text):
    folded = fold(text)
    assert len(folded) == len(text)
    assert folded == "".join(map(fold, text))
    assert fold(folded) == folded


def test_fold_changes_width_and_nothing_else():
    for code, folded in WIDTH_FOLDS.items():
        assert unicodedata.east_asian_width(chr(code)) in "FH"
        assert chr(folded) == unicodedata.normalize("NFKC", chr(code))


@given(st.text())
def test_code_points_of_any_text_lone_surrogates_too(text):
    assert code_points(text).tolist() == list(map(ord, text))


@given(texts(), st.sampled_from(["char", "word"]))
def test_tokens_are_pieces_of_the_text(text, kind):
    sentence = tokenise(text, kind)
    assert sentence.text == text
    assert len(sentence) == len(sentence.ends) == len(sentence.words)
    for token in sentence.tokens:
        assert token.text == text[token.start : token.end] != ""


@given(texts())
def test_every_code_point_is_a_token(text):
    assert tokenise(text, "char").words == list(text)


@given(texts())
def test_words_leave_out_blanks_and_nothing_else(text):
    sentence = tokenise(text, "word")
    assert "".join(sentence.words) == "".join(text.split())
    places = [place for token in sentence.tokens for place in (token.start, token.end)]
    assert places == sorted(places)


@given(st.integers(0, 400), st.integers(1, 60), st.integers(0, 59))
def test_windows(length, size, overlap):
    assume(overlap < size)
    cuts = windows(length, size, overlap)
    kept = [token for _, _, first, last in cuts for token in range(first, last)]
    assert kept == list(range(length))
    assert cuts[0][0] == 0
    assert cuts[-1][1] == length
    for start, stop, first, last in cuts:
        assert start <= first <= last <= stop
        assert stop - start <= size
    for (_, stop, _, border), (start, _, first, _) in pairwise(cuts):
        assert stop - start >= overlap
        # The border lies in the middle of what the two share.
        assert border == first
        assert abs((stop - border) - (border - start)) <= 1


def test_there_are_no_more_windows_than_needed():
    assert len(windows(1000, 512, 64)) == 3
    assert len(windows(960, 512, 64)) == 2
    assert windows(512, 512, 64) == [(0, 512, 0, 512)]
