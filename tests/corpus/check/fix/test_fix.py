import json
import tempfile
from contextlib import suppress
from pathlib import Path

import pytest
from check_tools import TRAIN, found, repaired
from format_tools import crossing_sentences, marked_sentences, mutated, written
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import LABELS, tags

from nertag.config import reading_from
from nertag.corpus.check.fix.fix import fix
from nertag.errors import ConfigError, DataError
from nertag.formats.json import cluener, doccano, label_studio, spacy
from nertag.formats.markup import inline
from nertag.formats.markup import xml as xml_tags
from nertag.formats.reading import stream_labelled

MENDED = {"broken-tags", "empty-tag", "blank-edged-span", "empty-span"}


def check_fixed(content, **settings):
    """The repaired copy has nothing left to fix, and fixing it again changes nothing."""
    once, changes = repaired(content, **settings)
    left = found(once, **settings).keys() & MENDED
    assert left == set()
    assert repaired(once, **settings) == (once, [])
    return once, changes


def test_clean_data_stays_as_it_is():
    assert check_fixed(TRAIN) == (TRAIN.encode(), [])


def test_broken_tags_are_mended_in_their_lines_only():
    content = "\ufeffa x I_LOC\r\nb  y I_LOC\r\n\t\r\n# z\tB-X\n-DOCSTART- - O\nc y B_LOC"
    content = content.replace("# z\tB-X", "# z B_X")
    fixed, changes = check_fixed(content)
    assert fixed.decode() == content.replace("a x I_LOC", "a x B_LOC")
    assert changes == [("broken-tags", 1, "I_LOC -> B_LOC")]


def test_tags_are_mended_by_the_scheme_of_the_file():
    bmes = "中 B-ORG\n国 M-ORG\n院 E-ORG\n好 S-ORG\n\n" * 3
    fixed, changes = check_fixed(bmes + "中 B-ORG\n国 M-ORG\n在 O\n国 M-ORG\n院 E-ORG\n\n")
    assert fixed.decode() == bmes + "中 B-ORG\n国 E-ORG\n在 O\n国 B-ORG\n院 E-ORG\n\n"
    assert changes == [
        ("broken-tags", 17, "M-ORG -> E-ORG"),
        ("broken-tags", 19, "M-ORG -> B-ORG"),
    ]


def test_digits_behind_characters_stay():
    weibo = "科0\tB-X\n技1\tI-X\n 0\tI-X\n好0\tI-X\n 0\tI-X\n\n" * 3 + "[哈]0\tI-X\n在0\tO\n"
    fixed, changes = check_fixed(weibo)
    assert fixed.decode() == weibo.replace("好0\tI-X\n 0\tI-X", "好0\tI-X\n 0\tO").replace(
        "[哈]0\tI-X", "[哈]0\tB-X"
    )
    assert changes[0] == ("blank-edged-span", 5, "I-X -> O")
    assert changes[-1] == ("broken-tags", 19, "I-X -> B-X")


def test_empty_tags_are_written_as_o():
    content = "好\tx\tO\r\n0\tx\t\r\n坏\tx\tB-X\n\n"
    fixed, changes = check_fixed(content)
    assert fixed.decode() == content.replace("0\tx\t\r", "0\tx\tO\r")
    assert changes == [("empty-tag", 2, "an empty tag -> O")]
    assert check_fixed("好 O\n0 \n坏 B-X\n" * 9)[0].decode() == "好 O\n0 O\n坏 B-X\n" * 9


def test_the_tag_column_is_the_one_that_is_read():
    content = "I-A\tx\tI-B\nO\ty\tO\n\n"
    one = {"tag_column": 0, "token_column": 1, "scheme": "BIO"}
    assert check_fixed(content, **one)[0].decode() == "B-A\tx\tI-B\nO\ty\tO\n\n"


def test_blank_tokens_at_the_ends_of_a_span_become_o():
    content = "在\tO\n\u3000\tB-X\n北\tI-X\n\u3000\tI-X\n京\tI-X\n\u3000\tI-X\n\n"
    fixed, changes = check_fixed(content * 3, scheme="BIO")
    assert fixed.decode() == "在\tO\n\u3000\tO\n北\tB-X\n\u3000\tI-X\n京\tI-X\n\u3000\tO\n\n" * 3
    assert changes[:3] == [
        ("blank-edged-span", 2, "B-X -> O"),
        ("blank-edged-span", 3, "I-X -> B-X"),
        ("blank-edged-span", 6, "I-X -> O"),
    ]


