import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_tools import sentence
from strategies import spans

from nertag.evaluation.metrics.counts import count
from nertag.evaluation.mistakes import CONTEXT, KINDS, find_mistakes, to_lines
from nertag.text.sentence import Entity

TEXT = "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz"


def found(gold, predicted, scores=None, text=TEXT):
    rows = [sentence(gold, text, line=7)]
    return find_mistakes(rows, [gold], [predicted], scores and [scores])


side = st.lists(spans(20, labels="XY"), min_size=2, max_size=2)


@given(side, side)
def test_what_is_not_right_is_in_one_mistake(gold, predicted):
    rows = [sentence(row, TEXT[:20]) for row in gold]
    mistakes = find_mistakes(rows, gold, predicted)
    for number in range(2):
        own = [one for one in mistakes if one.sentence == number]
        for row, other, entities in (
            (gold, predicted, [one.gold for one in own if one.gold]),
            (predicted, gold, [one.predicted for one in own if one.predicted]),
        ):
            wrong = [span for span in row[number] if span not in other[number]]
            assert sorted((e.start, e.end, e.label) for e in entities) == sorted(wrong)
    total = count(gold, predicted)
    wrong = total.gold + total.predicted - 2 * total.correct
    assert sum((one.gold is not None) + (one.predicted is not None) for one in mistakes) == wrong


@pytest.mark.parametrize(
    ("gold", "predicted", "kind"),
    [
        ([(0, 2, "X")], [], "missed"),
        ([], [(0, 2, "X")], "spurious"),
        ([(0, 2, "X")], [(0, 2, "Y")], "label"),
        ([(0, 2, "X")], [(1, 2, "X")], "boundary"),
        ([(0, 2, "X")], [(1, 2, "Y")], "label and boundary"),
    ],
)
def test_the_kinds(gold, predicted, kind):
    (one,) = found(gold, predicted)
    assert one.kind == kind
    assert kind in KINDS
    assert one.gold == (Entity(0, 2, "X", "ab") if gold else None)


def test_the_line_is_that_of_the_first_token():
    from dataclasses import replace

    row = replace(sentence([(2, 3, "X")], "abc"), line=7, lines=(7, 8, 9))
    (one,) = find_mistakes([row], [[(2, 3, "X")]], [[(1, 3, "X")]])
    assert one.line == 8


def test_the_context_is_around_both():
    (one,) = found([(24, 27, "X")], [(26, 29, "X")])
    assert one.context == (TEXT[24 - CONTEXT : 24], TEXT[24:29], TEXT[29 : 29 + CONTEXT])
    (one,) = found([(0, 1, "X")], [])
    assert one.context[0] == ""


def test_the_surest_come_first_and_what_is_missed_has_its_share():
    # Of what is missed the model is always surer.
    gold = [(0, 2, "X"), (3, 5, "X"), (6, 8, "X"), (9, 11, "X")]
    predicted = [(12, 14, "X"), (15, 17, "X")]
    scores = dict(zip([*gold, *predicted], [0.02, 0.01, 0.04, 0.03, 0.6, 0.8]))
    mistakes = found(gold, predicted, scores)
    doubts = [one.doubt for one in mistakes]
    assert doubts == pytest.approx([0.8, 0.99, 0.98, 0.6, 0.97, 0.96])


def test_of_a_pair_the_predicted_one_counts():
    gold, predicted = (0, 2, "X"), (0, 2, "Y")
    (one,) = found([gold], [predicted], {gold: 0.1, predicted: 0.7})
    assert (one.doubt, one.score, one.gold_score) == (0.7, 0.7, 0.1)


def test_without_scores_they_stand_in_the_order_of_the_text():
    rows = [sentence([(5, 6, "X")]), sentence([(0, 1, "X")])]
    predicted = [[(1, 2, "X"), (7, 8, "X")], []]
    mistakes = find_mistakes(rows, [[(5, 6, "X")], [(0, 1, "X")]], predicted)
    assert [(one.sentence, one.kind) for one in mistakes] == [
        (0, "spurious"),
        (0, "missed"),
        (0, "spurious"),
        (1, "missed"),
    ]
    assert {one.doubt for one in mistakes} == {None}


def test_json_lines():
    gold, predicted = (2, 4, "X"), (3, 5, "Y")
    (line,) = to_lines(found([gold], [predicted], {gold: 0.25, predicted: 0.5}, "今天<在>\n"), "f")
    assert line.endswith("\n")
    assert line.count("\n") == 1
    assert json.loads(line) == {
        "file": "f",
        "line": 7,
        "kind": "label and boundary",
        "doubt": 0.5,
        "before": "今天",
        "text": "<在>",
        "after": "\n",
        "gold": {"start": 2, "end": 4, "label": "X", "text": "<在", "score": 0.25},
        "predicted": {"start": 3, "end": 5, "label": "Y", "text": "在>", "score": 0.5},
    }
