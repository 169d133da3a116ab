"""``nertag label``."""

import pytest
from command_tools import run

pytestmark = pytest.mark.slow


def test_names_of_lists_are_labelled_and_what_is_not_is_said(capsysbinary, tmp_path):
    (tmp_path / "raw.txt").write_text("李雷在北京\n好\n", encoding="utf-8")
    (tmp_path / "names").write_text("李雷\n北京\n", encoding="utf-8")
    (tmp_path / "places").write_text("北京\n", encoding="utf-8")
    lists = [
        f"--gazetteer={label}={tmp_path / name}"
        for label, name in (("PER", "names"), ("LOC", "places"))
    ]
    out = tmp_path / "out.bio"
    code, _, said = run(capsysbinary, "label", tmp_path / "raw.txt", *lists, "-o", out)
    assert code == 0
    assert "2 sentences, 1 entities; all else is not labelled" in said
    assert "1 mentions of names of several labels" in said
    assert out.read_text("utf-8") == "李\tB-PER\n雷\tI-PER\n在\t?\n北\t?\n京\t?\n\n好\t?\n\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [([], "--gazetteer is missing"), (["--gazetteer", "PER"], "expected LABEL=FILE")],
)
def test_lists_must_be_given(capsysbinary, tmp_path, arguments, message):
    (tmp_path / "raw.txt").write_text("好\n", encoding="utf-8")
    out = tmp_path / "out.bio"
    code, _, said = run(capsysbinary, "label", tmp_path / "raw.txt", "-o", out, *arguments)
    assert code == 2
    assert message in said
    assert not out.exists()
