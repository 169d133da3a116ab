import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import spans

from nertag.evaluation.metrics.pairing import pair

rows = spans(9, labels="XY")


@given(rows, rows, st.booleans())
def test_every_span_is_in_one_pair_and_pairs_share_a_token(gold, predicted, by_label):
    pairs = list(pair(gold, predicted, by_label=by_label))
    assert sorted(right for right, _ in pairs if right) == sorted(gold)
    assert [guess for _, guess in pairs if guess] == predicted
    for right, guess in pairs:
        if right and guess:
            assert set(range(*right[:2])) & set(range(*guess[:2]))


@given(rows, rows, st.booleans())
def test_nothing_is_left_over_on_both_sides_that_shares_a_token(gold, predicted, by_label):
    pairs = list(pair(gold, predicted, by_label=by_label))
    missed = [right for right, guess in pairs if guess is None]
    spurious = [guess for right, guess in pairs if right is None]
    assert not [
        (right, guess)
        for right in missed
        for guess in spurious
        if set(range(*right[:2])) & set(range(*guess[:2]))
    ]


@given(rows, st.booleans())
def test_what_is_found_whole_is_paired_with_itself(gold, by_label):
    assert list(pair(gold, gold, by_label=by_label)) == [(span, span) for span in gold]


@pytest.mark.parametrize(
    ("gold", "predicted", "first", "own"),
    [
        ([(0, 2, "X"), (2, 5, "Y")], [(1, 5, "Y")], 0, 1),
        ([(0, 2, "Y"), (2, 5, "Y")], [(1, 5, "Y")], 0, 1),  # the nearer ends
        ([(0, 3, "Y"), (3, 4, "Y")], [(0, 4, "Y")], 0, 0),
        ([(0, 2, "X"), (2, 5, "X")], [(1, 5, "Y")], 0, 0),
    ],
)
def test_which_of_several_is_chosen(gold, predicted, first, own):
    assert next(pair(gold, predicted, by_label=False)) == (gold[first], predicted[0])
    assert next(pair(gold, predicted, by_label=True)) == (gold[own], predicted[0])


def test_gold_is_given_away_once():
    gold, predicted = [(0, 4, "X")], [(0, 1, "X"), (2, 3, "X")]
    assert list(pair(gold, predicted, by_label=True)) == [
        (gold[0], predicted[0]),
        (None, (2, 3, "X")),
    ]


def test_neighbours_share_nothing():
    assert list(pair([(0, 2, "X")], [(2, 3, "X")], by_label=False)) == [
        (None, (2, 3, "X")),
        ((0, 2, "X"), None),
    ]
