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

from nertag.formats.json import cluener
from nertag.formats.rules import Rule

ODD_LABELS = (*LABELS, "a b", "\n", '"', "\x00")


def line_of(text, label):
    return json.dumps({"text": text, "label": label}, ensure_ascii=False)


def test_ends_are_inclusive_and_a_mention_has_several_places():
    label = {"name": {"叶老": [[1, 2], [5, 6]]}, "company": {"行": [[8, 8]]}, "book": {}}
    found = read(cluener, line_of("。叶老桂，叶老。行", label))
    expected = [(1, 3, "name"), (5, 7, "name"), (8, 9, "company")]
    assert found == [marked("。叶老桂，叶老。行", expected)]


def test_sentences_that_are_not_labelled():
    lines = ['{"text": "a", "label": {}}', '{"id": 3, "text": "b"}', '{"text": "", "label": null}']
    (first, second, third), source = read_all(cluener, "\n".join(lines))
    assert odd(source) == {"a record without 'label' has no entities": (1, [2])}
    assert (first, third) == (marked("a", [], 1), marked("", [], 3))
    assert (second.text, second.entities, second.document) == ("b", (), "3")


def test_overlaps_and_one_place_under_two_labels():
    label = {"A": {"ab": [[0, 1]]}, "B": {"ab": [[0, 1]], "bc": [[1, 2]]}}
    expected = [(0, 2, "A"), (0, 2, "B"), (1, 3, "B")]
    assert read(cluener, line_of("abc", label)) == [marked("abc", expected)]


def test_what_is_odd_is_counted():
    found, source = read_all(cluener, line_of("ab", {"A": {"a": [[0, 0], [0, 0]], "": [[1, 0]]}}))
    assert found == [marked("ab", [(0, 1, "A")])]
    assert odd(source) == {Rule.EMPTY_SPAN: (1, [1]), Rule.REPEATED_SPAN: (1, [1])}


def test_inclusive_ends_in_utf16():
    line = line_of("😀a😀", {"A": {"a😀": [[2, 4]]}})
    assert read(cluener, line, offset_unit="utf16") == [marked("😀a😀", [(1, 3, "A")])]
    refused(cluener, line, "the span 2 to 5, 'A', does not lie in", 1)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('{"label": {}}', "is not an object with a text under 'text'.*`format`"),
        ("[[]]", "is not an object with a text"),
        (line_of("a", []), r"under 'label' stands '\[\]', expected an object with the mentions"),
        (line_of("a", {"A": ["a"]}), "under 'A' stands .*, expected an object with the indices"),
        (
            line_of("a", {"A": {"a": 0}}),
            r"under 'a' stands '0', expected a list of \[first, last\]",
        ),
        (line_of("a", {"A": {"a": [0]}}), r"under 'a' stands '0', expected \[first, last\]"),
        (line_of("a", {"A": {"a": [[0]]}}), r"stands '\[0\]', expected \[first, last\]"),
        (line_of("a", {"A": {"a": [[0, "0"]]}}), "is not given by two whole numbers"),
        (line_of("a", {"A": {"a": [[0, 1]]}}), "does not lie in the text of 1 char"),
        (line_of("叶老桂", {"A": {"叶": [[0, 1]]}}), "'A', covers '叶老', expected '叶'"),
        (line_of("ab c", {"A": {"b": [[1, 2]]}}), "covers 'b ', expected 'b'"),
        (line_of("ab", {"A": {"b": [[1, 0]]}}), "covers '', expected 'b'"),
        ('{"text": "aa", "label": {"A": {"a": [[0, 0]], "a": [[1, 1]]}}}', "'a' stands twice"),
    ],
)
def test_errors_name_the_line(line, message):
    refused(cluener, f"\n{line}", message, 2)


def test_what_is_written():
    sentence = marked("京在北京", [(0, 1, "LOC"), (2, 4, "ORG"), (3, 4, "LOC")])
    label = {"LOC": {"京": [[0, 0], [3, 3]]}, "ORG": {"北京": [[2, 3]]}}
    assert written(cluener, [sentence])[0] == line_of("京在北京", label) + "\n"


@given(crossing_sentences(labels=ODD_LABELS, told=True))
def test_what_is_written_is_read_back(sentences):
    content, source = written(cluener, sentences)
    assert content.count("\n") == len(sentences)
    assert read(cluener, content) == sentences
    assert odd(source) == {}


@given(mutated(crossing_sentences().map(lambda x: written(cluener, x)[0])))
def test_a_broken_file_is_sentences_or_a_data_error(content):
    read_or_refuse(cluener, content)


names = st.sampled_from(["", "a", "b", "ab"])


@given(
    st.builds(
        dict,
        text=names,
        label=JSON
        | st.dictionaries(names, JSON | st.dictionaries(names, JSON | st.lists(st.lists(JSON)))),
        id=JSON,
    )
)
def test_any_record_is_a_sentence_or_a_data_error(record):
    read_or_refuse(cluener, json.dumps(record))


@given(texts())
def test_any_text_is_sentences_or_a_data_error(content):
    read_or_refuse(cluener, content)
