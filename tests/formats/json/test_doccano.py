import json

import pytest
from format_tools import (
    JSON,
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
from hypothesis import strategies as st
from strategies import LABELS, texts

from nertag.formats.json import doccano
from nertag.formats.json.doccano import DIALECT
from nertag.formats.rules import Rule
from nertag.tagging import TaggedText
from nertag.tagging.writers import to_json

UNMARKED = f"a record without {' or '.join(map(repr, DIALECT.marks))} has no entities"
ODD_LABELS = (*LABELS, "a b", "\n", "\t", '"', "地点", "\x00")
EXPECTED = marked("我在北京", [(2, 4, "LOC")])


@pytest.mark.parametrize(
    "line",
    [
        '{"text": "我在北京", "label": [[2, 4, "LOC"]]}',
        '{"text": "我在北京", "labels": [[2, 4, "LOC"]], "label": null}',
        '{"text": "我在北京", "entities": [{"start_offset": 2, "end_offset": 4, "label": "LOC"}]}',
        '{"text": "我在北京", "entities": [{"start": 2, "end": 4, "label": "LOC"}], "label": []}',
        '[{"text": "我在北京", "label": [[2, 4, "LOC"]]}]',
        '{"data": "我在北京", "label": [[2, 4, "LOC"]]}',
        '{"text": "我在北京", "labels": [[2, 4, "LOC"]], "annotation_approver": null, "meta": {}}',
        '{"text": "我在北京", "annotations": [{"label": "LOC", "start_offset": 2, "end_offset": 4, '
        '"user": 1}]}',
        '{"text": "我在北京", "entities": [{"id": 1, "label": "LOC", "start_offset": 2, '
        '"end_offset": 4}], "relations": [], "Comments": []}',
        '{"text": "我在北京", "entities": [{"start": 2, "end": 4, "type": "LOC", "text": "北京"}]}',
    ],
)
def test_ways_to_give_a_span(line):
    assert read(doccano, line) == [EXPECTED]


def test_lines_and_texts_without_a_span():
    found, source = read_all(doccano, '{"text": ""}\n\n{"text": "a\\nb", "label": []}\n')
    assert odd(source) == {UNMARKED: (1, [1])}
    assert found == [marked("", [], 1), marked("a\nb", [], 3)]


def test_the_record_names_its_document_and_comments():
    first, second, third = read(
        doccano,
        '{"id": 17, "text": "a", "label": [], "comments": ["why", 3]}\n'
        '{"id": null, "label": [], "text": "a", "comments": "why"}\n'
        '{"id": "x", "label": [], "text": "a", "comments": null}',
    )
    assert (first.document, first.comments) == ("17", ("why", "3"))
    assert (second.document, second.comments) == ("", ("why",))
    assert (third.document, third.comments) == ("x", ())


def test_what_is_odd_is_counted():
    content = (
        '{"text": "ab", "label": [[0, 1, "A"], [1, 1, "A"]], "labels": [[0, 1, "A"]]}\n'
        '{"text": "ab", "label": [], "relations": [{}, {}]}\n'
    )
    found, source = read_all(doccano, content)
    assert found == [marked("ab", [(0, 1, "A")], 1), marked("ab", [], 2)]
    assert odd(source) == {
        Rule.REPEATED_SPAN: (1, [1]),
        Rule.EMPTY_SPAN: (1, [1]),
        Rule.UNUSED_RELATIONS: (2, [2]),
    }


def test_offsets_of_utf16():
    line = '{"text": "😀北京", "label": [[2, 4, "LOC"]]}'
    assert read(doccano, line, offset_unit="utf16") == [marked("😀北京", [(1, 3, "LOC")])]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (
            '{"text": "ab", "annotations": [{"label": 2, "start_offset": 0, "end_offset": 2}]}',
            "labels are numbers",
        ),
        (
            '{"text": "👍 ab", "entities": [{"start": 3, "end": 5, "label": "A", "text": "ab"}]}',
            "covers 'b'|does not lie in .*`offset_unit`",
        ),
        (
            '{"text": "👍 ab c", "entities": [{"start": 3, "end": 5, "label": "A", "text": "ab"}]}',
            "covers 'b ', expected 'ab' .offsets are read as characters; its text stands at 2 to 4",
        ),
        ('{"text": "a", "spans": [[0, 1, "A"]]}', "no record says what is marked.*'spans'"),
        ('{"txt": "a"}', "is not an object with a text under 'text'.*`format`"),
        ('{"text": 1}', "is not an object with a text"),
        ('"text"', "is not an object with a text"),
        ("[]1", "more after the list"),
        ('{"text": "a", "label": [[0, 1]]}', r"the span \[0, 1\] is not \[start, end, label\]"),
        ('{"text": "a", "label": ["x"]}', "the span 'x' is not"),
        (
            '{"text": "a", "entities": [{"start": 0, "end": 1}]}',
            "a span has no 'label' or 'type' or 'entity'; its keys are 'start', 'end'",
        ),
        ('{"text": "a", "label": "x"}', "what stands under 'label' is not a list"),
        ('{"text": "a", "labels": 5}', "what stands under 'labels' is not a list"),
        ('{"text": "a", "relations": {}}', "what stands under 'relations' is not a list"),
        ('{"text": "a", "label": [[0, 2, "A"]]}', "does not lie in the text of 1 char"),
        ('{"text": "a", "label": [["0", 2, "A"]]}', "is not given by two whole numbers"),
        ('{"text": "a", "entities": [{"label": "A"}]}', "a span has no 'start_offset' or 'start'"),
    ],
)
def test_errors_name_the_line(line, message):
    refused(doccano, f"\n{line}", message, 2)


@given(crossing_sentences(labels=ODD_LABELS, told=True))
def test_what_is_written_is_read_back(sentences):
    content, source = written(doccano, sentences)
    assert content.count("\n") == len(sentences)
    assert read(doccano, content) == sentences
    assert odd(source) == {}


def test_what_is_written():
    content, _ = written(doccano, [EXPECTED])
    assert content == '{"text": "我在北京", "label": [[2, 4, "LOC"]]}\n'


@given(crossing_sentences(max_sentences=1))
def test_tagged_text_as_json_is_of_this_format(sentences):
    (sentence,) = sentences
    tagged = TaggedText(sentence.text, sentence, sentence.entities)
    assert read(doccano, to_json(tagged)) == sentences


@given(mutated(crossing_sentences().map(lambda x: written(doccano, x)[0])))
def test_a_broken_file_is_sentences_or_a_data_error(content):
    read_or_refuse(doccano, content)


@given(
    st.fixed_dictionaries(
        {"text": texts(max_size=4)},
        optional=dict.fromkeys(("label", "labels", "entities", "relations", "comments"), JSON),
    )
)
def test_any_record_is_a_sentence_or_a_data_error(record):
    read_or_refuse(doccano, json.dumps(record))


@given(texts() | st.text('{}[]":,text label012'))
def test_any_text_is_sentences_or_a_data_error(content):
    read_or_refuse(doccano, content)
