"""A table worked out by hand from conlleval's definition: https://aclanthology.org/W00-0726."""

import pytest

from nertag.evaluation.evaluate import evaluate_predictions

# token, gold, predicted. A predicted I- with no B- before it opens an entity, as in conlleval.
ROWS = """
U.N. B-ORG B-ORG
official O O
Ekeus B-PER I-PER
heads O O
for O O
Baghdad B-LOC B-LOC

New B-LOC B-LOC
York I-LOC B-LOC

Al B-ORG B-ORG
Ahram I-ORG I-PER

a O I-LOC
"""

# Right, found and in gold: LOC 1 of 4 (Baghdad, New, York, a) and 2; ORG 1 of 2 (U.N., Al) and 2;
# PER 1 of 2 (Ekeus, Ahram) and 1; together 3 of 8 and 5.
TABLE = {
    "LOC": (25.00, 50.00, 33.33, 2),
    "ORG": (50.00, 50.00, 50.00, 2),
    "PER": (50.00, 100.00, 66.67, 1),
}
TOTAL = (37.50, 60.00, 46.15, 5)


def figures(row):
    return (*(round(100 * row[name], 2) for name in ("precision", "recall", "f1")), row["support"])


@pytest.fixture
def scores(tmp_path):
    for name, column in (("gold.bio", 1), ("found.bio", 2)):
        lines = [line.split() for line in ROWS.strip().split("\n")]
        text = "\n".join(f"{line[0]}\t{line[column]}" if line else "" for line in lines)
        (tmp_path / name).write_text(text + "\n", encoding="utf-8")
    return evaluate_predictions(tmp_path / "gold.bio", tmp_path / "found.bio", tokens="word")


def test_the_table_is_that_of_conlleval(scores):
    found = scores["conlleval"]
    assert {label: figures(row) for label, row in found["types"].items()} == TABLE
    assert figures(found["micro"]) == TOTAL


def test_gold_that_is_legal_reads_the_same_in_strict(scores):
    assert scores["strict"] == scores["conlleval"]
