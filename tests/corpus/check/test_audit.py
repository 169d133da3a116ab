import json

import pytest
from check_tools import DEV, END, ROWS, TRAIN, found, repaired, report, rows
from format_tools import mutated
from hypothesis import given
from hypothesis import strategies as st
from strategies import texts as odd_texts

from nertag.config import reading_from
from nertag.corpus.check.advice import advice
from nertag.corpus.check.audit import audit
from nertag.errors import ConfigError
from nertag.formats.rules import Rule

CLEAN_JSON = '{"text": "李雷在北京。", "label": [[0, 2, "PER"], [3, 5, "LOC"]]}\n'


def test_clean_data_has_no_finding():
    assert found(TRAIN, DEV) == {}


def test_the_counts_are_those_of_the_files():
    train, dev = report(TRAIN, DEV).files
    assert (train.part, train.format, train.scheme) == ("train", "columns", "BIO")
    assert (train.sentences, train.tokens, train.entities) == (100, 800, 200)
    assert (train.without_entity, train.labels) == (0, {"PER": 100, "LOC": 100})
    assert (dev.part, dev.sentences, dev.labels) == ("dev", 20, {"PER": 20, "LOC": 20})


@pytest.mark.parametrize(
    ("content", "tokens", "name"),
    [
        ("科0\tB\n技1\tI\n[哭]0\tO\n" * 20, 60, "train"),  # a token of three characters among them
        ("New\tB-LOC\nYork\tI-LOC\n" * 20, 40, "train"),
        ("1\tdas\tdas\tDET\t_\t_\t_\t_\t_\t_\n2\tHaus\tHaus\tNOUN\t_\t_\t_\t_\t_\t_\n", 2, "train"),
        (CLEAN_JSON, 6, "train"),
    ],
)
def test_tokens_are_counted_as_the_file_has_them(content, tokens, name):
    assert report(content, name=name).files[0].tokens == tokens


def test_tokens_may_be_told():
    assert report("New\tB-LOC\nYork\tI-LOC\n" * 20, tokens="char").files[0].tokens == 40
    assert "cut-token" not in found('{"text": "ab cd", "label": [[0, 1, "X"]]}\n')
    cut = found('{"text": "ab cd", "label": [[0, 1, "X"]]}\n', tokens="word")
    assert cut["cut-token"][0][:3] == ("warning", "train", [1])


def test_the_scheme_is_read_from_each_file():
    bmes = "张\tB-PER\n三\tE-PER\n在\tO\n"
    one, two = report(bmes * 5, "张\tB-PER\n\n").files
    assert (one.scheme, two.scheme) == ("BIOES", "BIO")
    assert "broken-tags" not in found(bmes * 5, "张\tB-PER\n\n")
    assert report(bmes * 5, scheme="BMES").files[0].scheme == "BMES"


def test_the_most_serious_comes_first():
    content = TRAIN + "\ufeff你\ue000\tO\n在\tI-X\n\n"
    levels = [finding.level for finding in report(content).findings]
    assert levels == sorted(levels, key=("error", "warning", "note").index)
    assert len(set(levels)) == 3


def test_a_bad_line_is_a_finding_and_all_else_is_checked():
    broken = TRAIN + "北\tB-LOC\n京 I-LOC\n\n"
    kinds = found(broken, DEV)
    assert kinds.keys() == {"bad-place"}
    [(level, name, lines, what)] = kinds["bad-place"]
    assert (level, name, lines) == ("error", "train", [END + 1])
    assert "1 columns where 2 are expected" in what
    assert report(broken, DEV).files[0].sentences == 101


def test_what_the_reader_says_to_do_is_kept():
    findings = report("北\tX-LOC\n京\tI-LOC\n" * 20, format="columns").findings
    bad = [one for one in findings if one.rule.id == "bad-place"]
    assert bad[1].to_dict()["how"] == "fix the line"


@pytest.mark.parametrize("content", ["", "\n\n", "-DOCSTART- O\n", "noformat\n"])
def test_a_file_without_sentences_is_unreadable(content):
    assert found(content)["unreadable"][0][0] == "error"


def test_the_plain_values_hold_all_lines():
    values = json.loads(json.dumps(report(TRAIN + rows("在北京，你好吗。", "OIIOOOOO")).to_dict()))
    assert values["errors"] == 1
    [broken] = [one for one in values["findings"] if one["level"] == "error"]
    assert broken["kind"] == "broken-tags"
    assert (broken["line"], broken["lines"], broken["count"]) == (END + 1, [END + 1], 1)
    assert broken["how"] == advice(Rule.BROKEN_TAGS)
    assert values["files"][0]["sentences"] == 101


def test_settings_that_do_not_exist_are_no_findings():
    with pytest.raises(ConfigError):
        report(TRAIN, encoding="utf-9")
    with pytest.raises(ConfigError):
        report(TRAIN, format="word")