def test_the_layer_of_germeval_that_is_read():
    content = "# source\n1\tBerlin\tI-LOC\tO\n2\tMitte\tO\tI-LOC\n\n"
    assert b"Berlin\tB-LOC\tO\n2\tMitte\tO\tI-LOC" in check_fixed(content, scheme="BIO")[0]
    inner, _ = check_fixed(content, scheme="BIO", layer="2")
    assert b"Berlin\tI-LOC\tO\n2\tMitte\tO\tB-LOC" in inner


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-16-be", "utf-8-sig", "latin-1"])
def test_the_encoding_stays(encoding):
    city = "Köln" if encoding == "latin-1" else "北京"
    content = "".join(f"{sign}\tI-X\n" for sign in city)
    fixed, _ = repaired(content.encode(encoding), encoding=encoding, scheme="BIO")
    assert fixed == content.replace("I-X", "B-X", 1).encode(encoding)


def test_bytes_that_are_not_of_the_encoding_stay():
    content = b"\xff\tI-X\n\n" + TRAIN.encode()
    with pytest.raises(DataError, match="is not UTF-8"):
        repaired(content)
    fixed, _ = repaired(content, encoding_errors="replace")
    assert fixed == content.replace(b"I-X", b"B-X")


def test_spans_of_doccano_are_trimmed_and_all_else_stays():
    first = '{ "text": "caf\\u00e9 ",  "label": [[0, 4, "X"]], "meta": {"a": [1, 2, "b"]}}\r\n'
    record = {"id": 7, "text": "在 北京 ", "entities": [], "relations": [[1, 2, "r"]]}
    record["entities"] = [{"id": 3, "label": "LOC", "start_offset": 1, "end_offset": 5}]
    fixed, changes = check_fixed(first + json.dumps(record, ensure_ascii=False) + "\n")
    same, changed = fixed.decode().split("\n")[:2]
    assert same + "\n" == first
    record["entities"][0] |= {"start_offset": 2, "end_offset": 4}
    assert json.loads(changed) == record
    assert changes == [("blank-edged-span", 2, "' 北京 ' -> '北京'")]


def test_spans_of_nothing_or_blanks_only_are_taken_out():
    record = {"text": "a  b", "label": [[0, 1, "X"], [1, 3, "Y"], [2, 2, "Z"]]}
    fixed, changes = check_fixed(json.dumps(record) + "\n")
    assert json.loads(fixed)["label"] == [[0, 1, "X"]]
    assert changes == [("empty-span", 1, "'  ' -> taken out"), ("empty-span", 1, "'' -> taken out")]


def test_units_of_offsets_do_not_matter():
    record = {"text": "😀 北京", "label": [[2, 5, "LOC"]]}
    fixed, _ = check_fixed(json.dumps(record), offset_unit="utf16")
    assert json.loads(fixed)["label"] == [[3, 5, "LOC"]]


def test_values_in_a_list_are_written_as_a_list():
    pairs = [
        ["在 北京", {"entities": [[1, 4, "LOC"]], "cats": {"A": 0.5}}],
        ["好", {"entities": []}],
    ]
    fixed, _ = check_fixed(json.dumps(pairs, indent=1))
    pairs[0][1]["entities"] = [[2, 4, "LOC"]]
    assert json.loads(fixed) == pairs


def test_mentions_of_cluener_are_trimmed():
    label = {"LOC": {"北京 ": [[0, 2], [3, 5]], "北京": [[6, 7]]}, "X": {" ": [[2, 2]]}}
    fixed, changes = check_fixed(json.dumps({"text": "北京 北京 北京", "label": label}))
    assert json.loads(fixed)["label"] == {"LOC": {"北京": [[0, 1], [3, 4], [6, 7]]}, "X": {}}
    assert [kind for kind, _, _ in changes] == ["blank-edged-span"] * 2 + ["empty-span"]


@pytest.mark.parametrize("key", ["annotations", "predictions"])
def test_regions_of_label_studio_are_trimmed(key):
    region = {"start": 1, "end": 4, "text": " 北京", "labels": ["LOC"]}
    other = {"type": "choices", "value": {"choices": ["a"]}}
    result = [{"id": "r", "type": "labels", "to_name": "text", "value": region}, other]
    task = {"id": 1, "data": {"text": "在 北京"}, key: [{"id": 5, "result": result}]}
    fixed, _ = check_fixed(json.dumps([task], ensure_ascii=False))
    region |= {"start": 2, "text": "北京"}
    assert json.loads(fixed) == [task]


def test_the_short_export_of_label_studio():
    task = {"id": 1, "text": "在 北京", "label": [{"start": 1, "end": 4, "labels": ["LOC"]}]}
    fixed, _ = check_fixed(json.dumps([task]))
    task["label"][0]["start"] = 2
    assert json.loads(fixed) == [task]


def test_markup_is_trimmed_in_its_lines_only():
    content = "\ufeff在[ 北京 |LOC]\r\n\\[x\\] [a|X] b\n[|X]好[ |Y]\n"
    fixed, changes = check_fixed(content, format="inline")
    assert fixed.decode() == "\ufeff在 [北京|LOC] \r\n\\[x\\] [a|X] b\n好 \n"
    assert changes == [
        ("blank-edged-span", 1, "' 北京 ' -> '北京'"),
        ("empty-span", 3, "'' -> taken out"),
        ("empty-span", 3, "' ' -> taken out"),
    ]
    assert check_fixed("在<LOC> 北京</LOC>&amp;\n")[0].decode() == "在 <LOC>北京</LOC>&amp;\n"


