"""All recipes, quick: each beats its baselines and leaves a picture."""

import importlib.machinery
import importlib.util
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "scripts" / "recipes"
FILES = {path.name for path in FOLDER.iterdir() if path.is_file() and not path.suffix}
RECIPES = sorted(FILES - {"run_all"})

pytestmark = pytest.mark.slow


@pytest.fixture
def run_all(monkeypatch):
    """Return the script that runs all as a module."""
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    monkeypatch.syspath_prepend(str(FOLDER))
    loader = importlib.machinery.SourceFileLoader("run_all", str(FOLDER / "run_all"))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("run_all", loader))
    loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", RECIPES)
def test_a_recipe_beats_its_baselines(run_all, name, tmp_path, capsys):
    results = run_all.load(name).main(["--quick", "--output", str(tmp_path)])
    assert results
    assert [str(result) for result in results if not result.good] == []
    assert (tmp_path / f"{name}.png").read_bytes().startswith(b"\x89PNG")
    assert capsys.readouterr().out.count("learned") >= len(results)


def test_run_all_has_them_all(run_all):
    assert sorted(run_all.RECIPES) == RECIPES


def test_run_all_says_what_failed(run_all, monkeypatch, capsys):
    monkeypatch.setattr(run_all, "RECIPES", ["no_such_recipe"])
    assert run_all.main([]) == 1
    assert "failed: no_such_recipe" in capsys.readouterr().out
