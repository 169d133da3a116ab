"""The notebooks of the documentation run, and what they show can be a page."""

from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path

import nbformat
import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted((ROOT / "docs/notebooks").glob("*.ipynb"))


@pytest.fixture(scope="module")
def script():
    """``scripts/notebooks`` as a module."""
    loader = SourceFileLoader("notebooks", str(ROOT / "scripts/notebooks"))
    module = module_from_spec(spec_from_loader("notebooks", loader))
    loader.exec_module(module)
    return module


def test_there_are_three():
    assert len(NOTEBOOKS) == 3


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
@pytest.mark.filterwarnings("ignore")  # those of Jupyter's own packages
def test_a_notebook_runs(script, path, tmp_path, monkeypatch):
    """A cell that fails fails the test; the last ones show what a trained model gives."""
    monkeypatch.setenv("TF_CPP_MIN_LOG_LEVEL", "3")
    notebook = script.executed(path, tmp_path)
    shown = [out for cell in notebook.cells if cell.cell_type == "code" for out in cell.outputs]
    assert any("text/html" in out.get("data", {}) for out in shown)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_what_is_stored_is_of_one_run_or_nothing(path):
    cells = [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
    counts = [cell.execution_count for cell in cells]
    assert counts in ([None] * len(cells), list(range(1, len(cells) + 1)))
