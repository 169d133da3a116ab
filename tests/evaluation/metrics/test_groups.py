from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import spans

from nertag.evaluation.metrics.counts import Counts, count
from nertag.evaluation.metrics.groups import by_frequency, by_label, by_length, by_seen, mentions
from nertag.text.sentence import Sentence

side = st.lists(spans(30, labels="XYZ"), min_size=3, max_size=3)


def sentence(text):
    return Sentence(text, range(len(text)), range(1, len(text) + 1))


@given(side, side)
def test_the_groups_together_are_all(gold, predicted):
    total = count(gold, predicted)
    sentences = [sentence("abcabcabcdefdefghighigjkljklmn")] * 3
    known = mentions(sentences[:1], gold[:1])
    for groups in (
        by_label(gold, predicted),
        by_length(gold, predicted),
        by_frequency(gold, predicted, {"X": 12, "Y": 1}),
        by_seen(sentences, gold, predicted, known),
    ):
        sums = [sum(column) for column in zip((0, 0, 0), *map(triple, groups.values()))]
        assert Counts(*sums) == total
        assert all(counts.predicted or counts.gold for counts in groups.values())


def triple(counts):
    return counts.correct, counts.predicted, counts.gold


@pytest.mark.parametrize(
    ("tokens", "name"),
    [
        (1, "1"),
        (5, "5"),
        (6, "6-7"),
        (7, "6-7"),
        (8, "8-10"),
        (15, "11-15"),
        (16, "16+"),
        (99, "16+"),
    ],
)
def test_lengths(tokens, name):
    assert by_length([[(1, 1 + tokens, "X")]], [[]]) == {name: Counts(0, 0, 1)}


def test_groups_of_lengths_are_in_order():
    gold = [[(0, 20, "X"), (20, 22, "X"), (22, 23, "X")]]
    predicted = [[(0, 20, "X"), (20, 22, "Y")]]
    assert list(by_length(gold, predicted).items()) == [
        ("1", Counts(0, 0, 1)),
        ("2", Counts(0, 1, 1)),
        ("16+", Counts(1, 1, 1)),
    ]


@pytest.mark.parametrize(
    ("times", "name"),
    [(0, "0"), (1, "1-9"), (9, "1-9"), (10, "10-99"), (2500, "1,000-9,999"), (10**6, "10,000+")],
)
def test_frequencies(times, name):
    found = by_frequency([[(0, 1, "X"), (1, 2, "Y")]], [[(0, 1, "X")]], {"X": times, "Y": times})
    assert found == {name: Counts(1, 1, 2)}


def test_a_label_that_training_does_not_have_is_of_frequency_0():
    assert by_frequency([[]], [[(0, 1, "X")]], Counter()) == {"0": Counts(0, 1, 0)}


def test_seen_is_the_text_and_the_label():
    training = [sentence("李雷在北京"), sentence("长江")]
    known = mentions(training, [[(0, 2, "PER"), (3, 5, "LOC")], [(0, 2, "LOC")]])
    assert known == {("李雷", "PER"), ("北京", "LOC"), ("长江", "LOC")}
    texts = [sentence("北京的长江"), sentence("王芳")]
    gold = [[(0, 2, "LOC"), (3, 5, "ORG")], [(0, 2, "PER")]]
    predicted = [[(0, 2, "LOC"), (3, 5, "LOC")], []]
    assert by_seen(texts, gold, predicted, known) == {
        "seen": Counts(1, 2, 1),
        "seen as another type": Counts(0, 0, 1),
        "unseen": Counts(0, 0, 1),
    }


def test_labels_of_either_side_are_told_apart():
    found = by_label([[(0, 1, "Y"), (1, 2, "X")]], [[(0, 1, "X"), (1, 2, "X")]])
    assert found == {"X": Counts(1, 2, 1), "Y": Counts(0, 0, 1)}
    assert list(found) == ["X", "Y"]
