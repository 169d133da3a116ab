from pathlib import Path

import pytest
from format_tools import check_places, crossing_sentences, marked, mutated, odd
from hypothesis import given
from hypothesis import strategies as st
from strategies import LABELS, crossing_spans, texts

from nertag.config import ReadingSettings
from nertag.errors import DataError
from nertag.formats.labelling import line_texts
from nertag.formats.markup import brat
from nertag.formats.rules import Rule
from nertag.formats.source import Source
from nertag.formats.writing import Writing

ANY_LABELS = (*LABELS, "地点", "a,b", "\x00", "\ufeff")


def put(folder, name, text, ann):
    for ending, content in ((".txt", text), (".ann", ann)):
        path = Path(folder, name + ending)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return Path(folder, name + ".ann")


@pytest.fixture
def folder(tmp_path):
    return tmp_path


def read_all(path, **reading):
    source = Source(path, ReadingSettings(**reading))
    return list(brat.read(source)), source


def refused(path, message, line, name=None, **reading):
    with pytest.raises(DataError, match=message) as caught:
        read_all(path, **reading)
    assert caught.value.line == line
    assert caught.value.path == str(name or path)


def parts_of(sentences):
    source = Source("in")
    steps = list(brat.write(sentences, Writing(source)))
    assert len(steps) == len(sentences)
    return "".join(text for text, _ in steps), "".join(ann for _, ann in steps), source


# Reading


@pytest.mark.parametrize("ending", [".txt", ".ann"])
def test_the_user_names_either_file(folder, ending):
    text = "我在北京\n\n开会。\r\n"
    path = put(folder, "a.b", text, "T1\tLOC 2 4\t北京\nT2\tACT 6 8\t开会\n")
    found, source = read_all(path.with_suffix(ending))
    (sentence,) = found
    assert (sentence.text, sentence.document, sentence.line) == (text, "a.b", 1)
    assert sentence.entities == marked(text, [(2, 4, "LOC"), (6, 8, "ACT")]).entities
    assert odd(source) == {}


def test_a_folder_is_read_in_the_order_of_its_names(folder):
    for name in ("b", "a10", "a1"):
        put(folder, name, name, "")
    (folder / "README.txt").write_bytes(b"")
    (folder / "notes.md").write_bytes(b"")
    found, source = read_all(folder)
    assert [(s.document, s.text) for s in found] == [("a1", "a1"), ("a10", "a10"), ("b", "b")]
    assert odd(source) == {Rule.LONE_TEXT: (1, [])}


def test_a_byte_order_mark_is_not_counted(folder):
    path = put(folder, "a", "\ufeff北\r\n京", "\ufeffT1\tA 0 1\t北\r\nT2\tA 3 4\t京\r\n")
    ((found,), source) = read_all(path)
    assert found.text == "北\r\n京"
    assert [(e.start, e.text) for e in found.entities] == [(0, "北"), (3, "京")]
    assert odd(source) == {}


def test_both_files_take_the_encoding(folder):
    text, ann = "北京".encode("gb18030"), "T1\tA 0 2\t北京".encode("gb18030")
    ((found,), _) = read_all(put(folder, "a", text, ann), encoding="gb18030")
    assert [e.text for e in found.entities] == ["北京"]
    ((found,), _) = read_all(put(folder, "a", "😀北", "T1\tA 2 3\t北"), offset_unit="utf16")
    assert [(e.start, e.text) for e in found.entities] == [(1, "北")]


def test_what_is_not_used_is_counted(folder):
    ann = (
        "T1\tA 0 1\ta\n\nE1\tX:T1\nR1\tX Arg1:T1 Arg2:T1\nA1\tX T1\nM1\tX T1\nN1\tX T1 X:1\tx\n"
        "#1\tAnnotatorNotes T1\tnote\n*\tEquiv T1 T1\n"
    )
    ((found,), source) = read_all(put(folder, "a", "ab", ann))
    assert [e.text for e in found.entities] == ["a"]
    assert odd(source) == {Rule.UNUSED_ANNOTATION: (7, [3, 4, 5, 6, 7, 8, 9])}


def test_spans_given_twice_and_empty_ones(folder):
    ann = "T1\tA 0 1\ta\nT2\tA 1 1\t\nT3\tA 0 1\ta\n"
    ((found,), source) = read_all(put(folder, "a", "ab", ann))
    assert [e.text for e in found.entities] == ["a"]
    assert odd(source) == {Rule.EMPTY_SPAN: (1, [2]), Rule.REPEATED_SPAN: (1, [1])}


def test_a_span_in_pieces(folder):
    path = put(folder, "a", "left and right hand", "\nT1\tA 0 4;15 19\tleft hand\n")
    message = "the span 0 4;15 19, 'A', is in pieces .discontinuous. .`layer=flatten` reads it as"
    refused(path, message, 2)
    refused(path.with_suffix(".txt"), message, 2, path)
    ((found,), source) = read_all(path, layer="flatten")
    assert [e.text for e in found.entities] == ["left and right hand"]
    assert odd(source) == {Rule.SPAN_IN_PIECES: (1, [2])}


