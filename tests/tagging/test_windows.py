import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nertag.decoding.lattice import Lattice
from nertag.decoding.potentials import Potentials
from nertag.decoding.viterbi import viterbi
from nertag.tagging import windows
from nertag.tagging.rows import Row
from nertag.text.tags import tag_set

TAGS = tag_set("XY")
TABLE = np.random.default_rng(0).normal(scale=3, size=(30, len(TAGS))).astype(np.float32)
ADDED = Potentials.of(
    TAGS,
    tuple(
        np.random.default_rng(1).normal(size=shape).astype(np.float32)
        for shape in [(5, 5), (5,), (5,)]
    ),
)


class LocalEngine:
    """Emissions that depend on the token alone; keeps the shapes it was called with."""

    def __init__(self):
        self.shapes = []

    def __call__(self, ids):
        assert ids.dtype == np.int32
        self.shapes.append(ids.shape)
        return TABLE[ids]


def tag_rows(rows, engine, added, **sizes):
    """`windows.tag_rows` of rows without blanks."""
    rows = [Row(ids, np.zeros(len(ids), np.bool_)) for ids in rows]
    return windows.tag_rows(rows, engine, Lattice(TAGS, added), **sizes)


def decoded_alone(row):
    if not len(row):
        return []
    return viterbi(TABLE[row][None], np.array([len(row)], np.int32), ADDED)[0].tolist()


def score(row, path):
    """What the path is worth; where several are worth the same, any may be found."""
    exact = [part.astype(np.float64) for part in (ADDED.transitions, ADDED.start, ADDED.end)]
    path = np.asarray(path)
    on_the_way = exact[0][path[:-1], path[1:]].sum() + exact[1][path[0]] + exact[2][path[-1]]
    return on_the_way + TABLE[row].astype(np.float64)[np.arange(len(row)), path].sum()


def row_of(length, seed=0):
    return np.random.default_rng([seed, length]).integers(1, 30, length).astype(np.int32)


def told_by_the_first(ids):
    """Only the first token tells X from Y; what begins anywhere else would take Y."""
    emissions = np.zeros((*ids.shape, len(TAGS)), np.float32)
    emissions[..., 0] = -9
    emissions[..., TAGS.index("B-X")] = np.where(ids == 2, 5, -1)
    emissions[..., TAGS.index("B-Y")] = -0.5
    return emissions


rows = st.lists(st.integers(0, 60).map(row_of), max_size=12)


@given(rows, st.integers(3, 20), st.integers(0, 2), st.integers(1, 100))
def test_windows_give_what_the_whole_gives(rows, window, overlap, budget):
    found = tag_rows(rows, LocalEngine(), ADDED, window=window, overlap=overlap, budget=budget)
    assert [row.tolist() for row in found] == [decoded_alone(row) for row in rows]


@given(rows, st.integers(3, 20), st.integers(1, 100))
def test_no_batch_is_wider_than_a_window_or_above_the_budget(rows, window, budget):
    engine = LocalEngine()
    tag_rows(rows, engine, ADDED, window=window, overlap=2, budget=budget)
    for batch, time in engine.shapes:
        assert 0 < time <= window
        assert batch == 1 or batch * time <= budget


def test_order_and_lengths_are_kept():
    lengths = [3, 0, 700, 1, 512, 513, 0, 2427, 40]
    found = tag_rows([row_of(length) for length in lengths], LocalEngine(), ADDED)
    assert [len(row) for row in found] == lengths
    assert {row.dtype for row in found} == {np.dtype(np.int32)}


@pytest.mark.parametrize("rows", [[], [row_of(0)], [row_of(0)] * 3])
def test_empty_rows_never_reach_the_network(rows):
    engine = LocalEngine()
    assert [row.tolist() for row in tag_rows(rows, engine, ADDED)] == [[] for _ in rows]
    assert engine.shapes == []


@pytest.mark.parametrize("length", [512, 513, 1024, 6145, 7000])
def test_a_long_row_is_decoded_as_a_whole(length):
    # Among these are batches of a single window.
    row = row_of(length)
    found = tag_rows([row], LocalEngine(), ADDED)[0]
    assert score(row, found) == pytest.approx(score(row, decoded_alone(row)), abs=1e-6)


def test_a_row_whose_windows_do_not_agree_is_decoded_as_a_whole():
    row = np.array([2] + [1] * 1500, np.int32)
    found = tag_rows([row], told_by_the_first, Potentials.of(TAGS, None))[0]
    assert [TAGS[tag] for tag in found] == ["B-X"] + ["I-X"] * 1500


@pytest.mark.parametrize("length", [2001, 5000])
def test_a_row_in_blocks_is_tagged_as_a_whole(length):
    row, engine = row_of(length), LocalEngine()
    found = tag_rows([row], engine, ADDED, block=2000)[0]
    assert score(row, found) == pytest.approx(score(row, decoded_alone(row)), abs=1e-6)


@pytest.mark.slow
def test_blocks_that_do_not_agree_are_tagged_as_one():
    row = np.array([2] + [1] * 5000, np.int32)
    found = tag_rows([row], told_by_the_first, Potentials.of(TAGS, None), block=1000)[0]
    assert [TAGS[tag] for tag in found] == ["B-X"] + ["I-X"] * 5000


@given(st.lists(st.integers(513, 1500).map(row_of), min_size=1, max_size=3))
@settings(max_examples=10)
def test_long_rows_are_decoded_together_as_alone(rows):
    together = tag_rows(rows, LocalEngine(), ADDED)
    for row, found in zip(rows, together):
        assert score(row, found) == pytest.approx(score(row, decoded_alone(row)), abs=1e-6)


def test_a_window_that_is_alone_in_its_batch_is_stitched_unchanged():
    row = row_of(25)
    found = tag_rows([row], LocalEngine(), ADDED, window=10, overlap=2, budget=10)
    assert found[0].tolist() == decoded_alone(row)


def test_each_token_is_taken_from_the_window_that_shows_most_around_it():
    def reach(ids):
        # B-X where at least 4 tokens of the window lie at either side, else O.
        places = np.arange(ids.shape[1])
        emissions = np.zeros((*ids.shape, len(TAGS)), np.float32)
        emissions[..., 0] = 3.5
        emissions[..., 1] = np.minimum(places, places[::-1])
        return emissions

    found = tag_rows([row_of(29)], reach, Potentials.of(TAGS, None), window=13, overlap=8)[0]
    # Two windows share 8 tokens: only at the row's own ends is less than 4 around a token.
    assert found.tolist() == [0] * 4 + [1] * 21 + [0] * 4
