import json

import pytest
from format_tools import (
    crossing_sentences,
    marked,
    mutated,
    odd,
    read,
    read_all,
    read_or_refuse,
    refused,
)
from hypothesis import given
from hypothesis import strategies as st

from nertag.formats.json import dataturks
from nertag.formats.rules import Rule

POINT = {"start": 8, "end": 11, "text": "Bern"}
RECORD = {
    "content": "Anna in Bern",
    "annotation": [{"label": ["LOC"], "points": [POINT]}],
    "extras": None,
    "metadata": {"first_done_at": 1, "status": "done"},
}


def dumped(**changes):
    return json.dumps(RECORD | changes)


def as_record(text):
    """A record of DataTurks with the entities of a text."""
    return {
        "content": text.text,
        "annotation": [
            {
                "label": [e.label],
                "points": [{"start": e.start, "end": e.end - 1, "text": e.text}],
            }
            for e in text.entities
        ],
    }


@given(crossing_sentences())
def test_what_is_written_is_read(sentences):
    content = "".join(json.dumps(as_record(one)) + "\n" for one in sentences)
    found, source = read_all(dataturks, content)
    assert [(one.text, one.entities) for one in found] == [
        (one.text, one.entities) for one in sentences
    ]
    assert {rule.rule for rule in source.oddities} <= {Rule.REPEATED_SPAN}


def test_ends_are_inclusive():
    assert read(dataturks, dumped()) == [marked("Anna in Bern", [(8, 12, "LOC")])]


def test_a_point_has_each_of_its_labels():
    content = dumped(annotation=[{"label": ["A", "B"], "points": [POINT, {"start": 0, "end": 3}]}])
    spans = [(0, 4, "A"), (0, 4, "B"), (8, 12, "A"), (8, 12, "B")]
    assert read(dataturks, content) == [marked("Anna in Bern", spans)]


def test_a_text_that_was_not_labelled():
    assert read(dataturks, dumped(annotation=None)) == [marked("Anna in Bern", [])]
    found, source = read_all(dataturks, dumped(annotation=[{"label": [], "points": [POINT]}]))
    assert found == [marked("Anna in Bern", [])]
    assert odd(source) == {Rule.SPAN_WITHOUT_LABELS: (1, [1])}


def test_offsets_of_utf16():
    record = {"content": "👍 a", "annotation": [{"label": "A", "points": [{"start": 3, "end": 3}]}]}
    assert read(dataturks, json.dumps(record), offset_unit="utf16") == [
        marked("👍 a", [(2, 3, "A")])
    ]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("3", "is not an object with a text under 'content'"),
        ('{"content": "a"}', "no record says what is marked: 'annotation' is missing"),
        ('{"content": "a", "annotation": {}}', "what stands under 'annotation' is not a list"),
        (dumped(annotation=[3]), "the annotation 3 is not an object"),
        (dumped(annotation=[{"points": []}]), "an annotation has no 'label'"),
        (dumped(annotation=[{"label": []}]), "an annotation has no 'points'"),
        (dumped(annotation=[{"label": ["A"], "points": [{"end": 1}]}]), "a point has no 'start'"),
        (dumped(annotation=[{"label": ["A"], "points": [3]}]), "a point has no 'start'"),
        (
            dumped(annotation=[{"label": ["A"], "points": [POINT | {"end": 12}]}]),
            "does not lie in the text",
        ),
        (
            dumped(annotation=[{"label": ["A"], "points": [POINT | {"start": 7, "text": "x"}]}]),
            "covers ' Bern', expected 'x'",
        ),
    ],
)
def test_errors_name_the_line(line, message):
    refused(dataturks, f"\n{line}", message, 2)


@given(mutated(st.just(dumped())))
def test_any_content_is_read_or_refused(content):
    read_or_refuse(dataturks, content)
