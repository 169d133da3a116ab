import json
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from command_tools import run
from tiny import sentences, write

import nertag
from nertag.cli.compare import explain
from nertag.evaluation import compare


@pytest.fixture
def files(tmp_path):
    rows = sentences(60)
    none = [[(c, "O") for c, _ in row] for row in rows]
    worse, better = (
        write(tmp_path / name, none[:cut] + rows[cut:])
        for name, cut in (("a.bio", 30), ("b.bio", 5))
    )
    return worse, better, write(tmp_path / "gold[1].bio", rows)


def test_a_table_and_what_it_means(files, capsysbinary):
    worse, better, gold = files
    code, out, _ = run(capsysbinary, "compare", worse, better, gold)
    assert code == 0
    assert f"{gold}: 60 sentences, BIO, strict" in out
    assert f"A: {worse}\nB: {better}\n" in out
    assert "95% interval" in out
    scores = compare(worse, better, gold).to_dict()
    for row in (scores["first"], scores["second"]):
        bounds = f"{100 * row['low']:.2f} to {100 * row['high']:.2f}"
        assert re.search(f"{100 * row['f1']:.2f} │ +{bounds} │", out)
    assert f"+{100 * scores['difference']['f1']:.2f}" in out
    assert "p < 0.001, by 10,000 paired bootstrap samples" in out
    assert "B is better than A: chance alone seldom differs so much" in out
    _, out, _ = run(capsysbinary, "compare", better, worse, gold)
    assert "A is better than B" in out


def test_json(files, capsysbinary):
    code, out, _ = run(capsysbinary, "compare", *files, "--json")
    assert (code, json.loads(out)) == (0, compare(*files).to_dict())


def test_what_chance_can_explain_is_said_to_be_so(files, capsysbinary):
    _, better, gold = files
    _, out, _ = run(capsysbinary, "compare", better, better, gold)
    assert "p = 1.000" in out
    assert "do not tell the two apart" in out


def test_few_sentences_prove_nothing(files):
    found = replace(compare(*files), sentences=29)
    assert explain(found)[1] == "29 sentences are too few to tell the two apart by"
    assert "is better" in explain(replace(found, sentences=30))[1]


def test_other_texts_are_refused(files, tmp_path, capsysbinary):
    other = write(tmp_path / "other.bio", sentences(60, skip=1))
    code, _, err = run(capsysbinary, "compare", files[0], other, files[2])
    assert code == 2
    assert f"{other}:1: these are not the tokens of {files[2]}:1" in err
    assert err.count("\n") == 1


@pytest.mark.slow
def test_no_tensorflow_and_no_model_is_needed(files, tmp_path):
    code = """
import sys
from nertag.cli.main import main
try:
    main()
except SystemExit as end:
    assert not end.code
assert "tensorflow" not in sys.modules
"""
    root = str(Path(nertag.__file__).parents[1])
    command = [sys.executable, "-c", code, "compare", *map(str, files)]
    subprocess.run(command, cwd=tmp_path, env={"PYTHONPATH": root}, check=True, capture_output=True)
