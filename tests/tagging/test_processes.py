import sys

import pytest

from nertag.errors import NertagError
from nertag.tagging.processes import run_module


@pytest.fixture
def made(tmp_path, monkeypatch):
    """A folder in which modules are found, and one to run them in."""
    (tmp_path / "modules").mkdir()
    (tmp_path / "here").mkdir()
    monkeypatch.syspath_prepend(str(tmp_path / "modules"))

    def make(code):
        (tmp_path / "modules" / "made_here.py").write_text(code, encoding="utf-8")
        return tmp_path / "here"

    return make


def test_it_runs_in_the_folder_with_its_arguments(made, tmp_path):
    folder = made("import os, sys; print(os.getcwd(), sys.argv[1:], sys.stdin.read())")
    with open(tmp_path / "out", "w+b") as output:
        usage = run_module("made_here", ["a", folder], folder, output)
        output.seek(0)
        assert output.read().decode() == f"{folder} {['a', str(folder)]} \n"
    assert usage.seconds > 0


def test_it_is_a_process_of_the_same_python_that_finds_the_same_modules(made, tmp_path):
    folder = made("import sys, hypothesis; print(sys.executable, hypothesis.__file__)")
    with open(tmp_path / "out", "w+b") as output:
        run_module("made_here", [], folder, output)
        output.seek(0)
        found = output.read().decode()
    import hypothesis

    assert found == f"{sys.executable} {hypothesis.__file__}\n"


def test_its_peak_memory_is_told_in_bytes(made):
    folder = made("bytearray(100_000_000)")
    assert 100e6 < run_module("made_here", [], folder).peak < 4e9


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("import sys; sys.exit('first\\nnertag: no such model\\n')", "no such model"),
        ("raise SystemExit(1)", "no message"),
    ],
)
def test_what_it_says_when_it_fails_is_the_error(made, code, message):
    with pytest.raises(NertagError) as error:
        run_module("made_here", [], made(code))
    assert str(error.value) == f"{message} (made_here ended with 1)"
