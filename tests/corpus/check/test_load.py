import json

import pytest
from check_tools import DEV, END, TRAIN, found

from nertag.config import ReadingSettings
from nertag.corpus.check.load import FAULTS, load
from nertag.formats.rules import Rule


def test_empty_tags_are_found_with_their_lines():
    kinds = found(TRAIN + "好\t\n坏\tO\n好\t\n\n", DEV)
    assert kinds == {
        "empty-tag": [("warning", "train", [END, END + 2], "an empty tag is read as O")]
    }


def test_empty_tokens():
    assert found(TRAIN + "好\tO\n\tO\n\n")["empty-token"][0][:3] == ("warning", "train", [END + 1])


def test_lines_of_a_tab_between_sentences():
    kinds = found(TRAIN.replace("\n\n", "\n\t\n"), DEV)
    [(level, name, lines, what)] = kinds.pop("blank-line")
    assert (level, name, what[:16]) == ("note", "train", "a line of blanks")
    assert lines == list(range(9, 901, 9))
    assert kinds == {}


def test_empty_spans():
    spans = found('{"text": "ab", "label": [[0, 1, "X"], [1, 1, "X"]]}\n')["empty-span"]
    assert spans == [("warning", "train", [1], "a span that is empty or of blanks only is ignored")]


def test_bytes_that_are_not_of_the_encoding():
    broken = TRAIN.encode() + "好\tO\n".encode() + b"\xff\tO\n\xb1\tO\n\n"
    kinds = found(broken, DEV)
    assert kinds["broken-bytes"][0][:3] == ("error", "train", [END + 1, END + 2])
    assert found(broken, DEV, encoding_errors="replace")["replaced-bytes"][0][0] == "warning"


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16"])
def test_a_file_of_another_encoding(encoding):
    kinds = found(TRAIN.encode(encoding))
    assert kinds["broken-bytes"][0][:2] == ("error", "train")
    assert found(TRAIN.encode(encoding), DEV.encode(encoding), encoding=encoding) == {}


def test_what_cannot_be_read_is_listed_up_to_a_bound(tmp_path):
    path = tmp_path / "in.jsonl"
    spans = [[0, 90 + n, "X"] for n in range(FAULTS + 20)]
    path.write_text(json.dumps({"text": "ab", "label": spans}), encoding="utf-8")
    findings = load(path, ReadingSettings(), "char").findings
    bad = [one for one in findings if one.rule is Rule.BAD_PLACE]
    assert len(bad) == FAULTS + 1
    assert (bad[-1].what, bad[-1].count) == ("20 more, which are not listed", 20)
