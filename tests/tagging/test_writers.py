import json
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import LABELS, spans, texts

from nertag.formats.columnar import columns
from nertag.formats.columnar.columns import SHOWN
from nertag.formats.source import Source
from nertag.tagging import Reading, TaggedText
from nertag.tagging.writers import WRITERS, to_conll, to_inline, to_json
from nertag.text.sentence import Sentence
from nertag.text.tags import spans_to_tags
from nertag.text.tokens import tokenise

ODD_LABELS = (*LABELS, "a|b]", "\\", "[x")


def tagged_text(text, found, kind="char"):
    """A tagged text with these spans of tokens."""
    tokens = tokenise(text, kind)
    tags = tuple(spans_to_tags(found, len(tokens), "BIO"))
    tokens = Sentence(text, tokens.starts, tokens.ends, tags)
    return TaggedText(text, tokens, tuple(tokens.entity(*span) for span in found))


@st.composite
def tagged_texts(draw, labels=LABELS, kinds=("char", "word"), **how):
    text, kind = draw(texts(**how)), draw(st.sampled_from(kinds))
    return tagged_text(text, draw(spans(len(tokenise(text, kind)), labels)), kind)


EXAMPLE = tagged_text("李雷在[北京]", [(0, 2, "PER"), (4, 6, "LOC")])


def test_the_formats_by_example():
    assert set(WRITERS) == {"json", "conll", "inline"}
    assert json.loads(to_json(EXAMPLE)) == {
        "text": "李雷在[北京]",
        "entities": [
            {"start": 0, "end": 2, "label": "PER", "text": "李雷"},
            {"start": 4, "end": 6, "label": "LOC", "text": "北京"},
        ],
    }
    assert to_conll(EXAMPLE).startswith("李\tB-PER\n雷\tI-PER\n在\tO\n[\tO\n")
    assert to_inline(EXAMPLE) == "[李雷|PER]在\\[[北京|LOC]\\]\n"


def test_json_says_the_file_first_if_there_are_several():
    assert to_json(EXAMPLE, "文.txt").startswith('{"file": "文.txt", "text": ')


def test_json_has_scores_and_readings_where_they_were_asked_for():
    scores = [0.912345, 1.0]
    entities = tuple(replace(e, score=score) for e, score in zip(EXAMPLE.entities, scores))
    readings = (
        Reading(0.75, EXAMPLE.tags, EXAMPLE.entities),
        Reading(1.23456e-9, ("O",) * len(EXAMPLE.tags), ()),
    )
    line = json.loads(to_json(replace(EXAMPLE, entities=entities, readings=readings)))
    assert list(line) == ["text", "entities", "readings"]
    assert line["entities"] == [
        {"start": 0, "end": 2, "label": "PER", "text": "李雷", "score": 0.9123},
        {"start": 4, "end": 6, "label": "LOC", "text": "北京", "score": 1.0},
    ]
    plain = json.loads(to_json(EXAMPLE))["entities"]
    assert line["readings"] == [
        {"probability": 0.75, "entities": plain},
        {"probability": 1.235e-9, "entities": []},
    ]


@pytest.mark.parametrize("form", ["json", "inline"])
@given(tagged=tagged_texts())
def test_a_text_is_one_line(form, tagged):
    line = WRITERS[form](tagged, None)
    assert line.endswith("\n")
    assert line.count("\n") == 1


@given(tagged_texts(labels=ODD_LABELS))
def test_json_offsets_are_code_points_of_its_text(tagged):
    line = json.loads(to_json(tagged))
    assert line["text"] == tagged.text
    assert len(line["entities"]) == len(tagged.entities)
    for entity in line["entities"]:
        assert line["text"][entity["start"] : entity["end"]] == entity["text"]


def undo(line):
    """The text and the (start, end, label) of a line of inline markup."""
    text, found = "", []
    start = part = label = None
    for escaped, sign in re.findall(r"(\\)?([\s\S])", line.removesuffix("\n")):
        if escaped:
            sign = {"n": "\n", "r": "\r"}.get(sign, sign)
        if part is not None and (escaped or sign != "]"):
            label += sign
        elif not escaped and sign == "[":
            start = len(text)
        elif not escaped and sign == "|":
            part, label = len(text), ""
        elif not escaped and sign == "]":
            found.append((start, part, label))
            part = None
        else:
            text += sign
    return text, found


@given(tagged_texts(labels=ODD_LABELS))
def test_inline_markup_can_be_undone(tagged):
    entities = [(entity.start, entity.end, entity.label) for entity in tagged.entities]
    assert undo(to_inline(tagged)) == (tagged.text, entities)


@given(tagged_texts(exclude="\ufeff", min_size=1, kinds=["char"]))
def test_columns_are_read_back_as_they_were(tmp_path_factory, tagged):
    path = tmp_path_factory.getbasetemp() / "tagged.conll"
    path.write_bytes(to_conll(tagged).encode())
    (sentence,) = columns.read(Source(path))
    assert sentence.text == tagged.text.replace("\t", SHOWN["\t"])
    assert sentence.tags == tagged.tags


@pytest.mark.parametrize("text", ["a\tb", " \t ", "\t", "   ", "a  b"])
def test_blanks_and_tabs_are_tokens_of_their_own(text):
    rows = to_conll(tagged_text(text, [(0, 1, "X")])).split("\n")
    assert rows[-2:] == ["", ""]
    assert [row.split("\t")[0] for row in rows[:-2]] == [SHOWN.get(char, char) for char in text]


def test_a_line_feed_inside_a_text_breaks_no_row():
    # From a file no text holds one; from the Python API it may.
    rows = to_conll(tagged_text("a\nb", [(0, 3, "X")])).split("\n")
    assert rows == ["a\tB-X", "\u240a\tI-X", "b\tI-X", "", ""]


def test_an_empty_text_is_an_empty_line():
    nothing = tagged_text("", [])
    assert to_conll(nothing) == to_inline(nothing) == "\n"
    assert json.loads(to_json(nothing)) == {"text": "", "entities": []}
