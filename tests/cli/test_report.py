import json
import math
import shutil
from dataclasses import replace

import pytest
from command_tools import run
from report_tools import check_page
from tiny import GOLDEN, corpus, sentences, write

from nertag.errors import ModelFormatError
from nertag.model import load_bundle, read_facts, save_bundle
from nertag.report.side_by_side import comparison_rows, read_model


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """Return a folder with two models, their second more units, and the data."""
    folder = tmp_path_factory.mktemp("models")
    corpus(folder)
    shutil.copytree(GOLDEN / "old-default", folder / "a")
    first = load_bundle(folder / "a")
    network = replace(first.settings.network, dropout=0.25)
    other = replace(first, settings=replace(first.settings, network=network))
    save_bundle(other, folder / "b")
    return folder


@pytest.mark.slow
def test_a_report_of_a_model(trained, capsysbinary, tmp_path):
    arguments = ("evaluate", trained / "dev.bio", "-m", trained / "a")
    _, before, _ = run(capsysbinary, *arguments)
    known = ("--train", trained / "train.bio")
    code, out, _ = run(capsysbinary, *arguments, "--report", tmp_path / "r", *known)
    assert code == 0
    assert out.startswith(before)
    assert out.endswith(f"the report is {tmp_path / 'r' / 'report.html'}\n")
    drawn = check_page((tmp_path / "r" / "report.html").read_text(encoding="utf-8"))
    assert {"types", "curves", "groups", "about"} <= {one["id"] for one in drawn.having("section")}
    assert "seen" in drawn.text
    assert (tmp_path / "r" / "curves.png").exists()
    assert (tmp_path / "r" / "errors.jsonl").exists()


@pytest.mark.slow
def test_json_stays_json_and_says_the_interval(trained, capsysbinary, tmp_path):
    arguments = ("evaluate", trained / "dev.bio", "-m", trained / "a", "--json")
    _, out, _ = run(capsysbinary, *arguments, "--report", tmp_path)
    scores = json.loads(out)
    assert scores == json.loads(run(capsysbinary, *arguments)[1])
    assert scores["interval"]["low"] <= scores["strict"]["micro"]["f1"]


def test_a_report_of_a_tool_needs_no_model(tmp_path, capsysbinary, no_chinese):
    data = [[(c, tag.replace("PER", "人名")) for c, tag in row] for row in sentences(12)]
    gold = write(tmp_path / "gold.bio", data)
    found = write(
        tmp_path / "found.bio", [[(c, "O") for c, _ in row] for row in data[:3]] + data[3:]
    )
    code, _, err = run(capsysbinary, "evaluate", gold, found, "--report", tmp_path / "r")
    assert code == 0
    assert err.startswith("nertag: no font here has the signs of 人名:")
    assert err.count("\n") == 1
    lines = (tmp_path / "r" / "errors.jsonl").read_text(encoding="utf-8").splitlines()
    assert {json.loads(line)["kind"] for line in lines} == {"missed"}
    assert json.loads(lines[0])["line"] == 1


def test_a_folder_that_cannot_be_is_told_before_the_work(trained, capsysbinary):
    arguments = ("evaluate", trained / "dev.bio", "-m", trained / "none")
    code, _, err = run(capsysbinary, *arguments, "--report", trained / "dev.bio")
    assert code == 2
    assert "dev.bio: cannot be written: " in err


def test_models_side_by_side(trained, capsysbinary):
    code, out, _ = run(capsysbinary, "report", trained / "a", trained / "b")
    assert code == 0
    lines = {
        cells[1].strip(): cells[2:4]
        for cells in (x.split("│") for x in out.splitlines())
        if len(cells) > 3
    }
    dev = read_facts(trained / "a")["dev"]
    assert [cell.strip() for cell in lines["dev F1"]] == [
        f"{100 * dev['strict']['micro']['f1']:.2f}"
    ] * 2
    low, high = (f"{100 * dev['interval'][name]:.2f}" for name in ("low", "high"))
    assert lines["95% interval"][0].strip() == f"{low} to {high}"
    assert [cell.strip() for cell in lines["dropout"]] == ["-1.0", "0.25"]
    assert "units" not in lines
    assert lines["best epoch"][0].strip().endswith("of 15")


def test_models_as_json_and_as_a_page(trained, capsysbinary, tmp_path):
    page = tmp_path / "models.html"
    code, out, _ = run(capsysbinary, "report", trained / "a", trained / "b", "--json", "-o", page)
    first, second = json.loads(out)
    assert code == 0
    assert (first["path"], second["settings"]["dropout"]) == (str(trained / "a"), 0.25)
    assert first["speed"] > 0
    assert len(first["history"]) == first["epochs"]
    drawn = check_page(page.read_text(encoding="utf-8"))
    assert "0.25" in drawn.text
    assert drawn.text.count(str(trained / "b")) > 2
    assert drawn.tags["svg"] == 1


@pytest.mark.slow
def test_one_model_and_many(trained, capsysbinary, tmp_path):
    for count in (1, 7):
        page = tmp_path / "page.html"
        code, _, _ = run(capsysbinary, "report", *[trained / "a"] * count, "-o", page)
        assert code == 0
        drawn = check_page(page.read_text(encoding="utf-8"))
        assert drawn.tags["svg"] == math.ceil(count / 3)
        assert "settings" not in {one["id"] for one in drawn.having("section")}


def test_size_is_that_on_disk(trained):
    files = [path for path in (trained / "a").iterdir() if "-" in path.name]
    assert read_model(trained / "a").bytes == sum(path.stat().st_size for path in files)


def test_scores_of_other_data_are_not_to_be_compared(trained, tmp_path, capsysbinary):
    facts = json.loads((trained / "a" / "manifest.json").read_text(encoding="utf-8"))
    facts["dev"]["sentences"] += 1
    del facts["dev"]["interval"]
    (tmp_path / "manifest.json").write_text(json.dumps(facts), encoding="utf-8")
    history = facts["files"]["history.csv"]["file"]
    (tmp_path / history).write_bytes((trained / "a" / history).read_bytes())
    _, out, _ = run(capsysbinary, "report", trained / "a", tmp_path)
    assert "scored on different dev data" in out
    named = dict(comparison_rows([read_model(tmp_path)])[0])
    assert named["95% interval"] == ["-"]


def test_settings_of_a_model_of_old_are_as_it_is_loaded(trained, tmp_path):
    facts = json.loads((trained / "a" / "manifest.json").read_text(encoding="utf-8"))
    facts["settings"] = {"units": 12, "gone": True}
    (tmp_path / "manifest.json").write_text(json.dumps(facts), encoding="utf-8")
    history = facts["files"]["history.csv"]["file"]
    (tmp_path / history).write_bytes((trained / "a" / history).read_bytes())
    settings = read_model(tmp_path).settings
    assert (settings["preset"], settings["bigrams"], settings["gone"]) == ("small", False, True)


def test_what_is_no_model_is_said_to_be_none(trained, tmp_path, capsysbinary):
    code, _, err = run(capsysbinary, "report", tmp_path)
    assert (code, err) == (2, f"nertag: {tmp_path}: no model here (manifest.json is missing)\n")
    facts = {"format": 1, "files": {}, "settings": {}}
    (tmp_path / "manifest.json").write_text(json.dumps(facts), encoding="utf-8")
    with pytest.raises(ModelFormatError, match="missing required field `labels`"):
        read_model(tmp_path)
