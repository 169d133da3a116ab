"""``nertag suggest``."""

import json

import pytest
from command_tools import run
from tiny import GOLDEN

pytestmark = pytest.mark.slow

MODEL = GOLDEN / "new-everything"


@pytest.fixture
def raw(tmp_path):
    lines = ["李雷在北京。", "", "王芳去了上海吗？", "今天下雨。", "他说广州和深圳不好"]
    path = tmp_path / "raw.txt"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_label_studio_gets_what_the_model_finds_with_scores(capsysbinary, tmp_path, raw):
    out = tmp_path / "out.json"
    arguments = ["suggest", raw, "-m", MODEL, "-n", 3, "-o", out]
    code, _, said = run(capsysbinary, *arguments)
    assert code == 0
    assert "3 texts to label" in said
    tasks = json.loads(out.read_text("utf-8"))
    assert len(tasks) == 3
    assert {task["data"]["line"] for task in tasks} <= {1, 3, 4, 5}
    results = [result for task in tasks for result in task["predictions"][0]["result"]]
    assert results
    assert all(0 < result["score"] <= 1 for result in results)


@pytest.mark.parametrize("name", ["out.jsonl", "out.conll"])
def test_what_is_labelled_is_left_out(capsysbinary, tmp_path, raw, name):
    first = tmp_path / name
    assert run(capsysbinary, "suggest", raw, "-m", MODEL, "-n", 2, "-o", first)[0] == 0
    rest = tmp_path / "rest.jsonl"
    arguments = ["suggest", raw, "-m", MODEL, "-n", 9, "--labelled", first, "-o", rest]
    code, _, said = run(capsysbinary, *arguments)
    assert code == 0
    assert "there are no more than 2" in said
    assert len(rest.read_text("utf-8").splitlines()) == 2


def test_a_cold_start_needs_no_model(capsysbinary, tmp_path, raw):
    (tmp_path / "names").write_text("王芳\n", encoding="utf-8")
    out = tmp_path / "out.jsonl"
    names = ["--gazetteer", f"PER={tmp_path / 'names'}"]
    assert run(capsysbinary, "suggest", raw, "-n", 1, *names, "-o", out)[0] == 0
    assert json.loads(out.read_text("utf-8"))["text"] == "王芳去了上海吗？"
    code, _, said = run(capsysbinary, "suggest", raw, "-m", MODEL, *names, "-o", out)
    assert code == 2
    assert "--gazetteer is of a cold start" in said
