from functools import partial

import numpy as np
import pytest
from chains import TAG_SETS, legal_paths, potentials, probabilities
from hypothesis import given
from hypothesis import strategies as st

from nertag.decoding.lattice import Lattice
from nertag.decoding.potentials import Potentials
from nertag.decoding.spans import SpanReader
from nertag.tagging import probabilities as scoring
from nertag.tagging.probabilities import Look
from nertag.tagging.rows import Row
from nertag.tagging.windows import tag_rows
from nertag.text.tags import spans

TAGS = TAG_SETS[5]
TABLE = np.random.default_rng(0).normal(scale=2, size=(30, len(TAGS))).astype(np.float32)
ADDED = potentials(TAGS, np.random.default_rng(1))
READER = SpanReader(TAGS)


def engine(ids):
    """Emissions that depend on the token alone: what windows cut, none can see."""
    return TABLE[ids]


def row_of(length):
    return np.random.default_rng(length).integers(1, 30, length).astype(np.int32)


def look_at(rows, engine=engine, added=ADDED, **sizes):
    """Look at rows, with other sizes than nertag's, and with the paths that `tag_rows` finds."""
    same = partial(tag_rows, **sizes)
    with pytest.MonkeyPatch.context() as patch:
        for name, size in sizes.items():
            patch.setattr(scoring, name.upper(), size)
        patch.setattr(scoring, "tag_rows", same)
        lattice = Lattice(TAGS, added)
        rows = [Row(ids, np.zeros(len(ids), np.bool_)) for ids in rows]
        look = Look(rows, engine, lattice)
    return look, same(rows, engine, lattice)


def all_spans(length):
    ends = [(start, end) for start in range(length) for end in range(start + 1, length + 1)]
    return [(start, end, label) for start, end in ends for label in "XYZ"]


def same_paths(found, wanted):
    assert [path.tolist() for path in found] == [path.tolist() for path in wanted]
    assert {path.dtype for path in found} <= {np.dtype(np.int32)}


SMALL = {"window": 3, "overlap": 1, "budget": 8, "block": 100}
"""With these, rows of more than 3 tokens are put together from windows."""
rows = st.lists(st.integers(0, 90).map(row_of), max_size=8)


@given(rows, st.integers(3, 20), st.integers(0, 2), st.integers(1, 100), st.integers(1, 40))
def test_paths_are_those_of_tagging(rows, window, overlap, budget, more):
    sizes = {"window": window, "overlap": overlap, "budget": budget}
    look, wanted = look_at(rows, **sizes, block=max(window, 4 * overlap) + more)
    same_paths(look.paths, wanted)


@pytest.mark.parametrize("block", [32_768, 1500])
def test_paths_at_the_sizes_of_tagging(block):
    rows = [row_of(length) for length in (0, 1, 511, 512, 513, 0, 1499, 1500, 1501, 4000)]
    look, wanted = look_at(rows, block=block)
    same_paths(look.paths, wanted)


@pytest.mark.parametrize("rows", [[], [row_of(0)], [row_of(0)] * 3])
def test_nothing_to_look_at(rows):
    look, _ = look_at(rows, engine=None)
    assert [path.shape for path in look.paths] == [(0,)] * len(rows)
    assert look.probabilities([[]] * len(rows)) == [[]] * len(rows)
    assert [found.shape for found in look.marginals()] == [(0, len(TAGS))] * len(rows)
    for found in look.readings(3):
        assert [(path.tolist(), probability) for path, probability in found] == [([], 1.0)]
    assert len(look.readings(3)) == len(rows)


@pytest.mark.parametrize("sizes", [{}, SMALL], ids=["whole", "windows"])
@pytest.mark.parametrize("temperature", [1.0, 0.5, 3.0])
def test_all_is_as_looking_at_all_sequences_says(sizes, temperature):
    rows = [row_of(length) for length in (2, 0, 5, 1, 4, 3)]
    look, _ = look_at(rows, **sizes)
    asked = [all_spans(len(row)) for row in rows]
    of_spans = look.probabilities(asked, temperature)
    shares = look.marginals(temperature)
    readings = look.readings(len(legal_paths(TAGS, 5)), temperature)
    for n, row in enumerate(rows):
        if not len(row):
            continue
        wanted = probabilities(TABLE[row], TAGS, ADDED, temperature)
        for span, probability in zip(asked[n], of_spans[n]):
            holding = [p for path, p in wanted.items() if span in spans([TAGS[t] for t in path])]
            assert probability == pytest.approx(sum(holding), abs=1e-6)
        counted = np.zeros((len(row), len(TAGS)))
        for path, probability in wanted.items():
            counted[np.arange(len(row)), path] += probability
        np.testing.assert_allclose(shares[n], counted, atol=1e-6)
        found = {tuple(path.tolist()): probability for path, probability in readings[n]}
        assert found == pytest.approx(wanted, abs=1e-6)
        assert sum(found.values()) == pytest.approx(1)


