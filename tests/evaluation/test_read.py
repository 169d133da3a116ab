import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from seqeval.metrics import f1_score
from seqeval.scheme import IOB2, IOBES

from nertag.config import ReadingSettings
from nertag.errors import DataError
from nertag.evaluation.evaluate import found_by_tool
from nertag.evaluation.read import read_gold, read_predictions


def columns(path, rows):
    lines = "".join("".join(f"x\t{tag}\n" for tag in row) + "\n" for row in rows)
    path.write_text(lines, encoding="utf-8")
    return path


def tags(letters):
    return st.sampled_from(["O", *(f"{letter}-{label}" for letter in letters for label in "XY")])


@st.composite
def pairs(draw, letters):
    """Sentences of random tags, gold and predicted, none of which keep to a scheme."""
    lengths = draw(st.lists(st.integers(1, 6), min_size=1, max_size=6))
    return [
        [draw(st.lists(tags(letters), min_size=length, max_size=length)) for length in lengths]
        for _ in range(2)
    ]


def check_against_seqeval(folder, both, name, scheme):
    gold, predicted = (columns(folder / n, rows) for n, rows in zip(("g.bio", "p.bio"), both))
    scores = found_by_tool(gold, predicted, tokens="word", scheme=name).scores()
    assert scores.conlleval.micro.f1 == pytest.approx(f1_score(*both, zero_division=0))
    strict = f1_score(*both, mode="strict", scheme=scheme, zero_division=0)
    assert scores.strict.micro.f1 == pytest.approx(strict)


@settings(deadline=None)
@given(pairs("BI"))
def test_strict_scores_are_those_of_seqeval_in_bio(tmp_path_factory, both):
    check_against_seqeval(tmp_path_factory.mktemp("bio"), both, "BIO", IOB2)


@settings(deadline=None)
@given(pairs("BIES"))
def test_strict_scores_are_those_of_seqeval_in_bioes(tmp_path_factory, both):
    check_against_seqeval(tmp_path_factory.mktemp("bioes"), both, "BIOES", IOBES)


def test_predictions_that_break_the_scheme_are_counted(tmp_path):
    gold = columns(tmp_path / "gold.conll", [["B-PER", "O", "O"], ["O", "B-LOC", "I-LOC"]])
    predicted = columns(tmp_path / "pred.conll", [["B-PER", "O", "I-LOC"], ["O", "B-LOC", "I-LOC"]])
    scores = found_by_tool(gold, predicted, tokens="word", scheme="BIO").scores()
    assert scores.f1 == 1
    assert scores.conlleval.micro.f1 == pytest.approx(0.8)
    assert scores.notes == (
        f"{predicted}: 1 predicted tags break BIO: no entity in the strict scores, an entity in "
        "the conlleval scores",
    )


def test_what_a_reader_repaired_is_told(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "北京", "label": [[0, 2, "LOC"], [0, 2, "LOC"]]}\n', encoding="utf-8")
    gold = read_gold(path, ReadingSettings())
    assert len(gold.notes) == 1
    assert gold.notes[0].startswith(f"{path}: 1 times: ")
    assert "twice" in gold.notes[0]


def test_other_texts_are_no_predictions(tmp_path):
    gold = read_gold(columns(tmp_path / "g.bio", [["B-X"], ["O"]]), ReadingSettings())
    fewer = columns(tmp_path / "p.bio", [["B-X"]])
    with pytest.raises(DataError, match=r"1 sentences where .*g\.bio has 2"):
        read_predictions(fewer, gold, ReadingSettings())
