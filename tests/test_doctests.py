"""The examples in docstrings are true, of a small model and the files that they name."""

import doctest
import shutil
from importlib import import_module
from pathlib import Path

import pytest
from tiny import GOLDEN, sentences, write

import nertag

ROOT = Path(nertag.__file__).parent
MODULES = sorted(
    ".".join(("nertag", *path.relative_to(ROOT).with_suffix("").parts)).removesuffix(".__init__")
    for path in ROOT.rglob("*.py")
    if ">>> " in path.read_text(encoding="utf-8")
)


@pytest.fixture
def here(tmp_path, monkeypatch):
    """A folder with a model, labelled text and what two tools found in it."""
    shutil.copytree(GOLDEN / "old-default", tmp_path / "model")
    rows = sentences(60)
    rows.append([("周", "B-PER"), ("杰", "I-PER"), ("在", "O"), ("南", "B-LOC"), ("京", "I-LOC")])
    missed = [[(token, "O") for token, _ in row] for row in rows]
    write(tmp_path / "test.bio", rows)
    write(tmp_path / "crf.bio", [*missed[:10], *rows[10:]])
    write(tmp_path / "rules.bio", [*missed[:30], *rows[30:]])
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("name", MODULES)
@pytest.mark.usefixtures("here")
def test_the_examples_of_a_module_are_true(name):
    failed, tried = doctest.testmod(import_module(name), extraglobs={"nertag": nertag})
    assert (failed, tried > 0) == (0, True)
