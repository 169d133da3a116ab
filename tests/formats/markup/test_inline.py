from dataclasses import replace

import pytest
from format_tools import (
    marked,
    marked_sentences,
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

from nertag.formats.markup import inline
from nertag.formats.rules import Rule

ODD_LABELS = (*LABELS, "a|b]", "\\", "[x", "\n", "\r", "\ufeff", "\x00")


def test_an_example():
    sentences = read(inline, "我在[北京|LOC]开会\n\n[李雷|PER][京|LOC]")
    assert sentences == [
        marked("我在北京开会", [(2, 4, "LOC")], 1),
        marked("", [], 2),
        marked("李雷京", [(0, 2, "PER"), (2, 3, "LOC")], 3),
    ]


def test_escapes():
    (sentence,) = read(inline, r"a\[b\]\|\\n\n\r[\]\[|\|x]" + "\n")
    assert sentence == marked("a[b]|\\n\n\r][", [(9, 11, "|x")])


def test_what_is_written():
    sentences = [marked("李雷在[北\n京]", [(0, 2, "PER"), (4, 7, "a|b")]), marked("", [])]
    assert written(inline, sentences)[0] == "[李雷|PER]在\\[[北\\n京|a\\|b]\\]\n\n"


@given(marked_sentences(labels=ODD_LABELS))
def test_what_is_written_is_read_back(sentences):
    content, _ = written(inline, sentences)
    assert content.count("\n") == len(sentences)
    assert read(inline, content) == sentences


@given(marked_sentences())
def test_offsets_are_code_points_whatever_other_formats_count_in(sentences):
    content, _ = written(inline, sentences)
    assert read(inline, content, offset_unit="utf16") == sentences


@given(marked_sentences(labels=("",), exclude="[]|\\"))
def test_words_without_a_label_are_read_back(sentences):
    found, source = read_all(inline, written(inline, sentences)[0])
    assert found == sentences
    count = sum(len(sentence.entities) for sentence in sentences)
    assert source.oddities.count(Rule.UNLABELLED_ENTITY) == count


def test_an_entity_without_a_character_is_left_out():
    (first, second), source = read_all(inline, "a[|X]b\n[|Y][c|Z]\n")
    assert (first, second) == (marked("ab", [], 1), marked("c", [(0, 1, "Z")], 2))
    assert odd(source) == {Rule.EMPTY_SPAN: (2, [1, 2])}
    assert Rule.REPEATED_SPAN not in odd(source)


@pytest.mark.parametrize(
    ("line", "column", "message"),
    [
        ("北京]开会", 3, r"a \] outside of an entity, where only a \[ can stand"),
        ("a|b", 2, r"a \| outside of an entity, where only a \[ can stand"),
        ("[[北京|LOC]|X]", 2, r"a \[ inside an entity, before its label, where only a \|"),
        ("见[1]", 4, r"a \] inside an entity, before its label, where only a \| can stand"),
        ("[a|b|c]", 5, r"a \| inside a label, where only a \] can stand"),
        ("[a|b[", 5, r"a \[ inside a label, where only a \] can stand"),
        ("C:\\temp", 3, r"a \\ before a sign that needs none"),
        ("a\\", 2, r"a \\ before a sign that needs none"),
        ("a[北京", 5, r"the line ends inside an entity, before its label, where a \| is missing"),
        ("[北京|LOC", 8, r"the line ends inside a label, where a \] is missing"),
        ("[北京|", 5, r"the line ends inside a label, where a \] is missing"),
        ("[", 2, r"the line ends inside an entity"),
    ],
)
def test_an_error_names_the_column_and_the_escape(line, column, message):
    refused(inline, f"好\n{line}\n好\n", rf"column {column}: {message}.*write \\ before", 2)


@given(st.text("ab\\[]|n\n\r\ufeff北", max_size=30) | texts())
def test_any_text_is_sentences_or_a_data_error(content):
    sentences = read_or_refuse(inline, content)
    if sentences is not None:
        content = content.removesuffix("\n").removeprefix("\ufeff")
        assert len(sentences) == content.count("\n") + bool(content) or not content


@given(mutated(marked_sentences(labels=ODD_LABELS).map(lambda x: written(inline, x)[0])))
def test_a_broken_file_is_sentences_or_a_data_error(content):
    read_or_refuse(inline, content)


def test_a_long_line():
    text = "北京\\[" * 20_000
    (sentence,) = read(inline, "[京|A]" * 20_000 + text)
    assert (len(sentence.entities), len(sentence.text)) == (20_000, 20_000 + 60_000)


def test_documents_and_comments_are_left_out_and_counted():
    _, source = written(inline, [replace(marked("北", [(0, 1, "")], 3), comments=("c",))])
    assert odd(source) == {Rule.NOT_HELD: (1, [3])}
