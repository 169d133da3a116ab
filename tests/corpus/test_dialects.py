"""Files of others that were once misread, converted: each has its entities, or is refused."""

import pytest

from nertag.config import settings_from
from nertag.corpus import convert
from nertag.errors import DataError
from nertag.formats.guess import guess
from nertag.formats.reading import read_labelled
from nertag.formats.source import Source
from nertag.text.tags import spans

TEXT = '"text": "Anna Muster visits Bern."'
PRODIGY = (
    f'{{{TEXT}, "tokens": [{{"text": "Anna", "start": 0, "end": 4, "id": 0}}], "spans": '
    '[{"start": 0, "end": 11, "label": "PER"}, {"start": 19, "end": 23, "label": "LOC"}], '
    '"_view_id": "ner_manual", "answer": "accept"}\n'
    '{"text": "Bern is far.", "spans": [{"start": 0, "end": 4, "label": "PER"}], '
    '"_view_id": "ner_manual", "answer": "reject"}\n'
)
TOKENS = (
    f'{{{TEXT}, "tokens": ["Anna", "Muster", "visits", "Bern", "."], '
    '"ner_tags": ["B-PER", "I-PER", "O", "B-LOC", "O"]}\n'
)
ENTS = f'{{{TEXT}, "ents": [{{"start": 0, "end": 11, "label": "PER"}}]}}\n'
ANNOTATOR = '{"classes":["PER"],"annotations":[["Anna visits.",{"entities":[[0,4,"PER"]]}]]}'


def entities_in(folder, content, **settings):
    """The entities that a file gives, with their labels."""
    path = folder / "in"
    path.write_text(content, encoding="utf-8")
    settings = settings_from({"tokens": "word", **settings})
    _, (file,) = read_labelled([path], settings)
    done = convert(path, folder / "out.jsonl", settings, to="doccano", tokens="word")
    found = [span for one in file.sentences for span in spans_of(one)]
    assert done.entities == len(found)
    return found


def spans_of(sentence):
    return [
        (sentence.entity(start, end, label).text, label)
        for start, end, label in spans(sentence.tags)
    ]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (PRODIGY, [("Anna Muster", "PER"), ("Bern", "LOC")]),
        (TOKENS, [("Anna Muster", "PER"), ("Bern", "LOC")]),
        (ENTS, [("Anna Muster", "PER")]),
        (ANNOTATOR, [("Anna", "PER")]),
    ],
)
def test_annotations_of_json_do_not_vanish(tmp_path, content, expected):
    assert entities_in(tmp_path, content) == expected


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            '{"sentence":"Uber blew","entities":[{"word":"Uber","start":0,"end":4,"entity":"O"}]}',
            "JSON of a form that is not known: an object with the keys 'sentence', 'entities'",
        ),
        (
            '[{"id": 0, "paragraphs": [{"raw": "Anna.", "sentences": []}]}]',
            "the keys 'id', 'paragraphs'",
        ),
        (
            '{"content": "Anna.","annotation":[{"label":["PER"],"points":[]}],"extras":null}',
            "the keys 'content', 'annotation', 'extras'",
        ),
        ('{"id": "0", "tokens": ["Anna", "visits"], "ner_tags": [1, 0]}', "names are not known"),
        ("#FORMAT=WebAnno TSV 3.3\n#T_SP=custom.Span|label\n", "WebAnno TSV, .* is not read"),
        ('<?xml version="1.0"?>\n<xmi:XMI/>\n', "an XML document, .* is not read"),
    ],
)
def test_what_is_not_read_is_refused_by_name(tmp_path, content, message):
    with pytest.raises(DataError, match=message):
        entities_in(tmp_path, content)


def test_json_is_never_guessed_as_columns(tmp_path):
    path = tmp_path / "in"
    path.write_text('{"a": "blew B-X"}\n{"a": "x O"}\n', encoding="utf-8")
    with pytest.raises(DataError, match="JSON of a form that is not known"):
        guess(Source(path))


def test_the_text_of_an_entity_is_compared_with_its_offsets(tmp_path):
    content = (
        '{"text": "👍👍 Anna Muster visits Bern today and tomorrow.", "entities": '
        '[{"start": 5, "end": 16, "label": "PER", "text": "Anna Muster"}, '
        '{"start": 24, "end": 28, "label": "LOC", "text": "Bern"}]}'
    )
    message = "covers 'na Muster v', expected 'Anna Muster' .*`offset_unit=utf16` is right"
    with pytest.raises(DataError, match=message):
        entities_in(tmp_path, content)
    found = entities_in(tmp_path, content, offset_unit="utf16")
    assert found == [("Anna Muster", "PER"), ("Bern", "LOC")]
