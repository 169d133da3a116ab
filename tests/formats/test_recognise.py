"""What `nertag tag` takes for plain text, and what it takes for labelled files."""

import json
import tempfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nertag.api import sample
from nertag.errors import DataError
from nertag.formats.guess import Recognised, recognise
from nertag.formats.registry import reader
from nertag.formats.source import Source
from nertag.io import plain_name

TEXT = Recognised("")


def recognised(content, name="in.txt"):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, name)
        path.write_text(content, encoding="utf-8")
        return recognise(Source(path))


PLAIN = {
    "prose": "我在北京开会\n没有标注\n",
    "two words a line": "blood type O\nVitamin B\nplan B\nand I\n",
    "three words that end like tags": "Group B-2 here\nWe met in room B-12\nOK\n",
    "footnotes": "[1] Smith, J.\n[2] Doe, A.\n",
    "numbers in brackets": "[1]\n[12]\n",
    "a bracket that is a quote": '["Hello," he said.\n',
    "a brace": "{see below}\n",
    "braces and a colon": '{"to": be or not to be\nand so on\n',
    "markdown links": "see [the site](http://a.b) and [[page|name]]\n",
    "HTML in a text": "this is <b>bold</b> and <i>this</i> not\n",
    "one element in a long text": "a\nb\nc\nd\nthe tag <PER>x</PER> marks\n",
    "arrows": "a <- b -> c < d > e\n",
    "a glossary": "cat\tKatze\ndog\tHund\n",
    "grades": "Anna\tB\nBob\tE\n",
    "a line of names": "Word, Tag and other things\nare read here.\n",
    "CSV in a text": "name, age\nAnna, 5\n",
    "code": "def f(x):\n    return {1: [2]}\n",
    "one line of JSON among others": 'see\n{"text": "a"}\nhere\nand there\n',
    "hashes": "# Title\n\nSome text.\n",
    "blanks": " \n\t\n",
    "nothing": "",
}


@pytest.mark.parametrize("name", PLAIN)
def test_plain_text_is_plain_text(name):
    format, perhaps = recognised(PLAIN[name])
    assert (format, perhaps) == ("", "xml" if name == "one element in a long text" else "")


words = st.text('abO李雷[]|<>/{}":,-#BIE1. \u3000', min_size=1, max_size=12)


@given(st.lists(st.lists(words, min_size=1, max_size=9).map(" ".join), min_size=1, max_size=12))
def test_what_is_recognised_can_be_read(lines):
    content = "\n".join(lines) + "\n"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "in.txt")
        path.write_text(content, encoding="utf-8")
        format = ""
        with suppress(DataError):  # it is JSON of another form
            format = recognise(Source(path)).format
        if format:
            assert list(reader(format)(Source(path)))


prose = st.text("aeio李雷在北京，。!?'\"()[]|<>{}:;-_#*&B O1\t", min_size=1, max_size=30)


@given(st.lists(prose, min_size=3, max_size=20))
def test_lines_of_any_signs_are_plain_text(lines):
    # Each line has other columns than the one before it, and begins as no value of JSON does.
    content = "".join(f"a{line}{' b c d e' * (i % 3)}\n" for i, line in enumerate(lines))
    assert recognised(content).format in ("", "inline", "xml")


@pytest.mark.parametrize("name", ["unlabelled.txt", "to_tag.txt"])
def test_the_embedded_text_is_plain(name):
    assert recognise(Source(sample(name))) == TEXT


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('{"a": 1}\n{"a": 2}\n', r"in.txt:1: is JSON of a form .* 'a' .*`format=text` takes its"),
        ('["one", "two", "three"]\n', "its first value is a list"),
        ("<!DOCTYPE html>\n<p>x\n", "is a page of HTML, which is not read"),
        ("<?xml version='1.0'?>\n", "is an XML document"),
        ("#FORMAT=WebAnno TSV 3.3\n", "is WebAnno TSV"),
        ("%PDF-1.4\n", "is a PDF"),
    ],
)
def test_markup_that_is_not_read_is_named(content, message):
    with pytest.raises(DataError, match=message):
        recognised(content)


@pytest.mark.parametrize(("ending", "separator"), [(".csv", ","), (".tsv", "\t")])
def test_a_table_without_tokens_is_named(ending, separator):
    rows = ("id", "text"), ("1", "北京"), ("2", "上海")
    content = "".join(separator.join(row) + "\n" for row in rows)
    with pytest.raises(DataError, match="is a table, of which no column"):
        recognised(content, f"in{ending}")
    assert recognised(content, "in.txt") == TEXT


def test_marks_beside_a_text_are_no_text(tmp_path):
    (tmp_path / "a.txt").write_text("北京", encoding="utf-8")
    (tmp_path / "a.ann").write_text("T1\tLOC 0 2\t北京\n", encoding="utf-8")
    assert recognise(Source(tmp_path / "a.txt")) == TEXT
    with pytest.raises(DataError, match=r"a.ann: holds marks of a text, not the text \(give "):
        recognise(Source(tmp_path / "a.ann"))
    with pytest.raises(DataError, match=r"is a folder \(give its files\)"):
        recognise(Source(tmp_path))


def test_json_longer_than_the_head_is_recognised():
    records = [{"text": "北" * 300, "label": []} for _ in range(300)]
    assert recognised(json.dumps(records, indent=1)).format == "doccano"
    assert recognised(json.dumps(records)).format == "doccano"
    assert plain_name("a.jsonl.gz") == "a.jsonl"