def check_any(content, dev, **settings):
    told = report(content, dev, **settings)
    lines = {"train": content.count(b"\n") + 1, "dev": dev.count(b"\n") + 1}
    for finding in told.findings:
        name = finding.path.rsplit("/", 1)[-1]
        assert all(0 < line <= lines[name] for line in finding.lines)
        assert finding.count >= len(finding.lines)
    json.dumps(told.to_dict())


@given(st.binary(max_size=60), st.binary(max_size=60))
def test_no_bytes_are_too_much(content, dev):
    check_any(content, dev)


@given(mutated(st.just(TRAIN[: 6 * ROWS] * 2)), mutated(st.just(CLEAN_JSON * 2)))
def test_no_broken_file_is_too_much(content, dev):
    check_any(content.encode(), dev.encode())


@given(
    st.lists(st.tuples(odd_texts(min_size=1, exclude="\t"), st.sampled_from(["O", "B-X", "I-Y"]))),
    st.sampled_from(["columns", "inline", "xml", "segmented"]),
)
def test_no_odd_text_is_too_much(lines, format):
    content = "".join(f"{text}\t{tag}\n" for text, tag in lines).encode()
    check_any(content, content, format=format)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16", "utf-16-le", "utf-8-sig"])
@given(content=st.binary(max_size=30))
def test_no_encoding_is_too_much(content, encoding):
    told = report(content, encoding=encoding)
    assert told.files[0].path.endswith("train")


def test_pairs_and_folders_of_brat(tmp_path):
    (tmp_path / "a.txt").write_bytes("李雷在北京。\r\n".encode())
    (tmp_path / "a.ann").write_bytes("\ufeffT1\tPER 0 2\t李雷\n".encode())
    for path in (tmp_path, tmp_path / "a.txt"):
        told = audit([path], reading_from({}))
        kinds = {(one.rule.id, one.path.rsplit("/", 1)[-1]) for one in told.findings}
        assert {("crlf", "a.txt"), ("byte-order-mark", "a.ann")} <= kinds
        assert told.files[0].labels == {"PER": 1}


def test_one_of_several_files_may_be_unreadable(tmp_path):
    paths = [tmp_path / name for name in ("a", "b", "c")]
    for path, content in zip(paths, (TRAIN, "", DEV)):
        path.write_text(content, encoding="utf-8")
    told = audit(paths[:2], reading_from({}), dev=paths[2])
    assert [one.rule.id for one in told.findings] == ["unreadable"]
    assert [one.sentences for one in told.files] == [100, 0, 20]
    assert [one.part for one in told.files] == ["train", "train", "dev"]
    nothing = audit(paths[1:2], reading_from({}), dev=paths[1])
    assert [one.rule.id for one in nothing.findings] == ["unreadable"]


BAD_SPANS = (
    '{"text": "Anna visits Bern.", "label": [[0, 4, "PER"]]}\n'
    '{"text": "Bern is far", "label": [[0, 4, "LOC"], [8, 12, "X"]]}\n'
    '{"text": "Basel too", "label": [[0, 5, "LOC"], [6, 99, "X"], [20, 21, "X"], ["a", 2, "X"]]}\n'
)


def test_all_bad_places_are_listed():
    places = found(BAD_SPANS)["bad-place"]
    assert [(level, lines) for level, _, lines, _ in places] == [
        ("error", [2]),
        ("error", [3]),
        ("error", [3]),
        ("error", [3]),
    ]
    assert report(BAD_SPANS).files[0].entities == 3
    content = "a\tB-X\nb\tX\nc\nd\tO\ne\tO\nf\tO\ng\tY\n"
    assert [lines for _, _, lines, _ in found(content)["bad-place"]] == [[2], [3], [7]]


def test_bad_spans_are_cut_to_the_text_or_taken_out():
    content, changes = repaired(BAD_SPANS)
    first, second, third = map(json.loads, content.splitlines())
    assert first["label"] == [[0, 4, "PER"]]
    assert second["label"] == [[0, 4, "LOC"], [8, 11, "X"]]
    assert third["label"] == [[0, 5, "LOC"], [6, 9, "X"], ["a", 2, "X"]]
    assert changes == [
        ("bad-place", 2, "the span 8 to 12 -> 8 to 11"),
        ("bad-place", 3, "the span 6 to 99 -> 6 to 9"),
        ("bad-place", 3, "the span 20 to 21 -> taken out"),
    ]
    content, _ = repaired('{"text": "😀a", "label": [[2, 9, "X"]]}', offset_unit="utf16")
    assert json.loads(content)["label"] == [[2, 3, "X"]]


@pytest.mark.parametrize("end", ["\r", "\r\r\n"])
def test_other_line_ends_are_a_finding_and_fixed(end):
    content = TRAIN.replace("\n", end)
    assert found(content)["odd-line-ends"][0][0] == "warning"
    written, changes = repaired(content)
    assert written.decode() == TRAIN
    assert [kind for kind, _, _ in changes] == ["odd-line-ends"]
