from dataclasses import replace

import pytest
from format_tools import check_places, marked, odd, read_all, read_or_refuse, written
from hypothesis import given
from hypothesis import strategies as st
from strategies import spans, texts

from nertag.formats.columnar import segmented
from nertag.formats.labelling import with_entities
from nertag.formats.rules import Rule
from nertag.text import tags as schemes

words_of_a_line = st.lists(texts(exclude=" \u3000\r\ufeff", min_size=1, max_size=4), max_size=6)


def test_an_example():
    sentences, _ = read_all(segmented, "我 在 北京\n\n 开会  了 \n", tokens="word")
    assert [(s.text, s.words, s.tags, s.line) for s in sentences] == [
        ("我在北京", ["我", "在", "北京"], ("B", "B", "B"), 1),
        ("", [], (), 2),
        ("开会了", ["开会", "了"], ("B", "B"), 3),
    ]


def test_characters_as_tokens():
    (sentence,), source = read_all(segmented, "我 在 北京市\n")
    assert sentence.tags == ("B", "B", "B", "I", "I")
    assert sentence.words == list("我在北京市")
    assert odd(source) == {Rule.SPLIT_TOKEN: (1, [1])}


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("我\u3000在\u3000\u3000北京\u3000", ["我", "在", "北京"]),
        ("我 在\u3000北京", ["我", "在\u3000北京"]),
        (" \u3000 a", ["\u3000", "a"]),
        ("\u3000", []),
        ("   ", []),
        ("a\tb c\xa0d\u2028", ["a\tb", "c\xa0d\u2028"]),
    ],
)
def test_spaces_part_words_or_wide_blanks_where_there_are_none(line, words):
    (sentence,), _ = read_all(segmented, line + "\n", tokens="word")
    assert (sentence.words, sentence.text) == (words, "".join(words))


@pytest.mark.parametrize("tokens", ["char", "word"])
@given(st.lists(words_of_a_line, min_size=1, max_size=4))
def test_what_is_written_is_read_back(tokens, rows):
    content = "".join(" ".join(row) + "\n" for row in rows)
    sentences, source = read_all(segmented, content, tokens=tokens)
    found = [with_entities(sentence, "BIO", source) for sentence in sentences]
    assert [[entity.text for entity in sentence.entities] for sentence in found] == rows
    assert {entity.label for sentence in found for entity in sentence.entities} <= {""}
    assert [sentence.line for sentence in found] == list(range(1, len(rows) + 1))
    for sentence in sentences:
        check_places(sentence)
    again, notes = written(segmented, found)
    assert again == content
    assert odd(notes) == {}


@given(texts(exclude=" \u3000\r", max_size=12), st.data())
def test_every_character_is_written_and_what_is_in_no_word_counted(text, data):
    found = data.draw(spans(len(text), ("",)))
    content, source = written(segmented, [marked(text, found, 7)])
    assert content.replace(" ", "") == text + "\n"
    covered = {place for start, end, _ in found for place in range(start, end)}
    outside = set(range(len(text))) - covered
    runs = sum(place - 1 not in outside for place in outside)
    assert odd(source) == ({Rule.OUTSIDE_AS_WORD: (runs, [7] * runs)} if runs else {})


def test_a_blank_of_the_text_parts_words_and_is_counted():
    sentence = marked("New  York\u3000是\r\n城 ", [(0, 9, ""), (10, 11, "")], 3)
    content, source = written(segmented, [sentence])
    assert content == "New York 是 城\n"
    assert odd(source) == {Rule.BLANK_NOT_KEPT: (4, [3, 3, 3]), Rule.OUTSIDE_AS_WORD: (1, [3])}


def test_a_label_is_not_kept_and_counted():
    content, source = written(segmented, [marked("北京", [(0, 1, "LOC"), (1, 2, "")], 2)])
    assert content == "北 京\n"
    assert odd(source) == {Rule.LABEL_NOT_KEPT: (1, [2])}


@given(st.text("ab \u3000\t\r\n北", max_size=30) | texts(), st.sampled_from(["char", "word"]))
def test_any_text_is_read(content, tokens):
    sentences = read_or_refuse(segmented, content, tokens=tokens)
    kept = {sign for sentence in sentences for sign in sentence.text}
    assert kept >= set(content) - set(" \u3000\r\n\ufeff")
    assert all(schemes.repair(sentence.tags, "BIO")[1] == 0 for sentence in sentences)


def test_documents_and_comments_are_left_out_and_counted():
    _, source = written(segmented, [replace(marked("北", [(0, 1, "")], 3), comments=("c",))])
    assert odd(source) == {Rule.NOT_HELD: (1, [3])}