def test_the_first_reading_is_the_path_and_none_behind_it_is_more_probable():
    rows = [row_of(length) for length in (0, 1, 30, 9, 700)]
    look, _ = look_at(rows)
    for path, one, more in zip(look.paths, look.readings(1), look.readings(4)):
        assert [found.tolist() for found, _ in one] == [path.tolist()]
        assert more[0][0].tolist() == path.tolist()
        shares = [probability for _, probability in more]
        assert one[0][1] == shares[0]
        assert shares == sorted(shares, reverse=True)
        assert len({tuple(found.tolist()) for found, _ in more}) == len(more)


@pytest.mark.parametrize("block", [32_768, 1500])
def test_marginals_of_long_rows_sum_to_1(block):
    rows = [row_of(length) for length in (513, 7, 0, 3000)]
    look, _ = look_at(rows, block=block)
    for row, found in zip(rows, look.marginals()):
        assert found.shape == (len(row), len(TAGS))
        np.testing.assert_allclose(found.sum(axis=1), 1, atol=1e-5)


@pytest.mark.slow
def test_pieces_give_what_the_whole_gives():
    row = row_of(5000)
    whole, _ = look_at([row_of(9), row])
    pieces, _ = look_at([row_of(9), row], block=1000)
    sizes = [(1, "X"), (2, "Y"), (10, "X")]
    asked = [[(3, 5, "X")], [(at, at + size, x) for at in range(4990) for size, x in sizes]]
    assert len(pieces._emitted) > 5
    for temperature in (1.0, 2.0):
        for first, second in zip(
            pieces.probabilities(asked, temperature), whole.probabilities(asked, temperature)
        ):
            np.testing.assert_allclose(first, second, atol=1e-6)
        for first, second in zip(pieces.marginals(temperature), whole.marginals(temperature)):
            np.testing.assert_allclose(first, second, atol=1e-6)
    readings = [[path.tolist() for path, _ in look.readings(2)[1]] for look in (pieces, whole)]
    assert readings[0] == readings[1]
    assert pieces.readings(2)[0][1][1] == whole.readings(2)[0][1][1]


def test_a_long_span_over_the_border_of_pieces():
    def sure(ids):  # token n is tag n - 1, and little else
        return 9 * np.eye(len(TAGS), dtype=np.float32)[ids - 1]

    begin, inside = TAGS.index("B-X") + 1, TAGS.index("I-X") + 1
    for start in (300, 480, 700, 860, 900):
        row = np.ones(2500, np.int32)
        row[start], row[start + 1 : start + 600] = begin, inside
        look, wanted = look_at([row], sure, Potentials.of(TAGS, None), block=1000)
        same_paths(look.paths, wanted)
        right, wrong = (start, start + 600, "X"), (start, start + 100, "X")
        assert READER.read(look.paths) == [[right]]
        ((of_right, of_wrong),) = look.probabilities([[right, wrong]])
        assert of_right > 0.7
        assert of_wrong < 0.01


def test_spans_are_answered_in_the_order_asked():
    rows = [row_of(length) for length in (4, 600, 2)]
    look, _ = look_at(rows)
    asked = [[(2, 4, "X"), (0, 1, "Y"), (0, 1, "Z")], [(599, 600, "Y"), (0, 3, "X")], []]
    found = look.probabilities(asked)
    assert [len(row) for row in found] == [3, 2, 0]
    for n, row in enumerate(asked):
        for i, span in enumerate(row):
            alone = [[], [], []]
            alone[n] = [span]
            assert look.probabilities(alone)[n] == [found[n][i]]
    assert found[0][2] == 0


def test_the_network_is_asked_once():
    calls = []

    def counting(ids):
        calls.append(ids.shape)
        return TABLE[ids]

    look, _ = look_at([row_of(length) for length in (3, 0, 700)], counting)
    before = list(calls)
    look.probabilities([[(0, 1, "X")], [], [(3, 9, "Y")]], 2.0)
    look.marginals()
    look.readings(2)
    assert calls == before
