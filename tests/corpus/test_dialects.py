"""Files of others that were once misread, converted: each has its entities, or is refused."""

import json

import pytest

from nertag.config import reading_from
from nertag.corpus import convert
from nertag.errors import DataError
from nertag.formats.guess import guess
from nertag.formats.reading import read_labelled
from nertag.formats.rules import Rule
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
    settings = reading_from({"tokens": "word", **settings})
    file = read_labelled(path, settings)
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
        (
            '{"content": "Anna.", "annotation": [{"label": ["PER"], "points": [{"start": 0, '
            '"end": 3, "text": "Anna"}]}], "extras": null}',
            [("Anna", "PER")],
        ),
        ("Sentence #,Word,POS,Tag\nSentence: 1,Anna,NNP,B-PER\n,said,VBD,O\n", [("Anna", "PER")]),
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
            "spaCy's JSON for training .*'paragraphs'.* is not read",
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
    message = "covers 'na Muster v', expected 'Anna Muster' .*`offset_unit=utf16`"
    with pytest.raises(DataError, match=message):
        entities_in(tmp_path, content)
    found = entities_in(tmp_path, content, offset_unit="utf16")
    assert found == [("Anna Muster", "PER"), ("Bern", "LOC")]


def record(text, start, end, mention, **more):
    span = {"start_offset": start, "end_offset": end, "label": "X", "text": mention}
    return json.dumps({"text": text, "entities": [span | more]}, ensure_ascii=False)


@pytest.mark.parametrize(
    ("content", "unit", "mention"),
    [
        # a browser counts an emoji as two, one with a skin colour as four
        (
            record("👨🏻\u200d🚒 firemen drive firetrucks", 22, 32, "firetrucks"),
            "utf16",
            "firetrucks",
        ),
        # doccano with "count grapheme clusters as one character"
        (
            record("👨🏻\u200d🚒 firemen drive firetrucks", 16, 26, "firetrucks"),
            "grapheme",
            "firetrucks",
        ),
        # tools in C++, Go and Rust count bytes
        (record("“hello” Zoë", 12, 16, "Zoë"), "byte", "Zoë"),
        # a page shows CRLF as one line break
        (record("ca.\r\n40 Mio.\r\nJahren", 12, 18, "Jahren"), "crlf", "Jahren"),
        # what the user selected is shown with one blank
        (record("Text: Berlin,  Germany.", 6, 22, "Berlin, Germany"), "", "Berlin,  Germany"),
    ],
)
def test_reports_of_shifted_spans(tmp_path, content, unit, mention):
    if unit:
        with pytest.raises(DataError, match=f"fit: `offset_unit={unit}`"):
            entities_in(tmp_path, content, tokens="char")
    how = {"offset_unit": unit} if unit else {}
    assert entities_in(tmp_path, content, tokens="char", **how) == [(mention, "X")]


MULTICONER = """# id 11aa-22\tdomain=train
she _ _ O
visits _ _ O
lake _ _ B-LOC
geneva _ _ I-LOC

# id 33bb-44\tdomain=train
bern _ _ B-LOC
# _ _ O
far _ _ O

"""
UNER = """# newdoc id = a
# sent_id = a-1
# text = Anna visits Bern .
1\tAnna\tB-PER\t-\tx
2\tvisits\tO\t-\tx
3\tBern\tB-LOC\t-\tx
4\t.\tO\t-\tx

"""
HIPE = """TOKEN\tNE-COARSE\tMISC
Anna\tB-pers\t_
visits\tO\t_
Bern\tB-loc\tNoSpaceAfter
.\tO\t_

"""
BARE = "Anna\tPERSON\nMuster\tPERSON\nvisits\tO\nBern\tLOCATION\n.\tO\n\n"


@pytest.mark.parametrize(
    ("content", "settings", "expected"),
    [
        (MULTICONER, {}, [("lake geneva", "LOC"), ("bern", "LOC")]),
        (UNER, {"token_column": 1, "tag_column": 2}, [("Anna", "PER"), ("Bern", "LOC")]),
        (HIPE, {"tag_column": 1}, [("Anna", "pers"), ("Bern", "loc")]),
        (BARE, {}, [("Anna Muster", "PERSON"), ("Bern", "LOCATION")]),
        (BARE.replace("\tO", "\t_"), {}, [("Anna Muster", "PERSON"), ("Bern", "LOCATION")]),
        ("Word\tTag\n" + BARE, {}, [("Anna Muster", "PERSON"), ("Bern", "LOCATION")]),
        ("a\tB-X\nb\t0\n\nc\t0\nd\tB-Y\n", {}, [("a", "X"), ("d", "Y")]),
        ("# id 1\n#tag B-X\na O\n", {}, [("#tag", "X")]),
        (UNER, {"tag_column": 2}, [("Anna", "PER"), ("Bern", "LOC")]),
        ("0 a x B-X\n1 b x I-X\n\n0 c x O\n", {}, [("a b", "X")]),
        ("a\tB-X\n" + "b\t<pad>\n" * 10, {}, [("a", "X")]),
        ("a\tX\nb\tX\nc\tOther\n", {}, [("a b", "X")]),
        ("a\tX\nb\tX\nc\tY\n", {"scheme": "IO"}, [("a b", "X"), ("c", "Y")]),
        ("a\tI-X\nb\tI-X\nc\tO\n", {"scheme": "IO"}, [("a b", "X")]),
        ("word,tag\na,X\nb,X\nc,O\n", {}, [("a b", "X")]),
        (
            '{"tokens": ["a", "b", "c"], "ner_tags": ["person-actor", "person-actor", "O"]}',
            {},
            [("a b", "person-actor")],
        ),
    ],
)
def test_dialects_of_columns(tmp_path, content, settings, expected):
    assert entities_in(tmp_path, content, **settings) == expected


