import io
import json
import sys

import pytest
from check_tools import DEV, END, ROWS, TAGS, TRAIN, rows, texts

from nertag.cli import check
from nertag.cli.main import main

BROKEN = TRAIN + "京\tI-LOC\n\n"


@pytest.fixture
def files(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name, content in {"train": TRAIN, "dev": DEV, "broken": BROKEN}.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    return tmp_path


def run(capsys, *arguments):
    with pytest.raises(SystemExit) as done:
        main(["check", *map(str, arguments)])
    out, err = capsys.readouterr()
    return done.value.code, out, err


def test_clean_data_exits_with_0(files, capsys):
    code, out, err = run(capsys, "train", "--dev", "dev")
    assert (code, err) == (0, "")
    assert "0 errors, 0 warnings, 0 notes" in out
    for row in (("tokens", "800", "160"), ("LOC", "100", "20"), ("format", "columns BIO")):
        assert any(all(cell in line for cell in row) for line in out.splitlines())


def test_a_warning_exits_with_0(files, capsys):
    code, out, _ = run(capsys, "train", "train", "--dev", "train")
    assert code == 0
    assert "warning sentences of dev that stand in train too (dev-in-train): take them" in out
    assert "and 95 more; --json lists all" in out


def test_an_error_exits_with_1(files, capsys):
    code, out, _ = run(capsys, "broken", "--dev", "dev")
    assert code == 1
    assert "error tags that break the scheme (broken-tags): --fix repairs them" in out
    assert f"broken:{END}: I-LOC after O or the start" in out
    assert out.index("broken-tags") < out.index("1 errors, ")


def test_json_lists_all(files, capsys):
    code, out, _ = run(capsys, "train", "--dev", "train", "--json")
    values = json.loads(out)
    assert code == 0
    assert (values["errors"], values["warnings"], len(values["findings"])) == (0, 100, 100)
    assert values["findings"][0]["kind"] == "dev-in-train"
    assert values["files"][1]["part"] == "dev"
    assert "changes" not in values
    code, out, _ = run(capsys, "broken", "--json", "--fix", "out")
    assert code == 1
    assert json.loads(out)["changes"] == [
        {"kind": "broken-tags", "line": END, "what": "I-LOC -> B-LOC"}
    ]


def test_fix_writes_a_copy_and_lists_the_changes(files, capsys):
    code, out, _ = run(capsys, "broken", "--fix", "out")
    assert code == 1
    assert f"out: 1 changes\n  line {END}: I-LOC -> B-LOC\n" in out
    repaired = (files / "out").read_text(encoding="utf-8")
    assert repaired == BROKEN.removesuffix("I-LOC\n\n") + "B-LOC\n\n"
    assert run(capsys, "out")[0] == 0


def test_long_lists_are_cut(files, capsys, monkeypatch):
    monkeypatch.setattr(check, "CHANGES", 2)
    monkeypatch.setattr(check, "LABELS", 1)
    (files / "broken").write_text(TRAIN + "京\tI-LOC\n\n" * 5, encoding="utf-8")
    _, out, _ = run(capsys, "broken", "--fix", "out")
    assert f"broken:{END}, {END + 2}, {END + 4} and 2 more: I-LOC" in out
    assert "and 3 more; --json lists all" in out
    assert "and 1 more" in out


def test_settings_of_reading_are_taken(files, capsys):
    (files / "gbk").write_bytes(TRAIN.encode("gbk"))
    assert run(capsys, "gbk")[0] == 1
    code, out, _ = run(capsys, "gbk", "--encoding", "gbk", "--tokens", "word", "--json")
    assert (code, json.loads(out)["files"][0]["tokens"]) == (0, 800)
    assert run(capsys, "broken", "--scheme", "IOB1")[0] == 1


def test_what_the_reader_says_to_do_is_shown(files, capsys):
    (files / "broken").write_text(TRAIN + "京\tX-LOC\n\n", encoding="utf-8")
    code, out, _ = run(capsys, "broken")
    assert code == 1
    assert f"  broken:{END}: the tag 'X-LOC' is neither O nor like B-LABEL (fix the line)" in out


def test_signs_of_the_terminal_are_shown_as_they_are(files, capsys):
    odd = rows(":x:[b]\x1b]", ["B-[/x]\x1b"] + ["O"] * 6)
    (files / "odd[b]").write_text(odd * 3, encoding="utf-8")
    _, out, _ = run(capsys, "odd[b]", "--from", "columns")
    assert "odd[b]" in out
    assert "\x1b" not in out
    assert r"'[/x]\x1b'" in out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nowhere"], "nowhere: is not there (check the path)"),
        (["train", "--dev", "nowhere"], "nowhere: is not there"),
        (["train", "--encoding", "utf-9"], "--encoding is 'utf-9'"),
        (["train", "--from", "word"], "--from is 'word'"),
        (["train", "--dev", "dev", "--fix", "out"], "--fix repairs one file, 2 were given"),
        (["train", "--fix", "train"], "--fix writes a copy"),
        (["train", "--fix", "no/out"], "no/out: cannot be written"),
    ],
)
def test_errors_of_the_user_exit_with_2(files, capsys, arguments, message):
    code, out, err = run(capsys, *arguments)
    assert (code, out) == (2, "")
    assert message in err
    assert err.count("\n") == 1


def test_standard_input_is_checked(files, capsys, monkeypatch):
    expected = run(capsys, "train", "--json")[1].replace('"path": "train"', '"path": "-"')
    monkeypatch.setattr(
        sys, "stdin", io.TextIOWrapper(io.BytesIO(TRAIN.encode()), encoding="utf-8")
    )
    assert run(capsys, "-", "--json")[1] == expected


@pytest.mark.slow
def test_models_find_a_planted_label_error(files, capsys):
    """One person of a hundred sentences is labelled LOC."""
    wrong = [*TAGS]
    wrong[:2] = ["B-LOC", "I-LOC"]
    lines = [rows(text, wrong if n == 40 else TAGS) for n, text in enumerate(texts(0, 100))]
    (files / "train").write_text("".join(lines), encoding="utf-8")
    (files / "small.toml").write_text(
        "units = 12\nvector_size = 16\nvector_epochs = 2\nlr = 0.02\nbatch_size = 8\n"
    )
    how = ("--model-folds", 2, "--preset", "small", "--epochs", 4, "--config", "small.toml")
    code, out, _ = run(capsys, "train", *how, "--report", "r")
    assert code == 0
    line = 40 * ROWS + 1
    first = out[out.index("likely label errors") :].splitlines()[1]
    assert first.startswith(f"  train:{line}: ")
    assert first.endswith("LOC, predicted [" + texts(0, 100)[40][:2] + "] PER")
    listed = (files / "r" / "label-errors.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(listed[0])["line"] == line
    assert "label_errors" in (files / "r" / "report.html").read_text(encoding="utf-8")


def test_what_is_of_models_is_refused_without_them(files, capsys):
    code, _, err = run(capsys, "train", "--report", "r")
    assert (code, err) == (
        2,
        "nertag: --report is of models: give --model-folds too\n",
    )
    assert "looks at one file" in run(capsys, "train", "dev", "--model-folds", 2)[2]
    assert "--folds" not in run(capsys, "train", "--model-folds", 999_999)[1]