def test_a_line_break_in_a_span_is_a_blank(folder):
    path = put(folder, "a", "New\nYork\r\nCity", "T1\tA 0 8\tNew York\nT2\tA 4 14\tYork\r City\n")
    ((found,), source) = read_all(path)
    assert [e.text for e in found.entities] == ["New\nYork", "York\r\nCity"]
    assert odd(source) == {}


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("T1\tA 0 2", "is not an ID, TAB, label, start and end, TAB, text"),
        ("T1 A 0 2 北京", "is not an ID, TAB"),
        ("T1\tA 0\t北京", "is not an ID, TAB"),
        ("T1\tA B 0 2\t北京", "is not an ID, TAB"),
        ("T1\tA -1 2\t北京", "is not an ID, TAB"),
        ("T1\tA ０ ２\t北京", "is not an ID, TAB"),
        ("T1\tA 0 2;\t北京", "is not an ID, TAB"),
        ("T1\tA 0 " + "9" * 5000 + "\t北京", "is not an ID, TAB"),
        ("T1\tA 0 3\t北京", "the span 0 to 3, 'A', does not lie in the text of 2"),
        ("T1\tA 1 0\t", "does not lie in the text"),
        ("T1\tA 0 1\t北京", "covers '北', expected '北京'"),
        ("北京", "begins with '北', which no line of an .ann file does"),
    ],
)
def test_errors_name_the_line_of_the_ann_file(folder, line, message):
    path = put(folder, "a", "北京", f"\n{line}\n")
    refused(path.with_suffix(".txt"), message, 2, path)
    refused(folder, message, 2, path)


def test_files_that_are_missing(folder):
    path = put(folder, "a", "", "")
    path.with_suffix(".txt").unlink()
    refused(folder, "cannot be read", 0, path.with_suffix(".txt"))
    path.unlink()
    refused(folder, "holds no .ann file", 0)
    path.with_suffix(".txt").touch()
    refused(path.with_suffix(".txt"), "cannot be read", 0, path)
    for other in (folder / "a.bio", "-", ""):
        if other != "":
            refused(other, "is neither an .ann file nor a .txt file nor a folder of them", 0)


def test_a_broken_byte_names_its_file(folder):
    path = put(folder, "a", b"a\n\xff", b"")
    refused(path, "byte 3 of the file, 0xff, is not UTF-8", 2, path.with_suffix(".txt"))
    path = put(folder, "a", b"a", b"\n\xff")
    refused(path, "0xff, is not UTF-8", 2)


# Writing


def test_what_is_written():
    first = marked("我在北\n京", [(2, 5, "LOC")])
    text, ann, source = parts_of([first, marked("", []), marked("好", [(0, 1, "A")])])
    assert text == "我在北\n京\n\n好"
    assert ann == "T1\tLOC 2 5\t北 京\nT2\tA 7 8\t好\n"
    assert odd(source) == {}
    assert parts_of([])[:2] == ("", "")


@given(data=st.data())
def test_a_text_that_is_written_is_read_back(tmp_path_factory, data):
    text = data.draw(st.lists(texts(max_size=8), max_size=4).map("\n".join))
    sentence = marked(text, data.draw(crossing_spans(len(text), ANY_LABELS)))
    written_text, ann, _ = parts_of([sentence])
    ((found,), source) = read_all(put(tmp_path_factory.getbasetemp(), "in", written_text, ann))
    assert (found.text, found.entities) == (sentence.text, sentence.entities)
    assert odd(source) == {}


@given(data=st.data())
def test_sentences_are_the_lines_of_one_text(tmp_path_factory, data):
    lines = data.draw(st.lists(texts(min_size=1, max_size=8, exclude="\r"), max_size=4))
    sentences = [marked(text, data.draw(crossing_spans(len(text), ANY_LABELS))) for text in lines]
    text, ann, _ = parts_of(sentences)
    ((found,), source) = read_all(put(tmp_path_factory.getbasetemp(), "in", text, ann))
    assert [(s.text, s.entities) for s in line_texts(found, source)] == [
        (s.text, s.entities) for s in sentences or [marked("", [])]
    ]


def test_a_text_that_begins_with_a_mark():
    text, ann, _ = parts_of([marked("\ufeffa", [(1, 2, "A")]), marked("\ufeff", [])])
    assert (text, ann) == ("\ufeff\ufeffa\n\ufeff", "T1\tA 1 2\ta\n")


@pytest.mark.parametrize("label", ["a b", "a\tb", "a\n", "\u3000", " "])
def test_a_label_with_a_blank_cannot_be_written(label):
    with pytest.raises(DataError, match="has a blank, which brat cannot hold") as caught:
        parts_of([marked("a", [(0, 1, label)], 3)])
    assert caught.value.line == 3


@given(crossing_sentences(told=True))
def test_what_cannot_be_written_is_counted(sentences):
    *_, source = parts_of(sentences)
    lines = [s.line for s in sentences if s.document or s.comments]
    assert odd(source) == ({Rule.NOT_HELD: (len(lines), lines)} if lines else {})


# Anything


def read_or_refuse(folder, text, ann, **reading):
    path = put(folder, "in", text, ann)
    try:
        ((sentence,), _) = read_all(path, **reading)
    except DataError as error:
        where = error.path, error.line
    else:
        check_places(sentence)
        assert sentence.text == text.removeprefix("\ufeff")
        return
    assert where[0] == str(path)
    assert 0 < where[1] <= ann.count("\n") + 1


@given(
    text=texts(max_size=5),
    ann=st.lists(
        st.sampled_from(["T1\t", "A", " ", "0", "1", "2", ";", "\t", "\n", "E", "#", "a", "\x85"]),
        max_size=12,
    ).map("".join)
    | texts(),
    layer=st.sampled_from(["", "flatten"]),
)
def test_any_lines_are_a_sentence_or_a_data_error(tmp_path_factory, text, ann, layer):
    read_or_refuse(tmp_path_factory.getbasetemp(), text, ann, layer=layer)


@given(
    text=st.just("北京😀\nab" * 4),
    ann=mutated(st.just("T1\tA 0 2\t北京\nT2\tB-c 1 3;4 6\t京😀 ab\n")),
)
def test_a_broken_file_is_a_sentence_or_a_data_error(tmp_path_factory, text, ann):
    read_or_refuse(tmp_path_factory.getbasetemp(), text, ann, layer="flatten")
