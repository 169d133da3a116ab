from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nertag.evaluation.calibration import (
    TEMPERATURES,
    Bin,
    Calibration,
    calibrate,
    calibration_error,
    reliability,
)

judged = st.lists(st.tuples(st.floats(0, 1), st.booleans()), max_size=60)


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def overconfident(seed, count=4000, temperature=2.0):
    """Scores that are right at a temperature, and too sure at 1."""
    rng = np.random.default_rng(seed)
    logits = rng.normal(1, 2, count)
    right = rng.random(count) < sigmoid(logits)
    return (lambda t: sigmoid(temperature * logits / t)), right


@given(judged, st.integers(1, 12))
def test_bins_hold_every_entity_once_and_never_part_equal_scores(entities, number):
    scores, right = [score for score, _ in entities], [true for _, true in entities]
    bins = reliability(scores, right, number)
    assert len(bins) <= number
    assert sum(one.count for one in bins) == len(entities)
    for one, following in pairwise(bins):
        assert one.high < following.low
    for one in bins:
        own = [true for score, true in entities if one.low <= score <= one.high]
        assert one.count == len(own)
        assert one.right == pytest.approx(np.mean(own))
        assert one.low - 1e-9 <= one.score <= one.high + 1e-9


@given(judged, st.randoms())
def test_the_order_of_entities_does_not_matter(entities, random):
    shuffled = random.sample(entities, len(entities))
    errors = [
        calibration_error(reliability([s for s, _ in rows], [r for _, r in rows]))
        for rows in (entities, shuffled)
    ]
    assert errors[0] == pytest.approx(errors[1])
    assert 0 <= errors[0] <= 1


def test_bins_are_of_equal_mass():
    scores = np.random.default_rng(0).random(1000) ** 0.1
    assert [one.count for one in reliability(scores, scores > 0.5)] == [100] * 10


def test_a_table_worked_out_by_hand():
    scores, right = [0.2, 0.4, 0.9, 0.9, 1.0], [False, True, True, True, False]
    assert reliability(scores, right, 2) == [
        Bin(0.2, 0.9, pytest.approx(0.6), 0.75, 4),
        Bin(1.0, 1.0, 1.0, 0.0, 1),
    ]
    bins = reliability(scores, right, 2)
    assert calibration_error(bins) == pytest.approx((4 * 0.15 + 1) / 5)


def test_scores_that_mean_what_they_say_have_almost_no_error():
    scores_at, right = overconfident(1, 100_000)
    assert calibration_error(reliability(scores_at(2.0), right)) < 0.01
    assert calibration_error(reliability(scores_at(1.0), right)) > 0.05


@pytest.mark.parametrize("temperature", [0.5, 1.0, 2.0, 4.0])
def test_the_temperature_is_found_again(temperature):
    scores_at, right = overconfident(2, 20_000, temperature)
    fitted = calibrate(scores_at, right, np.arange(len(right)) // 3)
    assert fitted.temperature == pytest.approx(temperature, rel=0.1)
    after = calibration_error(fitted.after)
    assert after < 0.02
    if temperature != 1:
        assert fitted.helps
        assert after < calibration_error(fitted.before) / 2


def test_each_fold_is_judged_at_the_temperature_that_was_fitted_without_it():
    # The second half is the wrong way round, so each half's fit is bad for the other.
    logits = np.full(400, 2.0)
    right = np.tile([True] * 9 + [False], 40)
    right[200:] = ~right[200:]
    fitted = calibrate(lambda t: sigmoid(logits / t), right, np.arange(400), folds=2)
    halves = [
        TEMPERATURES[
            np.argmin(
                [
                    -np.log(np.where(part, sigmoid(2 / t), 1 - sigmoid(2 / t))).sum()
                    for t in TEMPERATURES
                ]
            )
        ]
        for part in (right[:200], right[200:])
    ]
    assert halves[0] < 1 < halves[1] == TEMPERATURES[-1]
    shown = {round(one.score, 9): (one.count, one.right) for one in fitted.after}
    assert shown == {
        round(sigmoid(2 / halves[1]), 9): (200, 0.9),
        round(sigmoid(2 / halves[0]), 9): (200, 0.1),
    }


def test_a_sentence_is_never_in_two_folds():
    seen = []

    def scores_at(temperature):
        seen.append(temperature)
        return np.array([0.9] * 6) ** (1 / temperature)

    right = [True, False] * 3
    fitted = calibrate(scores_at, right, [7] * 6, folds=3)
    assert seen == TEMPERATURES.tolist()
    # With one sentence there is nothing left to fit on: it is judged as it was.
    assert fitted.after == fitted.before
    assert not fitted.helps


def test_nothing_to_fit_on():
    assert calibrate(lambda _: [], [], []) == Calibration(1.0, [], [])
    assert not Calibration(1.0, [], []).helps
    assert calibration_error([]) == 0


def test_one_sure_mistake_does_not_outweigh_all_else():
    logits = np.append(np.random.default_rng(3).normal(1, 2, 5000), 400.0)
    right = np.append(np.random.default_rng(4).random(5000) < sigmoid(logits[:-1]), [False])
    fitted = calibrate(lambda t: sigmoid(logits / t), right, np.arange(5001))
    assert fitted.temperature == pytest.approx(1, rel=0.2)
