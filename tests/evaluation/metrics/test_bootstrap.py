import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import spans

from nertag.evaluation.metrics.bootstrap import (
    LEVEL,
    Interval,
    f1_difference,
    f1_interval,
    sentence_counts,
)
from nertag.evaluation.metrics.counts import Counts, count

few = st.lists(spans(6, labels="XY"), min_size=4, max_size=4)


def found_by(rng, gold, recall, noise=0.3):
    """Counts of sentences of which a tool finds a share."""
    correct = rng.binomial(gold, recall)
    return np.stack([correct, correct + rng.poisson(noise, len(gold)), gold], axis=1)


@given(few, few)
def test_counts_of_the_sentences_add_up(gold, predicted):
    counts = sentence_counts(gold, predicted)
    assert counts.shape == (4, 3)
    assert Counts(*counts.sum(axis=0).tolist()) == count(gold, predicted)
    found = f1_interval(counts, samples=50)
    assert found.f1 == pytest.approx(count(gold, predicted).f1)
    assert 0 <= found.low <= found.high <= 1


def test_the_interval_is_that_of_drawing_sentences_one_by_one():
    rng = np.random.default_rng(1)
    counts = found_by(rng, rng.poisson(2, 150), 0.8)
    drawn = counts[rng.integers(0, 150, (5000, 150))].sum(axis=1)
    f1 = 2 * drawn[:, 0] / (drawn[:, 1] + drawn[:, 2])
    found = f1_interval(counts)
    assert (found.low, found.high) == pytest.approx(np.quantile(f1, [0.025, 0.975]), abs=3e-3)


@pytest.mark.slow
def test_intervals_hold_the_truth_as_often_as_they_say():
    rng = np.random.default_rng(2)
    held = []
    for _ in range(300):
        found = f1_interval(found_by(rng, rng.poisson(2, 200), 0.8), samples=500)
        held.append(found.low <= 2 * 1.6 / (2 + 1.9) <= found.high)
    assert np.mean(held) == pytest.approx(LEVEL, abs=0.035)


@pytest.mark.slow
def test_chance_alone_seldom_gives_a_small_p():
    rng = np.random.default_rng(3)
    small = []
    for _ in range(300):
        gold = rng.poisson(2, 200)
        pair = found_by(rng, gold, 0.8), found_by(rng, gold, 0.8)
        small.append(f1_difference(*pair, samples=500).p < 0.05)
    assert np.mean(small) == pytest.approx(0.05, abs=0.035)


def test_a_real_difference_is_found_and_has_a_sign():
    rng = np.random.default_rng(4)
    gold = rng.poisson(2, 400)
    worse, better = found_by(rng, gold, 0.7), found_by(rng, gold, 0.85)
    found, back = f1_difference(worse, better), f1_difference(better, worse)
    assert found.p == pytest.approx(2 / 10_001)
    assert 0 < found.low < found.f1 < found.high
    assert found.f1 == pytest.approx(f1_interval(better).f1 - f1_interval(worse).f1)
    assert back.f1 == -found.f1
    assert (back.low, back.high) == pytest.approx((-found.high, -found.low), abs=4e-3)


def test_pairing_finds_what_two_intervals_do_not():
    # The second finds all that the first finds, and one in fifty more.
    rng = np.random.default_rng(5)
    gold = rng.poisson(2, 400)
    first = found_by(rng, gold, 0.6, noise=0)
    more = rng.binomial(gold - first[:, 0], 0.05)
    second = first + np.stack([more, more, np.zeros_like(more)], axis=1)
    found = f1_difference(first, second)
    assert f1_interval(first).high > f1_interval(second).low
    assert found.low > 0
    assert found.p < 0.01


@given(st.integers(0, 10_000))
def test_p_is_small_just_where_the_interval_leaves_0_out(seed):
    rng = np.random.default_rng(seed)
    gold = rng.poisson(2, 60)
    pair = found_by(rng, gold, 0.8), found_by(rng, gold, rng.uniform(0.6, 0.9))
    found = f1_difference(*pair, samples=2000)
    if abs(found.p - (1 - LEVEL)) > 0.003:
        assert (found.p < 1 - LEVEL) == (not found.low <= 0 <= found.high)


def test_the_same_predictions_do_not_differ():
    rng = np.random.default_rng(6)
    counts = found_by(rng, rng.poisson(2, 50), 0.8)
    found = f1_difference(counts, counts)
    assert (found.f1, found.low, found.high, found.p) == (0, 0, 0, 1)


def test_the_same_seed_gives_the_same_and_another_another():
    rng = np.random.default_rng(7)
    counts = found_by(rng, rng.poisson(2, 50), 0.8)
    assert f1_interval(counts) == f1_interval(counts)
    assert f1_interval(counts) != f1_interval(counts, seed=2)


@pytest.mark.parametrize("rows", [[], [[0, 0, 0]], [[0, 3, 0]], [[0, 0, 2]]])
def test_nothing_right(rows):
    counts = np.array(rows, np.int64).reshape(-1, 3)
    assert f1_interval(counts, samples=20) == Interval(0, 0, 0)
    assert f1_difference(counts, counts, samples=20).p == 1


def test_as_many_sentences_on_both_sides():
    with pytest.raises(ValueError, match="zip"):
        sentence_counts([[]], [])
