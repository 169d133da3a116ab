"""What a file says beyond its entities goes through `convert`, or is named."""

import json

import pytest

from nertag.config import reading_from
from nertag.corpus import convert
from nertag.formats.registry import FORMATS
from nertag.formats.rules import Rule

TEXT = "Anna in Bern"
META = {"page": 3, "source": {"name": "a"}}
RECORD = {"id": 7, "text": TEXT, "meta": META, "comments": ["c"]}
SPAN = {"start": 8, "end": 12, "label": "LOC", "text": "Bern", "score": 0.875}
OBJECTS = ("doccano", "prodigy", "displacy", "cluener")
"""Formats whose records are objects with keys of any name."""


def converted(folder, content, to, **settings):
    """What `convert` writes, and the rules that it noted."""
    path, out = folder / "in.json", folder / f"out{''.join(FORMATS[to].suffixes[:1])}"
    path.write_text(json.dumps(content), encoding="utf-8")
    done = convert(path, out, reading_from(settings), to=to)
    assert done.entities == 1
    return out.read_text(encoding="utf-8"), {oddity.rule for oddity in done.source.oddities}


@pytest.mark.parametrize("to", OBJECTS)
@pytest.mark.parametrize("id", [7, "7", 0, "a"])
def test_ids_keep_their_type_and_meta_is_kept(tmp_path, to, id):
    record = RECORD | {"id": id, "entities": [SPAN]}
    written, rules = converted(tmp_path, record, to)
    found = json.loads(written)
    assert (found["id"], found["meta"], found["comments"]) == (id, META, ["c"])
    assert rules == (set() if to in ("prodigy", "displacy") else {Rule.SCORE_NOT_HELD})


@pytest.mark.parametrize("key", ["spans", "ents"])
def test_scores_are_kept_as_those_of_spans(tmp_path, key):
    to = {"spans": "prodigy", "ents": "displacy"}[key]
    written, _ = converted(tmp_path, RECORD | {"entities": [SPAN]}, to)
    again, _ = converted(tmp_path, json.loads(written), to, format=to)
    assert json.loads(again)[key] == [{"start": 8, "end": 12, "label": "LOC", "score": 0.875}]


def test_label_studio_has_a_place_for_all(tmp_path):
    written, rules = converted(tmp_path, RECORD | {"entities": [SPAN]}, "label-studio")
    assert rules == set()
    ((task),) = json.loads(written)
    assert task["data"] == {"text": TEXT, "id": 7, "comments": ["c"], **META}
    (prediction,) = task["predictions"]
    assert (prediction["score"], prediction["model_version"]) == (0.875, "nertag")
    assert prediction["result"][0]["score"] == 0.875
    written, _ = converted(tmp_path, json.loads(written), "doccano")
    assert json.loads(written) == {
        "text": TEXT,
        "label": [[8, 12, "LOC"]],
        "id": 7,
        "meta": META,
        "comments": ["c"],
    }


def test_predictions_keep_their_model_and_score(tmp_path):
    value = {"start": 8, "end": 12, "text": "Bern", "labels": ["LOC"]}
    result = {"type": "labels", "from_name": "label", "to_name": "text", "value": value}
    rating = {"model_version": "mine", "score": 0.5}
    prediction = rating | {"result": [result | {"score": 0.25}]}
    task = {"id": 3, "data": {"text": TEXT, "url": "u"}, "predictions": [prediction]}
    written, rules = converted(tmp_path, [task], "label-studio")
    assert rules == {Rule.PREDICTIONS_USED}
    ((found),) = json.loads(written)
    assert found["data"] == {"text": TEXT, "id": 3, "url": "u"}
    assert found["predictions"] == [rating | {"result": [result | {"id": "1", "score": 0.25}]}]


def test_json_min_keeps_what_else_it_says(tmp_path):
    task = {"id": 3, "text": TEXT, "page": 2, "label": [SPAN | {"labels": ["LOC"]}]}
    written, _ = converted(tmp_path, [task], "doccano")
    assert json.loads(written) == {
        "text": TEXT,
        "label": [[8, 12, "LOC"]],
        "id": 3,
        "meta": {"page": 2},
    }


@pytest.mark.parametrize("to", ["columns", "spacy", "brat", "inline", "xml", "segmented", "html"])
def test_what_has_no_place_is_named(tmp_path, to):
    _, rules = converted(tmp_path, {"id": 7, "text": TEXT, "entities": [SPAN]}, to)
    assert rules >= {Rule.NOT_HELD, Rule.SCORE_NOT_HELD}


def test_the_names_of_documents_have_no_place_in_columns(tmp_path):
    path, out = tmp_path / "in.jsonl", tmp_path / "out.conll"
    path.write_text(json.dumps({"id": "a", "text": TEXT, "entities": []}), encoding="utf-8")
    assert [one.rule for one in convert(path, out, reading_from({})).source.oddities] == [
        Rule.NOT_HELD
    ]
    content = "-DOCSTART-\tO\n\nb\tO\n\n-DOCSTART-\tO\n\nc\tO\n\n"
    path.write_text(content, encoding="utf-8")
    assert [one.rule for one in convert(path, out, reading_from({})).source.oddities] == [
        Rule.DOCUMENT
    ]
    assert out.read_text(encoding="utf-8") == content


def test_comments_of_columns_are_written(tmp_path):
    content = "# id a\n# b\nAnna\tB-PER\n\nBern\tO\n\n"
    path, out = tmp_path / "in.conll", tmp_path / "out.conll"
    path.write_text(content, encoding="utf-8")
    convert(path, out, reading_from({}), tokens="word")
    assert out.read_text(encoding="utf-8") == content
