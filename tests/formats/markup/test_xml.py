import re
from dataclasses import replace

import pytest
from format_tools import (
    check_places,
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

from nertag.formats.markup import xml as xml_tags
from nertag.formats.rules import Rule

ODD_LABELS = (
    *LABELS,
    "地名",
    "a b",
    "<",
    '"',
    "'",
    "&amp;",
    "1",
    "-",
    "\n",
    "\r",
    "\ufeff",
    "\x00",
)


def test_an_example():
    sentences = read(xml_tags, "我在<LOC>北京</LOC>开会\n\n<a.b-c_d>李</a.b-c_d ><地名>京</地名>\n")
    assert sentences == [
        marked("我在北京开会", [(2, 4, "LOC")], 1),
        marked("", [], 2),
        marked("李京", [(0, 1, "a.b-c_d"), (1, 2, "地名")], 3),
    ]


@pytest.mark.parametrize(
    "tag", ['ENAMEX TYPE="LOCATION"', "x  type = 'LOCATION' ", 'e TYPE="LOC&#65;TION"']
)
def test_the_value_of_type_is_the_label(tag):
    name = tag.split()[0]
    (sentence,) = read(xml_tags, f"在<{tag}>北京</{name}>")
    assert sentence == marked("在北京", [(1, 3, "LOCATION")])


def test_other_attributes_are_passed_over():
    (sentence,), source = read_all(
        xml_tags, '<ENAMEX ID="1>2" TYPE="A" STATUS="OPT">x</ENAMEX><B c="TYPE">y</B>'
    )
    assert sentence == marked("xy", [(0, 1, "A"), (1, 2, "B")])
    assert odd(source) == {Rule.UNREAD_ATTRIBUTE: (3, [1, 1, 1])}


def test_references():
    content = "&lt;&gt;&amp;&quot;&apos;&#65;&#x4e2D;&#0;&#x10FFFF;&#128512;&amp;lt; > \" '\n"
    (sentence,) = read(xml_tags, content)
    assert sentence.text == "<>&\"'A中\x00\U0010ffff😀&lt; > \" '"


def test_tags_may_be_nested():
    (sentence,) = read(xml_tags, "<A><B>北京</B>大学</A><A>&lt;<A>x</A></A>")
    wanted = [(0, 2, "B"), (0, 4, "A"), (4, 6, "A"), (5, 6, "A")]
    assert sentence == marked("北京大学<x", wanted)


@st.composite
def trees(draw, depth=4):
    """Markup and, separately, the text and spans that it stands for."""
    content, text, found = "", "", []
    for _ in range(draw(st.integers(0, 3))):
        if depth and draw(st.booleans()):
            label = draw(st.sampled_from(LABELS))
            inner, inner_text, inner_found = draw(trees(depth - 1))
            content += f"<{label}>{inner}</{label}>"
            found += [(s + len(text), e + len(text), name) for s, e, name in inner_found]
            found.append((len(text), len(text) + len(inner_text), label))
            text += inner_text
        else:
            piece = draw(texts(exclude="<&\r\ufeff", max_size=3))
            content, text = content + piece, text + piece
    return content, text, found


@given(trees())
def test_nested_tags_give_all_that_they_hold(tree):
    content, text, found = tree
    sentences, source = read_all(xml_tags, content + "\n")
    filled = [span for span in found if span[0] < span[1]]
    assert sentences == [marked(text, sorted(set(filled)))]
    assert source.oddities.count(Rule.EMPTY_SPAN) == len(found) - len(filled)
    assert source.oddities.count(Rule.REPEATED_SPAN) == len(filled) - len(set(filled))


def test_what_is_written():
    sentences = [
        marked("a<北京&", [(2, 4, "LOC")]),
        marked('x\r\ny"', [(0, 1, "1<"), (3, 4, "")]),
        marked("", []),
    ]
    assert written(xml_tags, sentences)[0] == (
        "a&lt;<LOC>北京</LOC>&amp;\n"
        '<ENAMEX TYPE="1&lt;">x</ENAMEX>&#13;&#10;<ENAMEX TYPE="">y</ENAMEX>&quot;\n'
        "\n"
    )


@given(marked_sentences(labels=ODD_LABELS))
def test_what_is_written_is_read_back(sentences):
    content, _ = written(xml_tags, sentences)
    assert content.count("\n") == len(sentences)
    assert read(xml_tags, content) == sentences
    assert read(xml_tags, content, offset_unit="utf16") == sentences


@given(label=texts(min_size=1) | st.sampled_from(["\n", "a\r\n", "ENAMEX", "TYPE", "a:b", "²"]))
def test_any_label_is_read_back(label):
    sentence = marked("北京", [(1, 2, label)])
    assert read(xml_tags, written(xml_tags, [sentence])[0]) == [sentence]


def test_a_word_without_a_label_is_read_back():
    sentence = marked("北京", [(0, 2, "")])
    (found,), source = read_all(xml_tags, written(xml_tags, [sentence])[0])
    assert found == sentence
    assert odd(source) == {Rule.UNLABELLED_ENTITY: (1, [1])}


@pytest.mark.parametrize(
    ("line", "column", "message"),
    [
        ("a < b", 3, "a < that begins no tag (tags are <LABEL> and </LABEL>; else &lt;)"),
        ("a<br/>", 2, "a < that begins no tag"),
        ("<!-- x -->", 1, "a < that begins no tag"),
        ("<A x=1>b</A>", 1, "a < that begins no tag"),
        ("<A", 1, "a < that begins no tag"),
        ("< A>x</ A>", 1, "a < that begins no tag"),
        ("AT&T", 3, "a & that begins no reference (write &amp; for &)"),
        ("a&nbsp;", 2, "a & that begins no reference"),
        ("&#xD800;", 1, "&#xD800; is no character (write &amp; for &)"),
        ("a&#1114112;", 2, "&#1114112; is no character"),
        ("&#99999999;", 1, "a & that begins no reference"),
        ("&#x;", 1, "a & that begins no reference"),
        ('ab<A TYPE="x&y">c</A>', 13, "a & that begins no reference"),
        ("a</LOC>", 2, "</LOC> where no tag is open (fix the line)"),
        ("<A>b<B>c</A></B>", 9, "</A> where <B> is open"),
        ("<A>b</a>", 5, "</a> where <A> is open"),
        ("x<A>b<B>c</B>", 2, "<A> without </A> in the line (fix the line)"),
        ("<A>b<A>c</A>", 1, "<A> without </A> in the line"),
    ],
)
def test_an_error_names_the_column(line, column, message):
    refused(xml_tags, f"好\n{line}\n好\n", re.escape(f"column {column}: {message}"), 2)


PIECES = st.sampled_from(
    ["<A>", "</A>", "<B>", "</B>", '<A TYPE="', "<", ">", "&", ";", "&#", "&amp;", '"', "a", "\n"]
)


@given(st.lists(PIECES, max_size=15).map("".join) | texts())
def test_any_text_is_sentences_or_a_data_error(content):
    read_or_refuse(xml_tags, content)


@given(mutated(marked_sentences(labels=ODD_LABELS).map(lambda x: written(xml_tags, x)[0])))
def test_a_broken_file_is_sentences_or_a_data_error(content):
    read_or_refuse(xml_tags, content)


def test_deep_nesting():
    (sentence,), source = read_all(xml_tags, "<A>" * 5000 + "x" + "</A>" * 5000)
    check_places(sentence)
    assert odd(source) == {Rule.REPEATED_SPAN: (4999, [1])}


def test_documents_and_comments_are_left_out_and_counted():
    _, source = written(xml_tags, [replace(marked("北", [(0, 1, "")], 3), comments=("c",))])
    assert odd(source) == {Rule.NOT_HELD: (1, [3])}
