"""``nertag convert``, ``split`` and ``evaluate GOLD PREDICTED``, which need no model."""

import json

import pytest
from command_tools import run

GOLD = "我\tO\n在\tO\n北\tB-LOC\n京\tI-LOC\n\n王\tB-PER\n芳\tI-PER\n\n"


@pytest.fixture
def gold(tmp_path):
    path = tmp_path / "gold.bio"
    path.write_text(GOLD, encoding="utf-8")
    return path


def test_convert_says_what_it_did(gold, tmp_path, capsysbinary):
    code, out, err = run(capsysbinary, "convert", gold, tmp_path / "out.jsonl")
    assert (code, out) == (0, "")
    assert f"{gold} (columns, BIO) -> {tmp_path / 'out.jsonl'} (doccano): 2 sentences, 2" in err
    code, out, _ = run(capsysbinary, "convert", gold, "-", "--to", "inline")
    assert (code, out) == (0, "我在[北京|LOC]\n[王芳|PER]\n")


def test_convert_names_what_the_target_cannot_hold(tmp_path, capsysbinary):
    path = tmp_path / "in.jsonl"
    path.write_text('{"text": "北京大", "label": [[0, 2, "X"], [1, 3, "Y"]]}\n', encoding="utf-8")
    code, _, err = run(capsysbinary, "convert", path, tmp_path / "out.bio")
    assert code == 2
    assert f"{path}:1: '北京' 'X' (0 to 2) and '京大' 'Y' (1 to 3) overlap" in err
    code, _, err = run(capsysbinary, "convert", path, tmp_path / "out.bio", "--overlap", "first")
    assert code == 0
    assert (
        "1 times: of spans that overlap the first is kept, the others are ignored (line 1)" in err
    )


def test_convert_reads_other_encodings_and_offsets(tmp_path, capsysbinary):
    path = tmp_path / "in.jsonl"
    path.write_bytes('{"text": "😀北京", "label": [[2, 4, "X"]]}\n'.encode("gb18030"))
    how = ("--encoding", "gb18030", "--offset-unit", "utf16", "--to", "inline")
    code, out, _ = run(capsysbinary, "convert", path, "-", *how)
    assert (code, out) == (0, "😀[北京|X]\n")
    code, _, err = run(capsysbinary, "convert", path, "-", "--to", "inline", "--from", "doccano")
    assert code == 2
    assert "is not UTF-8 (see --encoding" in err


def test_split_names_its_files(tmp_path, capsysbinary):
    path = tmp_path / "all.bio"
    path.write_text("\n".join(f"{i}\tB-X\n" for i in range(20)), encoding="utf-8")
    code, out, err = run(capsysbinary, "split", path, "-o", tmp_path / "parts")
    paths = [tmp_path / "parts" / f"all.{part}.bio" for part in ("train", "dev", "test")]
    assert code == 0
    assert out.splitlines() == list(map(str, paths))
    assert all(path.exists() for path in paths)
    assert "sentences" in err
    code, _, err = run(capsysbinary, "split", path, "--dev", "0.6", "--test", "0.6")
    assert (code, "leave nothing for training" in err) == (2, True)


def test_evaluate_scores_a_file_of_any_tool(gold, tmp_path, capsysbinary):
    found = tmp_path / "found.jsonl"
    found.write_text(
        '{"text": "我在北京", "entities": [{"start": 2, "end": 4, "label": "LOC"}]}\n'
        '{"text": "王芳", "entities": [{"start": 0, "end": 1, "label": "PER"}]}\n',
        encoding="utf-8",
    )
    code, out, _ = run(capsysbinary, "evaluate", gold, found, "--json")
    scores = json.loads(out)
    assert code == 0
    assert scores["strict"]["types"]["LOC"]["f1"] == 1
    assert scores["strict"]["types"]["PER"]["f1"] == 0
    assert scores["strict"]["micro"]["f1"] == 0.5
    code, out, _ = run(capsysbinary, "evaluate", gold, gold)
    assert (code, "100.00" in out) == (0, True)


def test_evaluate_wants_the_same_sentences(gold, tmp_path, capsysbinary):
    other = tmp_path / "other.bio"
    other.write_text(GOLD.replace("芳", "方"), encoding="utf-8")
    code, _, err = run(capsysbinary, "evaluate", gold, other)
    assert (code, f"{other}:6: these are not the tokens of {gold}:6" in err) == (2, True)
    other.write_text("我\tO\n", encoding="utf-8")
    code, _, err = run(capsysbinary, "evaluate", gold, other)
    assert (code, "1 sentences where" in err) == (2, True)
