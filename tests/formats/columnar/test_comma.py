from pathlib import Path

import pytest
from format_tools import odd, read, read_all, read_or_refuse, refused
from hypothesis import given
from hypothesis import strategies as st

from nertag.formats.columnar import comma
from nertag.formats.head import Head
from nertag.formats.rules import Rule

KAGGLE = """Sentence #,Word,POS,Tag
Sentence: 1,Anna,NNP,B-PER
,said,VBD,O
,"""
KAGGLE += """",",",",O
,Bern,NNP,B-LOC
Sentence: 2,Far,RB,O
"""


def look(sentences):
    return [(one.words, " ".join(one.tags), one.line) for one in sentences]


def test_a_sentence_begins_where_its_column_is_filled():
    found, source = read_all(comma, KAGGLE, tokens="word")
    assert look(found) == [
        (["Anna", "said", ",", "Bern"], "B-PER O O B-LOC", 2),
        (["Far"], "O", 6),
    ]
    assert odd(source) == {Rule.UNREAD_COLUMN.told("'pos'"): (1, [1])}


def test_a_sentence_begins_where_its_column_changes():
    content = "sentence_id;token;label\n1;a;O\n1;b;B-X\n2;c;O\n"
    assert look(read(comma, content, tokens="word")) == [
        (["a", "b"], "O B-X", 2),
        (["c"], "O", 4),
    ]


def test_columns_with_names_may_be_parted_by_tabs():
    rows = ("sentence_id", "words", "labels"), ("0", "a", "B-X"), ("0", "b", "O"), ("1", "c", "B-X")
    content = "".join("\t".join(row) + "\n" for row in rows)
    assert look(read(comma, content, tokens="word")) == [
        (["a", "b"], "B-X O", 2),
        (["c"], "B-X", 4),
    ]
    assert comma.sniff(Head(Path("in.tsv"), content.splitlines())) > 0.95
    assert not comma.sniff(Head(Path("in.tsv"), ["word\ttag", "a\tO"]))  # columns read these


def test_any_file_of_that_name_is_taken_for_csv_so_that_the_error_names_its_columns():
    assert 0 < comma.sniff(Head(Path("in.csv.gz"), ["id,text", "1,a"])) < 0.3
    assert not comma.sniff(Head(Path("in.txt"), ["id,text", "1,a"]))


def test_a_sentence_ends_at_an_empty_line():
    found = read(comma, "Token,NER\na,O\n\nb,B-X\n", tokens="word")
    assert look(found) == [(["a"], "O", 2), (["b"], "B-X", 4)]


def test_an_empty_tag_is_counted():
    found, source = read_all(comma, "word,tag\na,\n", tokens="word")
    assert look(found) == [(["a"], "O", 2)]
    assert odd(source) == {Rule.EMPTY_TAG: (1, [2])}


@pytest.mark.parametrize(
    ("content", "message", "line"),
    [
        ("Word,POS\na,b\n", "no column has the name of tokens and one that of tags: word, pos", 1),
        ("word,tag\na,O\nb\n", "1 columns where 2 are expected", 3),
        ("word,tag\na\rb,O\n", "is not CSV", 2),
        ("word,tag\n,O\n", "the token is empty", 2),
        ('id,word,tag\n0,",O\n0,Anna,B-X\n0,",O\n', "the token '.*' has a line break", 4),
        ("word,tag\na,X\n", "the tag 'X' is neither O nor like B-LABEL", 2),
    ],
)
def test_errors_name_the_line(content, message, line):
    refused(comma, content, message, line)


@given(st.text('ab,"\n;BO-', max_size=30))
def test_any_rows_are_sentences_or_a_data_error(content):
    read_or_refuse(comma, "word,tag\n" + content)
