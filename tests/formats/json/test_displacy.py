import json

from format_tools import (
    crossing_sentences,
    marked,
    mutated,
    odd,
    read,
    read_all,
    read_or_refuse,
    written,
)
from hypothesis import given

from nertag.formats.json import displacy

RECORD = {"text": "Anna visits Bern.", "ents": [{"start": 0, "end": 4, "label": "PER"}]}
EXPECTED = marked(RECORD["text"], [(0, 4, "PER")])


def test_a_record():
    assert read(displacy, json.dumps(RECORD)) == [EXPECTED]


def test_a_doc_of_spacy_as_json():
    more = {"tokens": [{"id": 0, "start": 0, "end": 4}], "sents": [{"start": 0, "end": 17}]}
    assert read(displacy, json.dumps(RECORD | more)) == [EXPECTED]


def test_a_title_is_named_as_not_read():
    found, source = read_all(displacy, json.dumps(RECORD | {"title": "News"}))
    assert found == [EXPECTED]
    assert odd(source) == {"the key 'title' is not read": (1, [1])}


@given(crossing_sentences(told=True))
def test_what_is_written_is_read_back(texts):
    content, source = written(displacy, texts)
    assert read(displacy, content) == texts
    assert odd(source) == {}


@given(mutated(crossing_sentences().map(lambda x: written(displacy, x)[0])))
def test_a_broken_file_is_texts_or_a_data_error(content):
    read_or_refuse(displacy, content)
