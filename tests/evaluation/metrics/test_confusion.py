from collections import Counter

from hypothesis import given
from hypothesis import strategies as st
from strategies import spans

from nertag.evaluation.metrics.confusion import confusion
from nertag.evaluation.metrics.semeval import semeval

side = st.lists(spans(9, labels="XYZ"), min_size=3, max_size=3)


@given(side, side)
def test_rows_hold_all_gold_and_columns_all_predicted(gold, predicted):
    found = confusion(gold, predicted)
    labels = [Counter(label for row in rows for _, _, label in row) for rows in (gold, predicted)]
    assert found.labels == tuple(sorted(labels[0] | labels[1]))
    assert found.counts.sum(axis=1)[:-1].tolist() == [labels[0][name] for name in found.labels]
    assert found.counts.sum(axis=0)[:-1].tolist() == [labels[1][name] for name in found.labels]
    assert found.counts[-1, -1] == 0


@given(side, side)
def test_it_takes_the_schema_type_apart(gold, predicted):
    counts, tally = confusion(gold, predicted).counts, semeval(gold, predicted)["type"]
    right = counts[:-1, :-1].trace()
    assert right == tally.correct
    assert counts[:-1, :-1].sum() - right == tally.incorrect
    assert (counts[:, -1].sum(), counts[-1].sum()) == (tally.missed, tally.spurious)


def test_a_table_worked_out_by_hand():
    gold = [[(0, 2, "PER"), (3, 5, "LOC"), (6, 7, "LOC")], [(0, 1, "ORG")], []]
    predicted = [[(0, 2, "PER"), (4, 5, "ORG")], [(0, 1, "LOC")], [(2, 3, "")]]
    found = confusion(gold, predicted)
    assert found.labels == ("", "LOC", "ORG", "PER")
    assert found.counts.tolist() == [
        [0, 0, 0, 0, 0],
        [0, 0, 1, 0, 1],
        [0, 1, 0, 0, 0],
        [0, 0, 0, 1, 0],
        [1, 0, 0, 0, 0],
    ]


def test_nothing_at_all():
    found = confusion([[], []], [[], []])
    assert (found.labels, found.counts.tolist()) == ((), [[0]])
