import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from nertag.features.vector_table import FEW, VectorTable

ROWS = 7
CALLS = st.lists(
    arrays.arrays(np.int32, (2, 3), elements=st.integers(0, ROWS - 1))
    | st.just(np.arange(FEW + 1) % ROWS),
    max_size=4,
)


@pytest.mark.parametrize("kind", [np.float16, np.float32])
@given(CALLS)
def test_rows_are_those_of_the_whole_in_float32(kind, calls):
    stored = np.random.default_rng(0).normal(size=(ROWS, 4)).astype(kind)
    table = VectorTable(stored)
    assert table.width == 4
    for rows in calls:
        found = table.take(rows)
        assert found.dtype == np.float32
        assert np.array_equal(found, stored.astype(np.float32)[rows])


@given(CALLS)
def test_rows_of_single_precision_come_before(calls):
    before = np.random.default_rng(1).normal(size=(3, 4)).astype(np.float32)
    stored = np.random.default_rng(0).normal(size=(ROWS - 3, 4)).astype(np.float16)
    table, whole = VectorTable(stored, before), np.concatenate([before, stored])
    for rows in calls:
        assert np.array_equal(table.take(rows), whole[rows])


def test_no_rows_at_all():
    table = VectorTable(np.zeros((0, 4), np.float16))
    assert table.take(np.zeros((2, 0), np.int32)).shape == (2, 0, 4)


@pytest.mark.parametrize("calls", [1, FEW])
def test_what_was_taken_may_be_changed(calls):
    table = VectorTable(np.ones((2, 3), np.float16))
    rows = np.array([0, 1])
    for _ in range(calls):
        table.take(rows)[:] = 7
    assert (table.take(rows) == 1).all()
