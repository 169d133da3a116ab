"""Without the packages of `[train]`: what needs none works, what needs one says what to install."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tiny import GOLDEN, corpus

import nertag
from nertag.errors import MissingPackageError, needs
from nertag.report.charts import NO_CHARTS

ROOT = Path(nertag.__file__).parents[1]
MISSING = ["tensorflow", "tensorflow_addons", "gensim", "matplotlib", "onnx", "scipy", "sklearn"]
MISSING += ["optuna", "fastapi", "prometheus_client", "starlette", "uvicorn"]

WORKS = [
    "check dev.bio",
    "convert dev.bio dev.jsonl --to doccano",
    "split dev.bio -o parts",
    "evaluate dev.bio -m model",
    "evaluate dev.bio dev.jsonl",
    "compare dev.bio dev.bio dev.bio",
    "tag text.txt -m model",
    "info model",
    "convert dev.bio dev.html --to html",
    "report model model -o models.html",
]
REPORT = "evaluate dev.bio -m model --report report"
NEEDS = {
    "train train.bio": "tensorflow",
    "vectors text.txt -o v.txt": "gensim",
    "tag text.txt -m model --engine tensorflow": "tensorflow",
    "tag text.txt -m model --precision int8": "onnx",
    "export -m model": "onnx",
    "serve -m model": "fastapi",
    "search train.bio": "optuna",
}
EXTRA = {"serve -m model": "serve", "search train.bio": "search"}
RUN = """
import contextlib, io, json, sys
missing, commands = json.loads(sys.argv[1])
sys.modules.update(dict.fromkeys(missing))  # importing any of them raises ModuleNotFoundError
from nertag.cli.main import main
found = {}
for command in commands:
    said, out = io.StringIO(), io.TextIOWrapper(io.BytesIO())
    with contextlib.redirect_stderr(said), contextlib.redirect_stdout(out):
        try:
            main(command.split())
        except SystemExit as done:
            found[command] = done.code, said.getvalue()
print(json.dumps(found))
"""


@pytest.fixture(scope="module")
def said(tmp_path_factory):
    """What each command leaves with and says, in one process that has none of the packages."""
    folder = tmp_path_factory.mktemp("bare")
    corpus(folder)
    (folder / "text.txt").write_text("李雷在北京。\n", encoding="utf-8")
    shutil.copytree(GOLDEN / "old-default", folder / "model")
    done = subprocess.run(
        [sys.executable, "-c", RUN, json.dumps([MISSING, [*WORKS, REPORT, *NEEDS]])],
        cwd=folder,
        env={"PYTHONPATH": str(ROOT), "PATH": ""},
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.slow
@pytest.mark.parametrize("command", WORKS)
def test_what_needs_no_package_of_training_works_without(said, command):
    code, message = said[command]
    assert code == 0, message


@pytest.mark.parametrize(("command", "package"), NEEDS.items())
def test_a_command_without_its_packages_says_in_one_line_what_to_install(said, command, package):
    code, message = said[command]
    assert code == 2
    extra = EXTRA.get(command, "train")
    what = f"the package {package} is not installed: pip install 'nertag[{extra}]'"
    assert message == f"nertag: {what}\n"


def test_a_report_without_matplotlib_has_no_charts_and_says_so(said):
    code, message = said[REPORT]
    assert code == 0
    assert message == f"nertag: {NO_CHARTS}\n"


def test_an_import_that_fails_for_another_reason_is_not_hidden():
    with pytest.raises(ImportError, match="no such name"), needs("train"):
        raise ImportError("no such name in it")
    missing = pytest.raises(MissingPackageError, match=r"package nowhere is .* 'nertag\[gpu\]'")
    with missing, needs("gpu"):
        import nowhere  # noqa: F401
