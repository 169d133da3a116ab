import json
from dataclasses import replace

from format_tools import (
    crossing_sentences,
    marked,
    mutated,
    odd,
    read,
    read_all,
    read_or_refuse,
    refused,
    written,
)
from hypothesis import given

from nertag.formats.json import prodigy

RECORD = {
    "text": "Anna Muster visits Bern.",
    "tokens": [{"text": "Anna", "start": 0, "end": 4, "id": 0}],
    "spans": [
        {"start": 0, "end": 11, "label": "PER", "token_start": 0, "token_end": 1},
        {"start": 19, "end": 23, "label": "LOC"},
    ],
    "_view_id": "ner_manual",
    "_input_hash": -17,
    "answer": "accept",
}
EXPECTED = marked(RECORD["text"], [(0, 11, "PER"), (19, 23, "LOC")])


def test_a_record_of_db_out():
    assert read(prodigy, json.dumps(RECORD)) == [EXPECTED]


def test_what_was_not_accepted_is_ignored_and_counted():
    answers = ["accept", "reject", "ignore", "reject"]
    lines = "\n".join(json.dumps(RECORD | {"answer": answer}) for answer in answers)
    found, source = read_all(prodigy, lines)
    assert found == [EXPECTED]
    assert odd(source) == {
        "a text whose 'answer' is 'reject' is not read": (2, [2, 4]),
        "a text whose 'answer' is 'ignore' is not read": (1, [3]),
    }


def test_what_is_in_no_known_key_is_named():
    found, source = read_all(prodigy, json.dumps(RECORD | {"meta": {"source": "x"}, "odd": 1}))
    assert found == [replace(EXPECTED, record={"meta": {"source": "x"}})]
    assert odd(source) == {
        "the key 'odd' is not read": (1, [1]),
    }


def test_the_text_of_a_span_is_compared():
    record = {"text": "👍 ab c", "spans": [{"start": 3, "end": 5, "label": "A", "text": "ab"}]}
    refused(prodigy, json.dumps(record), "covers 'b ', expected 'ab'.*see `offset_unit`", 1)
    assert read(prodigy, json.dumps(record), offset_unit="utf16") == [
        marked("👍 ab c", [(2, 4, "A")])
    ]


@given(crossing_sentences(told=True))
def test_what_is_written_is_read_back(texts):
    content, source = written(prodigy, texts)
    assert read(prodigy, content) == texts
    assert odd(source) == {}


@given(mutated(crossing_sentences().map(lambda x: written(prodigy, x)[0])))
def test_a_broken_file_is_texts_or_a_data_error(content):
    read_or_refuse(prodigy, content)
