import json

import pytest
from check_tools import END, TRAIN, found

from nertag.config import reading_from
from nertag.corpus.check.audit import audit
from nertag.formats.rules import Rule


def doccano(text, *spans):
    return json.dumps({"text": text, "label": spans}, ensure_ascii=False) + "\n"


def test_spans_that_overlap():
    content = doccano("你好") + doccano("《招商银行：浮亏》", [0, 9, "book"], [1, 5, "company"])
    assert found(content)["overlapping-spans"] == [
        (
            "error",
            "train",
            [2],
            "'《招商银行：浮亏》' book (0 to 9) and '招商银行' company (1 to 5) overlap",
        )
    ]
    assert "overlapping-spans" not in found(doccano("招商银行", [0, 2, "A"], [2, 4, "A"]))


def test_each_span_inside_a_long_one_overlaps():
    content = doccano("abcdef", [0, 6, "A"], [1, 2, "B"], [3, 4, "C"])
    assert len(found(content)["overlapping-spans"]) == 2


@pytest.mark.parametrize("span", [[2, 5, "LOC"], [3, 6, "LOC"], [2, 6, "LOC"]])
def test_spans_with_a_blank_at_an_end(span):
    content = doccano("你好") + doccano("我在 北京\u3000了", span)
    [(level, name, lines, what)] = found(content)["blank-edged-span"]
    assert (level, name, lines) == ("warning", "train", [2])
    assert "LOC (" in what


def test_a_blank_within_a_span_is_no_edge():
    assert "blank-edged-span" not in found(doccano("in New York", [3, 11, "LOC"]))


def test_a_tagged_token_of_blanks_is_an_edge():
    content = TRAIN + "\u3000\tB-LOC\n北\tI-LOC\n京\tI-LOC\n\n"
    assert found(content)["blank-edged-span"][0][2] == [END]
    # A blank that is but a part of a token cannot be trimmed.
    words = "in\tO\nNew\xa0\tB-LOC\n\n" * 20
    assert "blank-edged-span" not in found(words)


def test_spans_with_punctuation_at_an_end():
    content = TRAIN + "王\tB-PER\n戊\tI-PER\n，\tI-PER\n\n"
    assert found(content)["punctuation-edged-span"] == [
        ("warning", "train", [END], "'王戊，' PER (0 to 3)")
    ]


@pytest.mark.parametrize(
    "content",
    [
        doccano("读《红楼梦》", [1, 6, "book"], [2, 5, "name"]),  # both halves of a pair
        doccano("Acme Inc. said so", [0, 9, "ORG"]) + doccano("Acme", [0, 4, "ORG"]),
        "U.S.\tB-LOC\nsaid\tO\n\nEU\tB-LOC\nsaid\tO\n\nUN\tB-LOC\n\n" * 9,
        "#NLP\tB-X\nis\tO\nfun\tO\n\nEU\tB-X\nsaid\tO\n\nUN\tB-X\n\n" * 9,
        doccano("他，你", [1, 2, "PUNCT"]) + doccano("我。", [1, 2, "PUNCT"]),  # how it is used
    ],
)
def test_punctuation_that_belongs_to_the_span(content):
    assert "punctuation-edged-span" not in found(content)


def test_half_a_pair_does_not_belong_to_the_span():
    whole = doccano("读《红楼梦》", [1, 6, "book"])
    half = doccano("读《西游记》", [1, 5, "book"])
    assert found(whole * 3 + half)["punctuation-edged-span"][0][2] == [4]


def test_spans_that_cut_words_again_and_again():
    line = '{"text": "Anna visits Bern.", "label": [[%d, %d, "X"]]}\n'
    right, wrong = line % (12, 16), line % (13, 17)
    [(level, _, lines, what)] = found(right * 5 + wrong * 3)["words-cut"]
    assert (level, lines) == ("warning", [6, 7, 8])
    assert what == "3 of 8, such as 'ern.' X (13 to 17)"
    assert "words-cut" not in found(right * 5 + wrong * 2)
    assert "words-cut" not in found(right * 30 + wrong * 3)


def test_the_unit_by_which_no_word_is_cut_is_named(tmp_path):
    path = tmp_path / "in.jsonl"
    text = "👍 Anna saw Bern"
    rows = [{"text": text, "label": [[3, 7, "PER"], [12, 16, "LOC"]]}] * 3
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    findings = audit([path], reading_from({"format": "doccano"})).findings
    (one,) = [finding for finding in findings if finding.rule is Rule.WORDS_CUT]
    assert one.how == "read as UTF-16 units no span cuts a word: `offset_unit=utf16`"
    findings = audit([path], reading_from({"offset_unit": "utf16"})).findings
    assert Rule.WORDS_CUT not in {finding.rule for finding in findings}