def test_what_was_read_by_a_rule_is_counted_and_comments_are_kept(tmp_path):
    path = tmp_path / "in"
    path.write_text(MULTICONER, encoding="utf-8")
    file = read_labelled(path, reading_from({"tokens": "word"}))
    assert [one.comments for one in file.sentences] == [
        ("id 11aa-22\tdomain=train",),
        ("id 33bb-44\tdomain=train",),
    ]
    assert file.sentences[1].words == ["bern", "#", "far"]
    assert {oddity.rule: oddity.lines for oddity in file.oddities} == {Rule.COMMENT: [1, 7]}
    path.write_text("Word\tTag\n" + BARE, encoding="utf-8")
    file = read_labelled(path, reading_from({"tokens": "word"}))
    assert {oddity.rule: oddity.lines for oddity in file.oddities} == {
        Rule.HEADER: [1],
        Rule.BARE_TAG: [2, 3, 5],
    }


def test_a_column_without_a_sign_for_outside_is_refused(tmp_path):
    with pytest.raises(DataError, match=r"the tag 'NNP' is neither O .*`tag_column`"):
        entities_in(tmp_path, "Anna\tx\tNNP\nvisits\tx\tVBZ\nBern\tx\tNNP\n")


PREFIXED = "".join(
    f"word={letter}\tpos=x\t{'B-X' if letter in 'ak' else 'O'}\n" for letter in "abcdefghijk"
)


def test_what_stands_before_each_token_is_no_part_of_it(tmp_path):
    assert entities_in(tmp_path, PREFIXED) == [("a", "X"), ("k", "X")]
    path = tmp_path / "in"
    path.write_text(PREFIXED + "other\tpos=x\tO\n", encoding="utf-8")
    file = read_labelled(path, reading_from({"tokens": "word"}))
    assert file.sentences[0].words[-2:] == ["word=k", "other"]
    path.write_text(PREFIXED, encoding="utf-8")
    file = read_labelled(path, reading_from({"tokens": "word"}))
    assert {oddity.text: oddity.count for oddity in file.oddities} == {
        Rule.TOKEN_PREFIX.told("'word='"): 11
    }


def test_a_column_that_counts_the_tokens_is_counted(tmp_path):
    path = tmp_path / "in"
    path.write_text(UNER, encoding="utf-8")
    file = read_labelled(path, reading_from({"tokens": "word", "tag_column": 2}))
    assert {oddity.rule: oddity.count for oddity in file.oddities} == {
        Rule.COMMENT: 3,
        Rule.INDEX_COLUMN: 4,
    }


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            "Anna\tB-PER\tx\nin\tO\tx\nBern\tB-LOC\tx\n",
            "1: the tag 'x' is neither O nor like B-LABEL .100% of the lines have 3 columns parted "
            "by TABs, column 1 holds tags in 100% of these, such as .*see `tag_column`",
        ),
        (
            "a title of five words\nAnna B-PER\nin O\nBern B-LOC\n",
            "1: 5 columns.*75% of the .* 2 c",
        ),
        (
            "TOKEN\tNE\tMISC\nAnna\tB-pers\tNoSpaceAfter\nin\tO\t_\nBern\tB-loc\t_\n",
            "2: the tags of column 2 have no prefix, those of column 1 have one .*column 1 holds "
            "tags in .*`scheme=IO`",
        ),
        ("".join(f"a\tw{n}\n" for n in range(30)) + "b\tO\n", "the tag 'w0' is neither O"),
        ("Anna\nin\n", "1: one column where .*100% of the lines have one column, no column holds"),
        ("Anna O\nin X\nof O\non B-Y\n", "2: the tag 'X' .*fix the line"),
    ],
)
def test_an_error_in_the_first_line_says_what_the_file_looks_like(tmp_path, content, message):
    with pytest.raises(DataError, match=message):
        entities_in(tmp_path, content, format="columns")


def test_the_scheme_io_is_written_and_what_it_joins_is_counted(tmp_path):
    path, out = tmp_path / "in.conll", tmp_path / "out.conll"
    path.write_text("a\tB-X\nb\tB-X\nc\tI-X\nd\tB-Y\n", encoding="utf-8")
    done = convert(path, out, reading_from({}), scheme="IO")
    assert out.read_text(encoding="utf-8") == "a\tI-X\nb\tI-X\nc\tI-X\nd\tI-Y\n\n"
    assert {oddity.rule: oddity.count for oddity in done.source.oddities} == {
        Rule.TOUCHING_ENTITIES: 1
    }
    file = read_labelled(out, reading_from({"scheme": "IO"}))
    assert [spans(one.tags) for one in file.sentences] == [[(0, 3, "X"), (3, 4, "Y")]]


@pytest.mark.parametrize("end", ["\r", "\r\r\n"])
def test_other_line_ends(tmp_path, end):
    content = "李\tB-PER\n雷\tI-PER\n\n北\tB-LOC\n京\tI-LOC\n"
    path = tmp_path / "in"
    path.write_bytes(content.replace("\n", end).encode())
    file = read_labelled(path, reading_from({}))
    assert [(one.text, one.tags, one.line) for one in file.sentences] == [
        ("李雷", ("B-PER", "I-PER"), 1),
        ("北京", ("B-LOC", "I-LOC"), 4),
    ]
    assert [(oddity.rule, oddity.detail) for oddity in file.oddities] == [
        (Rule.ODD_LINE_ENDS, "CR" if end == "\r" else "CR CR LF")
    ]
