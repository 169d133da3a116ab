import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import spans

from nertag.evaluation.metrics.counts import Counts, count

few = st.lists(spans(6, labels="XY"), min_size=4, max_size=4)


@given(few, few)
def test_counts_are_those_of_looking_at_every_pair(gold, predicted):
    correct = sum(
        right == guess for row, found in zip(gold, predicted) for right in row for guess in found
    )
    counts = count(gold, predicted)
    assert counts == Counts(correct, sum(map(len, predicted)), sum(map(len, gold)))
    assert count(predicted, gold).f1 == counts.f1
    if correct:
        precision, recall = counts.precision, counts.recall
        assert counts.f1 == pytest.approx(2 * precision * recall / (precision + recall))


@given(few)
def test_all_is_right(gold):
    counts = count(gold, gold)
    assert counts.precision == counts.recall == counts.f1 == bool(counts.gold)


def test_start_end_and_label_must_agree():
    gold = [[(0, 2, "X")]]
    for wrong in [(0, 2, "Y"), (0, 1, "X"), (1, 2, "X")]:
        assert count(gold, [[wrong]]) == Counts(0, 1, 1)


def test_a_span_of_another_sentence_does_not_count():
    assert count([[(0, 1, "X")], []], [[], [(0, 1, "X")]]).correct == 0


@pytest.mark.parametrize("counts", [Counts(0, 0, 0), Counts(0, 3, 0), Counts(0, 0, 3)])
def test_nothing_to_divide_by(counts):
    assert (counts.precision, counts.recall, counts.f1) == (0, 0, 0)


def test_figures():
    counts = Counts(2, 4, 5)
    assert (counts.precision, counts.recall) == (0.5, 0.4)
    assert counts.f1 == pytest.approx(4 / 9)


def test_as_many_sentences_on_both_sides():
    with pytest.raises(ValueError, match="zip"):
        count([[]], [])
