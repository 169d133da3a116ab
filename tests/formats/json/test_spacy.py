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

from nertag.formats.json import spacy
from nertag.formats.rules import Rule

ODD_LABELS = (*LABELS, "a b", "\n", '"', "\x00")
PAIRS = [
    ["我在北京", {"entities": [[2, 4, "LOC"]]}],
    ["", {"entities": []}],
    ["好", {}],
    ["a", {"entities": None}],
]


@pytest.mark.parametrize("look", [{}, {"indent": 2}, {"ensure_ascii": False}])
def test_one_list_of_all(look):
    found, source = read_all(spacy, json.dumps(PAIRS, **look))
    assert list(odd(source)) == ["a record without 'entities' has no entities"]
    assert [(s.text, [(e.start, e.end, e.label) for e in s.entities]) for s in found] == [
        ("我在北京", [(2, 4, "LOC")]),
        ("", []),
        ("好", []),
        ("a", []),
    ]


def test_a_pair_a_line():
    found, _ = read_all(spacy, "\n\n".join(map(json.dumps, PAIRS)))
    assert found == [
        marked("我在北京", [(2, 4, "LOC")], 1),
        marked("", [], 3),
        marked("好", [], 5),
        marked("a", [], 7),
    ]


def test_what_else_is_annotated_is_counted():
    found, source = read_all(spacy, '\n["a", {"cats": {"A": 1}, "entities": [], "links": {}}]')
    assert found == [marked("a", [], 2)]
    assert odd(source) == {"the key 'cats' is not read": (1, [2])}


@pytest.mark.parametrize(
    ("pair", "message"),
    [
        ('{"text": "a"}', r"is not a pair of a text and an object.*\[text, .*see `format`"),
        ('["a"]', "is not a pair"),
        ('["a", []]', "is not a pair"),
        ('["a", {}, {}]', "is not a pair"),
        ('["a", {"entities": {}}]', "what stands under 'entities' is not a list"),
        ('["a", {"entities": [[0, 1]]}]', r"the span \[0, 1\] is not \[start, end, label\]"),
        ('["a", {"entities": ["O"]}]', "the span 'O' is not"),
        ('["a", {"entities": [[0, 2, "A"]]}]', "does not lie in the text"),
    ],
)
def test_errors_name_the_line(pair, message):
    refused(spacy, f"\n{pair}", message, 2)
    refused(spacy, f'[["", {{}}],\n{pair}]', message, 2)


def test_what_is_written():
    content, source = written(spacy, [marked("我在北京", [(2, 4, "LOC")])])
    assert content == '["我在北京", {"entities": [[2, 4, "LOC"]]}]\n'
    assert odd(source) == {}


def test_the_export_of_ner_annotator():
    content = {"classes": ["PER"], "annotations": [["ab", {"entities": [[0, 1, "PER"]]}], None]}
    found, source = read_all(spacy, json.dumps(content))
    assert found == [marked("ab", [(0, 1, "PER")])]
    assert odd(source) == {Rule.UNANNOTATED_TEXT: (1, [1])}


def test_pairs_none_of_which_says_what_is_marked():
    content = '["ab", {"spans": [[0, 1, "A"]]}]\n["b", {}]'
    refused(spacy, content, "no record says what is marked: 'entities' is missing.*'spans'", 1)


@given(crossing_sentences(labels=ODD_LABELS))
def test_what_is_written_is_read_back(sentences):
    content, source = written(spacy, sentences)
    assert content.count("\n") == len(sentences)
    assert read(spacy, content) == sentences
    assert odd(source) == {}


@given(crossing_sentences(told=True))
def test_what_cannot_be_written_is_counted(sentences):
    _, source = written(spacy, sentences)
    lines = [s.line for s in sentences if s.document or s.comments]
    assert odd(source) == ({Rule.NOT_HELD: (len(lines), lines)} if lines else {})


@given(mutated(crossing_sentences().map(lambda x: written(spacy, x)[0])))
def test_a_broken_file_is_sentences_or_a_data_error(content):
    read_or_refuse(spacy, content)


@given(st.lists(st.tuples(texts(max_size=4) | JSON, JSON | st.builds(dict, entities=JSON))))
def test_any_pairs_are_sentences_or_a_data_error(pairs):
    read_or_refuse(spacy, json.dumps(pairs))
