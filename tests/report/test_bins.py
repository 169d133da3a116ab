from hypothesis import given
from hypothesis import strategies as st

from nertag.evaluation.calibration import Bin, reliability
from nertag.pages import percent
from nertag.report.bins import distinct

near_one = st.floats(0.9999, 1)


@given(st.lists(st.tuples(near_one | st.floats(0, 1), st.booleans()), min_size=1))
def test_no_two_bins_read_the_same_and_none_is_lost(pairs):
    scores, right = zip(*pairs)
    bins = distinct(reliability(scores, right))
    shown = [(percent(one.low), percent(one.high)) for one in bins]
    assert len(set(shown)) == len(shown)
    assert sum(one.count for one in bins) == len(pairs)
    mean = sum(one.count * one.right for one in bins) / len(pairs)
    assert abs(mean - sum(right) / len(pairs)) < 1e-9


def test_bins_that_differ_stay():
    bins = [Bin(0.1, 0.2, 0.15, 0.5, 3), Bin(0.2, 0.2, 0.2, 1.0, 1)]
    assert distinct(bins) == bins


def test_merged_bins_are_weighed_by_their_entities():
    bins = [Bin(0.99999, 0.999991, 0.99999, 1.0, 3), Bin(0.999992, 1.0, 1.0, 0.5, 1)]
    (one,) = distinct(bins)
    assert (one.low, one.high, one.right, one.count) == (0.99999, 1.0, 0.875, 4)
