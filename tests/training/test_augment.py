import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from nertag.features.encode import Rows
from nertag.training.augment import MentionReplacer

TAGS = ("O", "B-X", "I-X", "B-Y", "I-Y")
# Ids tell where a token is from: mentions of X have ids from 100, of Y from 200, others below.
IDS = [[1, 100, 101, 2], [200, 3], [4, 5], [102, 201, 202, 203], [103]]
GOLD = [[0, 1, 2, 0], [3, 0], [0, 0], [1, 3, 4, 4], [1]]
ROWS = Rows(
    np.concatenate(IDS).astype("i4"),
    np.concatenate(GOLD).astype("i4"),
    np.cumsum([0, *map(len, IDS)]),
)
MENTIONS = {"X": {(100, 101), (102,), (103,)}, "Y": {(200,), (201, 202, 203)}}


def parts(rows):
    borders = rows.offsets[1:-1]
    return list(zip(np.split(rows.ids, borders), np.split(rows.tags, borders)))


@given(rate=st.floats(0, 1), seed=st.integers(0, 100))
def test_mentions_are_replaced_by_mentions_of_their_label(rate, seed):
    found = MentionReplacer(ROWS, TAGS, rate).variant(np.random.default_rng(seed))
    assert len(found) == len(ROWS)
    for (ids, tags), before in zip(parts(found), IDS):
        assert [i for i in ids if i < 100] == [i for i in before if i < 100]
        place = 0
        while place < len(ids):
            end = place + 1
            if tags[place] == 0:
                assert ids[place] < 100
            else:
                assert tags[place] in (1, 3)
                while end < len(ids) and tags[end] == tags[place] + 1:
                    end += 1
                assert tuple(ids[place:end]) in MENTIONS["X" if tags[place] == 1 else "Y"]
            place = end


def test_nothing_changes_at_a_rate_of_0():
    assert MentionReplacer(ROWS, TAGS, 0.0).variant(np.random.default_rng(0)) is ROWS


def test_half_of_the_mentions_change_at_a_rate_of_1():
    replacer = MentionReplacer(ROWS, TAGS, 1.0)
    rng = np.random.default_rng(0)
    kept = np.mean([parts(replacer.variant(rng))[4][0][0] == 103 for _ in range(2000)])
    assert abs(kept - (1 / 2 + 1 / 2 / 3)) < 0.05


def test_the_same_generator_gives_the_same():
    replacer = MentionReplacer(ROWS, TAGS, 0.8)
    first, again = (replacer.variant(np.random.default_rng(3)) for _ in range(2))
    np.testing.assert_array_equal(first.ids, again.ids)
    np.testing.assert_array_equal(first.tags, again.tags)
