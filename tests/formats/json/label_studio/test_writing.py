import json

from format_tools import crossing_sentences, marked, mutated, odd, read_all, read_or_refuse, written
from hypothesis import given
from label_studio_tools import BEIJING, EXPECTED, TEXT, result
from strategies import LABELS

from nertag.formats.json import label_studio
from nertag.formats.rules import Rule

ODD_LABELS = (*LABELS, "a b", "\n", '"', "\x00")


def test_what_is_written():
    content, _ = written(label_studio, [EXPECTED, marked("", [])])
    region = {"id": "1", **result(BEIJING)}
    assert json.loads(content) == [
        {
            "data": {"text": TEXT},
            "predictions": [{"model_version": "nertag", "result": [region]}],
        },
        {"data": {"text": ""}, "predictions": [{"model_version": "nertag", "result": []}]},
    ]
    assert json.loads(written(label_studio, [])[0]) == []


@given(crossing_sentences(labels=ODD_LABELS, told=True))
def test_what_is_written_is_read_back(sentences):
    content, source = written(label_studio, sentences)
    assert odd(source) == {}
    found, source = read_all(label_studio, content)
    lines = list(range(2, len(sentences) + 2))
    assert [s.line for s in found] == lines
    assert odd(source) == {Rule.PREDICTIONS_USED: (len(lines), lines)}
    assert [(s.text, s.entities, s.document, s.comments) for s in found] == [
        (s.text, s.entities, s.document, s.comments) for s in sentences
    ]


@given(mutated(crossing_sentences().map(lambda x: written(label_studio, x)[0])))
def test_a_broken_file_is_sentences_or_a_data_error(content):
    read_or_refuse(label_studio, content)
