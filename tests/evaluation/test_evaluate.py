import re
from types import SimpleNamespace

import pytest
from tiny import sentences, write

from nertag.config import ReadingSettings, settings_from
from nertag.corpus.convert import convert
from nertag.errors import DataError
from nertag.evaluation import compare, evaluate, training_gold
from nertag.text.tags import spans


def without(rows, label, every=1):
    """The rows as a tool gives them that misses a label in every so many of the rows."""
    return [
        [(c, "O" if tag[2:] == label and number % every == 0 else tag) for c, tag in row]
        for number, row in enumerate(rows)
    ]


@pytest.fixture
def files(tmp_path):
    rows = sentences(60)
    return (
        write(tmp_path / "a.bio", without(rows, "PER")),
        write(tmp_path / "b.bio", without(rows, "LOC", every=3)),
        write(tmp_path / "gold.bio", rows),
    )


def test_both_are_scored_as_evaluate_scores_them(files):
    *predicted, gold = files
    found = compare(*files).to_dict()
    assert (found["sentences"], found["scheme"]) == (60, "BIO")
    for name, path in zip(("first", "second"), predicted):
        micro = evaluate(gold, predicted=path).to_dict()["strict"]["micro"]
        assert found[name]["path"] == str(path)
        for figure in ("precision", "recall", "f1"):
            assert found[name][figure] == pytest.approx(micro[figure])
        assert found[name]["low"] < micro["f1"] < found[name]["high"]


def test_the_difference_is_the_second_less_the_first(files):
    first, second, gold = files
    found = compare(first, second, gold).to_dict()
    difference = found["difference"]
    assert difference["f1"] == pytest.approx(found["second"]["f1"] - found["first"]["f1"])
    assert 0 < difference["low"] < difference["f1"] < difference["high"]
    assert difference["p"] < 0.001
    back = compare(second, first, gold).to_dict()["difference"]
    assert back["f1"] == -difference["f1"]
    assert back["high"] < 0


@pytest.mark.parametrize(("unit", "entity"), [("utf16", "北京"), ("codepoint", "京开")])
def test_offsets_count_as_they_did_in_training_if_nothing_is_said(tmp_path, unit, entity):
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "😀北京开会", "label": [[2, 4, "LOC"]]}\n', encoding="utf-8")
    tagger = SimpleNamespace(settings=settings_from({"offset_unit": unit}))
    (sentence,) = training_gold(path, tagger).sentences
    ((start, end, _),) = spans(sentence.tags)
    assert sentence.text[start:end] == entity
    (plain,) = training_gold(path, tagger, offset_unit="codepoint").sentences
    assert spans(plain.tags)[0][:2] == (2, 4)


def test_gold_that_breaks_its_scheme_cannot_be_found(tmp_path):
    gold, found = tmp_path / "gold.bio", tmp_path / "found.bio"
    gold.write_text("a\tB-X\nb\tO\nc\tI-X\n", encoding="utf-8")
    found.write_text("a\tB-X\nb\tO\nc\tB-X\n", encoding="utf-8")
    scores = compare(found, found, gold, scheme="BIO").first
    assert (scores.precision, scores.recall) == (0.5, 1)


@pytest.mark.parametrize("place", [0, 1])
def test_the_texts_must_be_the_same(files, tmp_path, place):
    *predicted, gold = files
    rows = sentences(60)
    rows[1][0] = ("它", "O")
    predicted[place] = write(tmp_path / "other.bio", rows)
    with pytest.raises(
        DataError, match=re.escape(f"other.bio:8: these are not the tokens of {gold}:8")
    ):
        compare(*predicted, gold)
    predicted[place] = write(tmp_path / "short.bio", sentences(59))
    with pytest.raises(DataError, match=re.escape(f"short.bio: 59 sentences where {gold} has 60")):
        compare(*predicted, gold)


def test_each_file_may_be_of_a_format_of_its_own(files, tmp_path):
    first, second, gold = files
    other = tmp_path / "b.jsonl"
    convert(second, other, ReadingSettings())
    assert compare(first, other, gold).second.f1 == compare(*files).second.f1
