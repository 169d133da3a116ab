"""``nertag label``."""

import pytest
from command_tools import run
from tiny import GOLDEN

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


def test_models_label_for_another_to_learn_from(capsysbinary, tmp_path):
    (tmp_path / "raw.txt").write_text("李雷在北京\n\n好\n", encoding="utf-8")
    model, out = GOLDEN / "first", tmp_path / "out.bio"
    command = ("label", tmp_path / "raw.txt", "-m", model, "-m", model, "-o", out)
    code, _, said = run(capsysbinary, *command)
    assert code == 0
    assert "2 sentences, " in said
    assert "drawn from what 2 models believe" in said
    written = out.read_bytes()
    rows = written.decode().split("\n")
    assert [row.split("\t")[0] for row in rows] == [*"李雷在北京", "", "好", "", ""]
    assert all(row.split("\t")[1][0] in "BIO" for row in rows if row)
    run(capsysbinary, *command)
    assert out.read_bytes() == written


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--gazetteer", "PER=names"], "leave it or the models out"),
        (["--tokens", "word"], "the model has its own"),
    ],
)
def test_what_models_do_not_use_is_refused(capsysbinary, tmp_path, arguments, message):
    (tmp_path / "raw.txt").write_text("好\n", encoding="utf-8")
    command = ("label", tmp_path / "raw.txt", "-m", GOLDEN / "first", "-o", tmp_path / "out.bio")
    code, _, said = run(capsysbinary, *command, *arguments)
    assert (code, message in said) == (2, True)
    assert not (tmp_path / "out.bio").exists()


def test_a_seed_is_of_models(capsysbinary, tmp_path):
    (tmp_path / "raw.txt").write_text("好\n", encoding="utf-8")
    command = ("label", tmp_path / "raw.txt", "-o", tmp_path / "out.bio", "--seed", "2")
    code, _, said = run(capsysbinary, *command)
    assert (code, "no model is given" in said) == (2, True)