def test_lines_of_nested_tags_are_left_alone():
    nested = "<ORG><LOC> 北京</LOC>大学</ORG>\n"
    assert repaired(nested) == (nested.encode(), [])


def test_files_that_need_no_mending_are_copied():
    conllu = "1\tdas\tdas\tDET\t_\t_\t_\t_\t_\t_\r\n"
    assert repaired(conllu) == (conllu.encode(), [])
    assert repaired("\n\r\n", format="columns") == (b"\n\r\n", [])
    assert repaired("我 在 北京\n", format="segmented") == ("我 在 北京\n".encode(), [])


def test_the_file_itself_is_not_written(tmp_path):
    path = tmp_path / "a.bio"
    path.write_text(TRAIN, encoding="utf-8")
    with pytest.raises(ConfigError, match="give another name"):
        fix(path, tmp_path / "." / "a.bio", reading_from({}))


def test_brat_is_refused(tmp_path):
    for name in ("a.txt", "a.ann"):
        (tmp_path / name).write_text("", encoding="utf-8")
    with pytest.raises(ConfigError, match="brat"):
        fix(tmp_path / "a.ann", tmp_path / "out", reading_from({}))


def test_the_copy_appears_complete_or_not_at_all(tmp_path):
    path, target = tmp_path / "a.bio", tmp_path / "out"
    path.write_text(TRAIN + "x I-LOC y\n", encoding="utf-8")
    with pytest.raises(DataError):
        fix(path, target, reading_from({}))
    assert [one.name for one in tmp_path.iterdir()] == ["a.bio"]


TOKENS = st.sampled_from(["北", "京", "\u3000", "a", "New", "\xa0", "#", " 7", "科0"])


@given(
    st.lists(st.lists(st.tuples(TOKENS, tags(LABELS[:2]) | st.just("")), min_size=1), min_size=1),
    st.sampled_from(["auto", "BIO", "IOB1", "BIOES", "BMES", "BILOU"]),
    st.sampled_from(["\n", "\r\n"]),
)
def test_any_tags_are_mended_once_for_all(sentences, scheme, end):
    content = f"好\tO{end}{end}" + end.join(
        "".join(f"{token}\t{tag}{end}" for token, tag in sentence) for sentence in sentences
    )
    once, changes = check_fixed(content, format="columns", scheme=scheme)
    before, after = content.encode().split(b"\n"), once.split(b"\n")
    changed = [n for n, (a, b) in enumerate(zip(before, after), 1) if a != b]
    assert len(before) == len(after)
    assert changed == [line for _, line, _ in changes]
    tokens = [[line.split(b"\t")[0] for line in lines] for lines in (before, after)]
    assert tokens[0] == tokens[1]


@pytest.mark.slow
@pytest.mark.parametrize("format", [doccano, spacy, cluener, label_studio])
@settings(max_examples=25)
@given(sentences=crossing_sentences())
def test_any_spans_of_json_are_mended_once_for_all(format, sentences):
    content, _ = written(format, sentences)
    name = format.__name__.rpartition(".")[2].replace("_", "-")
    check_same_texts(content, name, sentences)


@pytest.mark.slow
@pytest.mark.parametrize("format", [inline, xml_tags])
@settings(max_examples=25)
@given(sentences=marked_sentences())
def test_any_entities_of_markup_are_mended_once_for_all(format, sentences):
    content, _ = written(format, sentences)
    name = format.__name__.rpartition(".")[2].removesuffix("_tags")
    check_same_texts(content, name, sentences)


def check_same_texts(content, name, sentences):
    once, _ = check_fixed(content, format=name)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "in")
        path.write_bytes(once)
        again = list(stream_labelled(path, reading_from({"format": name}))[2])
    assert [one.text for one in again] == [one.text for one in sentences]
    for one, before in zip(again, sentences):
        left = {(e.label, e.text.strip()) for e in before.entities if e.text.strip()}
        assert {(e.label, e.text) for e in one.entities} == left


@given(mutated(st.just(TRAIN[:200])))
def test_what_cannot_be_read_is_refused(content):
    with suppress(DataError):
        check_fixed(content, format="columns")


def test_spans_of_another_unit_are_not_cut(tmp_path):
    path = tmp_path / "in.jsonl"
    span = {"start": 8, "end": 12, "text": "Bern", "label": "LOC"}
    path.write_text(json.dumps({"text": "👍👍 in Bern", "entities": [span]}), encoding="utf-8")
    with pytest.raises(DataError, match="`offset_unit=utf16`"):
        fix(path, tmp_path / "out.jsonl", reading_from({}))
    assert not (tmp_path / "out.jsonl").exists()
