import pytest
from check_tools import DEV, TRAIN, found
from hypothesis import given
from hypothesis import strategies as st

from nertag.corpus.check.checks import line_ends


def test_a_byte_order_mark():
    kinds = found("\ufeff" + TRAIN, DEV)
    assert kinds.keys() == {"byte-order-mark"}
    assert kinds["byte-order-mark"][0][:3] == ("note", "train", [1])


def test_lines_that_all_end_with_crlf():
    kinds = found(TRAIN.replace("\n", "\r\n"), DEV)
    assert kinds == {"crlf": [("note", "train", [], "all 900 lines")]}


def test_lines_that_end_in_two_ways():
    kinds = found(TRAIN.replace("\n", "\r\n", 2), DEV)
    what = "2 with CRLF, 898 with LF; the lines are those of the fewer"
    assert kinds == {"mixed-line-ends": [("warning", "train", [1, 2], what)]}
    other = TRAIN.replace("\n", "\r\n").replace("\r\n", "\n", 3)
    assert found(other, DEV)["mixed-line-ends"][0][2] == [1, 2, 3]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "gb18030"])
@given(text=st.text("a\r\n北", max_size=20), piece=st.integers(1, 5))
def test_no_piece_of_a_file_parts_what_belongs_together(tmp_path_factory, text, piece, encoding):
    path = tmp_path_factory.getbasetemp() / "ends"
    path.write_bytes(text.encode(encoding))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(line_ends, "PIECE", piece)
        findings = list(line_ends.line_ends(path, encoding))
    lines = text.split("\n")[:-1]
    crlf = [n for n, line in enumerate(lines, 1) if line.endswith("\r")]
    lf = [n for n, line in enumerate(lines, 1) if not line.endswith("\r")]
    if crlf and lf:
        [finding] = findings
        assert finding.rule.id == "mixed-line-ends"
        assert list(finding.lines) == (crlf if len(crlf) < len(lf) else lf)
    else:
        assert [one.rule.id for one in findings] == ["crlf"] * bool(crlf)
