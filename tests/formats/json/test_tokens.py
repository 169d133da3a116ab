import json

import pytest
from format_tools import odd, read, read_all, refused

from nertag.config import ReadingSettings
from nertag.formats.json import tokens
from nertag.formats.json.tokens import token_kind
from nertag.formats.rules import Rule
from nertag.formats.source import DATASET_INFO as INFO
from nertag.formats.source import Source

WORDS = ["Anna", "Muster", "visits", "Bern", "."]
TAGS = ["B-PER", "I-PER", "O", "B-LOC", "O"]
RECORD = {"id": "7", "tokens": WORDS, "ner_tags": TAGS}


def dumped(**more):
    return json.dumps(RECORD | more)


def test_tokens_with_their_tags():
    (found,) = read(tokens, dumped(), tokens="word")
    assert (found.words, list(found.tags), found.document) == (WORDS, TAGS, "7")
    assert found.text == "Anna Muster visits Bern ."


def test_the_text_says_where_blanks_stand():
    (found,) = read(tokens, dumped(text="Anna Muster visits Bern."), tokens="word")
    assert (found.words, found.text) == (WORDS, "Anna Muster visits Bern.")
    (found,), source = read_all(tokens, dumped(text="Anna visits Bern."), tokens="word")
    assert found.text == "Anna Muster visits Bern ."
    assert odd(source) == {Rule.UNSPELT_TEXT: (1, [1])}


def test_numbers_take_their_names_from_the_file_beside(tmp_path):
    path = tmp_path / "train.jsonl"
    path.write_text(dumped(ner_tags=[1, 2, 0, 3, 0]), encoding="utf-8")
    source = Source(path, ReadingSettings(tokens="word"))
    names = ["O", "B-PER", "I-PER", "B-LOC"]
    for feature in (
        {"feature": {"names": names, "_type": "ClassLabel"}, "_type": "Sequence"},
        {"feature": {"class_label": {"names": names}}},
    ):
        info = {"features": {"ner_tags": feature}}
        (tmp_path / INFO).write_text(json.dumps(info), encoding="utf-8")
        (found,) = tokens.read(source)
        assert list(found.tags) == TAGS


def test_the_layer_names_the_key_of_the_tags():
    (found,) = read(tokens, dumped(ner_tags=[], fine=TAGS[::-1]), tokens="word", layer="fine")
    assert list(found.tags) == TAGS[::-1]


def test_other_lists_are_named_as_not_read():
    _, source = read_all(tokens, dumped(pos_tags=WORDS), tokens="word")
    assert odd(source) == {"the key 'pos_tags' is not read": (1, [1])}


def test_what_the_tokens_are(tmp_path):
    path = tmp_path / "a.jsonl"
    for text, kind in (("北京好", "char"), (WORDS, "word")):
        path.write_text(json.dumps({"tokens": list(text), "tags": []}), encoding="utf-8")
        assert token_kind(Source(path)) == kind


@pytest.mark.parametrize(
    ("record", "message"),
    [
        ({"tokens": ["a"]}, "no list of tags under 'ner_tags' or .*its keys are 'tokens'"),
        ({"tokens": ["a"], "ner_tags": []}, "'tokens' and 'ner_tags' are not lists of the same"),
        ({"ner_tags": ["O"]}, "'tokens' and 'ner_tags' are not lists"),
        ({"tokens": ["a"], "ner_tags": [3]}, f"are numbers, their names are not known .*{INFO}"),
        (
            {"tokens": ["a"], "ner_tags": ["X"]},
            "token 1 has 'X' under 'ner_tags', expected O or a tag",
        ),
        ({"tokens": [1], "ner_tags": ["O"]}, "token 1 is 1, expected a text"),
        (3, "has no list of tags"),
    ],
)
def test_errors_name_the_line(record, message):
    refused(tokens, f"\n{json.dumps(record)}\n", message, 2)


def test_numbers_take_their_names_from_a_setting():
    names = "O,B-PER,I-PER,B-LOC"
    (found,) = read(tokens, dumped(ner_tags=[1, 2, 0, 3, 0]), tokens="word", tag_names=names)
    assert list(found.tags) == TAGS
    refused(
        tokens,
        dumped(ner_tags=[9, 2, 0, 3, 0]),
        "the tag 9 of token 1 is not one of the 4",
        1,
        tag_names=names,
    )
