import pytest
from report_tools import TEXT, empty, results, sentence

from nertag.evaluation.analysis import WORST, analyse
from nertag.evaluation.metrics.counts import Counts


def test_all_figures_are_of_the_same_spans():
    found = results()
    assert (found.sentences, found.tokens) == (2, 2 * len(TEXT))
    assert found.total == Counts(correct=2, predicted=10, gold=8)
    assert found.interval.f1 == found.total.f1
    for groups in (found.types, *found.groups.values()):
        assert sum(one.gold for one in groups.values()) == 8
        assert sum(one.correct for one in groups.values()) == 2
    assert found.schemas["strict"].f1 == pytest.approx(found.total.f1)
    assert sum(one.count for one in found.reliability) == 10
    assert found.confusion.counts[:-1].sum() == 8


def test_without_training_data_nothing_is_said_of_what_was_seen():
    assert list(results(training=False).groups) == ["length in tokens"]
    assert len(results().groups) == 3


def test_without_scores_there_is_no_reliability():
    found = results(scores=False)
    assert found.reliability == []
    assert {one.doubt for one in found.mistakes} == {None}


def test_the_worst_sentences_come_first():
    gold = [[(0, 1, "X")] * (n % 3 > 0) + [(3, 4, "X")] * (n % 3 > 1) for n in range(3 * WORST)]
    rows = [sentence(row, line=n + 1) for n, row in enumerate(gold)]
    found = analyse("f", "BIO", rows, [[] for _ in rows])
    assert len(found.worst) == WORST
    assert [one.mistakes for one in found.worst] == [2] * WORST
    assert found.worst[0].line == 3
    assert [entity.text for entity in found.worst[0].gold] == ["李", "北"]
    assert results(right=True).worst == []


def test_gold_that_breaks_its_scheme_cannot_be_found():
    row = sentence([(0, 2, "X")])
    from dataclasses import replace

    row = replace(row, tags=("I-X", *row.tags[1:]))
    assert analyse("f", "BIO", [row], [[(0, 2, "X")]]).total == Counts(0, 1, 0)


@pytest.mark.parametrize("entities", [True, False])
def test_there_may_be_nothing(entities):
    found = empty(entities)
    assert found.total == Counts(0, 0, entities)
    assert len(found.mistakes) == entities
    assert found.reliability == []
