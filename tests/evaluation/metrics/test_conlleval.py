"""A table worked out by hand from conlleval's definition: https://aclanthology.org/W00-0726."""

import pytest

from nertag.evaluation import evaluate

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
    gold, found = tmp_path / "gold.bio", tmp_path / "found.bio"
    return evaluate(gold, predicted=found, tokens="word").to_dict()


def test_the_table_is_that_of_conlleval(scores):
    found = scores["conlleval"]
    assert {label: figures(row) for label, row in found["types"].items()} == TABLE
    assert figures(found["micro"]) == TOTAL


def test_strict_scores_pass_over_predictions_that_break_the_scheme(scores):
    found = scores["strict"]
    # Right, found and in gold: LOC 1 of 3 (a's I-LOC is none) and 2; ORG as above; PER 0 of 0.
    assert figures(found["types"]["LOC"]) == (33.33, 50.00, 40.00, 2)
    assert figures(found["types"]["ORG"]) == TABLE["ORG"]
    assert figures(found["types"]["PER"]) == (0, 0, 0, 1)
    assert figures(found["micro"]) == (40.00, 40.00, 40.00, 5)
