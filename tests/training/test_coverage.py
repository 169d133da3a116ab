import pytest

from nertag.training.coverage import Coverage


def test_a_word_counts_by_the_first_form_that_has_a_vector():
    counts = {"Rome": 4, "ROME": 3, "May-1999": 2, "unknown": 1}
    covered = Coverage.of(counts, {"Rome", "rome", "may-0000"}, "word")
    assert covered.shares == [0.4, 0.3, 0.2]
    assert covered.whole == pytest.approx(0.9)
    assert str(covered) == "90.0% (40.0% as written, 30.0% in lower case, 20.0% with digits as 0)"


def test_characters_have_one_form():
    assert str(Coverage.of({"北": 3, "A": 1}, {"北", "a"}, "char")) == "75.0%"


def test_no_token_is_covered_by_nothing():
    assert Coverage.of({}, set(), "word").whole == 0
