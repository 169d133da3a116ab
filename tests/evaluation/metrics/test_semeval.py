from dataclasses import astuple
from importlib.util import find_spec

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import spans

from nertag.evaluation.metrics.counts import count
from nertag.evaluation.metrics.semeval import SCHEMAS, Tally, semeval

side = st.lists(spans(9, labels="XYZ"), min_size=3, max_size=3)

# The cases of https://aclanthology.org/S13-2056, each with what it is under strict, exact, partial
# and type: correct, incorrect, partial, missed, spurious.
RIGHT, WRONG, HALF, MISSED, SPURIOUS = ((*(int(i == n) for i in range(5)),) for n in range(5))
CASES = [
    ([(0, 2, "X")], [(0, 2, "X")], (RIGHT, RIGHT, RIGHT, RIGHT)),
    ([(0, 2, "X")], [(0, 2, "Y")], (WRONG, RIGHT, RIGHT, WRONG)),
    ([(0, 2, "X")], [(0, 3, "X")], (WRONG, WRONG, HALF, RIGHT)),
    ([(0, 2, "X")], [(1, 3, "Y")], (WRONG, WRONG, HALF, WRONG)),
    ([(0, 2, "X")], [], (MISSED,) * 4),
    ([], [(0, 2, "X")], (SPURIOUS,) * 4),
]


@pytest.mark.parametrize(("gold", "predicted", "wanted"), CASES)
def test_each_kind_of_error(gold, predicted, wanted):
    tallies = semeval([gold], [predicted])
    assert tuple(tallies) == tuple(SCHEMAS)
    assert tuple(map(astuple, tallies.values())) == wanted


def test_figures():
    tally = Tally(correct=3, incorrect=1, partial=2, missed=2, spurious=4)
    assert tally.precision == pytest.approx(4 / 10)
    assert tally.recall == pytest.approx(4 / 8)
    assert tally.f1 == pytest.approx(2 * 0.4 * 0.5 / 0.9)


def test_nothing_to_divide_by():
    for tally in semeval([[]], [[]]).values():
        assert (tally.precision, tally.recall, tally.f1) == (0, 0, 0)


@given(side, side)
def test_strict_is_the_score_that_is_counted_elsewhere(gold, predicted):
    strict, counts = semeval(gold, predicted)["strict"], count(gold, predicted)
    assert strict.correct == counts.correct
    assert (strict.precision, strict.recall) == (counts.precision, counts.recall)
    assert strict.f1 == pytest.approx(counts.f1)


def test_as_many_sentences_on_both_sides():
    with pytest.raises(ValueError, match="zip"):
        semeval([[]], [])


if find_spec("nervaluate"):  # for Python 3.11 and later
    from nervaluate import Evaluator

    def as_dicts(rows):
        return [
            [{"start": start, "end": end - 1, "label": label} for start, end, label in row]
            for row in rows
        ]

    @given(side, side)
    def test_equals_nervaluate(gold, predicted):
        found = Evaluator(
            as_dicts(gold), as_dicts(predicted), list("XYZ"), loader="dict"
        ).evaluate()
        wanted = {("type" if k == "ent_type" else k): v for k, v in found["overall"].items()}
        tallies = semeval(gold, predicted)
        assert wanted.keys() == tallies.keys()
        for schema, tally in tallies.items():
            for name in ("correct", "incorrect", "partial", "missed", "spurious"):
                assert getattr(tally, name) == getattr(wanted[schema], name)
            for name in ("precision", "recall", "f1"):
                assert getattr(tally, name) == pytest.approx(getattr(wanted[schema], name))
