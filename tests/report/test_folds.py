from report_tools import FOLDS, check_page, of_folds, page_of, results

from nertag.evaluation import Outcome
from nertag.report.folds import fold_heads, fold_rows


def test_each_label_has_a_row_with_mean_and_deviation():
    folds = [Outcome(gold, found, found, ["PER"]).scores() for gold, found in FOLDS]
    assert fold_heads(folds) == ["type", "fold 1", "fold 2", "mean", "deviation"]
    assert fold_rows(folds) == [
        ("LOC", ["–", "0.00", "0.00", "–"]),
        ("PER", ["100.00", "100.00", "100.00", "0.00"]),
        ("all", ["100.00", "66.67", "83.33", "23.57"]),
    ]


def test_the_page_has_the_folds_and_the_label_errors():
    page = check_page(page_of(of_folds(results()), charts=False))
    sections = [one["id"] for one in page.having("section")]
    assert sections[0] == "folds"
    assert sections.index("label_errors") == sections.index("mistakes") - 1
    assert "3 of 3 in dev<1>.bio; label-errors.jsonl has all" in page.text
    assert "66.67" in page.text


def test_a_page_of_one_model_has_neither():
    page = check_page(page_of(results(), charts=False))
    assert {"folds", "label_errors"} & {one["id"] for one in page.having("section")} == set()
    assert fold_rows([]) == []
