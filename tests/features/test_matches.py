import numpy as np
import pytest
from feature_tools import ID_LISTS, ROWS, brute_matches, padded, ragged, unlike
from hypothesis import given

from nertag.features.matches import FEW, Matches, WordFinder


def found(words, ids):
    """All matches as (word, row, start in the row, end in the row), sorted."""
    matches = WordFinder(ragged(words)).find(ids)
    time = ids.shape[1]
    return sorted(
        (word, start // time, start % time, end - start // time * time)
        for word, start, end in zip(matches.word, matches.start, matches.end)
    )


def places(*triples):
    """Matches from (word, start, end)."""
    numbers = np.array(triples, np.intp).reshape(-1, 3)
    return Matches(numbers[:, 0], numbers[:, 1], numbers[:, 2])


@given(ID_LISTS, ROWS)
def test_all_words_in_all_rows(words, rows):
    wanted = sorted(
        (word, row, start, end)
        for row, ids in enumerate(rows)
        for word, start, end in brute_matches(words, ids)
    )
    assert found(words, padded(rows)) == wanted


@pytest.mark.parametrize(
    ("words", "row"),
    [
        ([[5], [5, 6]], [5]),
        ([[5, 6]], [5]),
        ([[7]], [5, 6]),
        ([], [5, 6]),
        ([[5, 6], [5, 6]], [5, 6, 5, 6]),
        ([[5, 5], [5]], [5, 5, 5]),
    ],
)
def test_short_rows_no_match_no_words_and_words_given_twice(words, row):
    wanted = [(word, 0, start, end) for word, start, end in sorted(brute_matches(words, row))]
    assert found(words, np.array([row], np.int32)) == wanted


@pytest.mark.parametrize("shape", [(0, 3), (2, 0), (3, 4)])
def test_rows_that_hold_nothing(shape):
    assert found([[5], [6, 7]], np.zeros(shape, np.int32)) == []


def test_ids_that_no_code_point_has():
    ids = np.arange(0xD7F0, 0xE810, dtype=np.int32)
    words = [[number] for number in ids.tolist()] + [[0xD7FF, 0xD800], [0xDFFF, 0xE000, 0xE001]]
    wanted = [(number, 0, number, number + 1) for number in range(len(ids))]
    wanted += [(len(ids), 0, 15, 17), (len(ids) + 1, 0, 0xDFFF - 0xD7F0, 0xE002 - 0xD7F0)]
    assert found(words, ids[None]) == wanted


def test_no_word_reaches_from_a_row_into_the_next():
    assert found([[5, 6], [6, 5]], np.array([[5, 6], [5, 6]], np.int32)) == [
        (0, 0, 0, 2),
        (0, 1, 0, 2),
    ]


@given(ID_LISTS, ROWS)
def test_outermost_are_those_that_no_longer_one_covers(words, rows):
    ids = padded(rows)
    matches = WordFinder(ragged(unlike(words))).find(ids)
    every = list(zip(matches.word.tolist(), matches.start.tolist(), matches.end.tolist()))
    wanted = [
        (word, start, end)
        for word, start, end in every
        if not any(
            first <= start and end <= last and last - first > end - start
            for _, first, last in every
        )
    ]
    kept = matches.outermost()
    assert list(zip(kept.word.tolist(), kept.start.tolist(), kept.end.tolist())) == wanted


def test_outermost_whatever_the_order():
    outer = [(0, 2, 6), (1, 4, 8), (2, 9, 10)]
    inner = [(3, 2, 4), (4, 4, 6), (5, 5, 8), (6, 3, 5)]
    for seed in range(20):
        mixed = np.random.default_rng(seed).permutation([*outer, *inner])
        kept = places(*mixed).outermost()
        assert sorted(zip(kept.word, kept.start, kept.end)) == outer
    assert len(places().outermost()) == 0


@pytest.mark.parametrize("length", [1, 2, 3, 6])
def test_the_sets_of_each_place(length):
    begin, middle, end, single = range(4)
    match, slot = places((7, 3, 3 + length), (8, 0, 2)).sets()
    kinds = [begin, *[middle] * (length - 2), end] if length > 1 else [single]
    wanted = [(0, 3 + step, kind) for step, kind in enumerate(kinds)]
    assert list(zip(match, slot // 4, slot % 4)) == [*wanted, (1, 0, begin), (1, 1, end)]


def test_no_matches_take_no_place():
    assert [part.tolist() for part in places().sets()] == [[], []]


def test_some_of_the_matches():
    matches = places((0, 1, 2), (1, 3, 5), (2, 4, 6))
    kept = matches.where(np.array([True, False, True]))
    assert list(zip(kept.word, kept.start, kept.end)) == [(0, 1, 2), (2, 4, 6)]


@given(ID_LISTS, ROWS)
def test_the_first_call_finds_what_later_ones_find(words, rows):
    finder, ids = WordFinder(ragged(words)), padded(rows)
    first, second, third = (finder.find(ids) for _ in range(3))
    for later in (second, third):
        assert sorted(zip(*map(list, vars(first).values()))) == sorted(
            zip(*map(list, vars(later).values()))
        )


def test_many_ids_come_first():
    words = [[5, 6], [6], [5, 6, 7]]
    ids = np.tile(np.array([5, 6, 7, 8], np.int32), (1, FEW))
    assert len(WordFinder(ragged(words)).find(ids)) == 3 * FEW
