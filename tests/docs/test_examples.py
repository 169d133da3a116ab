"""The documentation's examples work: commands are parsed, marked blocks run, names are there."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from typer.main import get_command

import nertag
from nertag.cli.main import app
from nertag.formats import FORMATS

ROOT = Path(__file__).resolve().parents[2]
PAGES = [*sorted((ROOT / "docs").rglob("*.md")), ROOT / "README.md", ROOT / "CONTRIBUTING.md"]
BLOCK = re.compile(r"^( *)(<!-- run -->\n *)?```(\w+)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
QUICK = "--preset small --epochs 1 --vector-epochs 1"
"""What makes training short; its scores do not matter here."""


def blocks(page, languages, *, marked=False):
    """The fenced blocks of a page in some languages; only those after ``<!-- run -->`` if asked."""
    for indent, mark, language, content in BLOCK.findall(page.read_text(encoding="utf-8")):
        if language in languages and (mark or not marked):
            yield language, re.sub(f"^{indent}", "", content, flags=re.MULTILINE)


def commands(page):
    """The ``nertag`` commands of a page, as lists of arguments."""
    for language, content in blocks(page, {"bash", "console"}):
        for line in content.splitlines():
            if language == "console" and not line.startswith("$ "):
                continue
            for part in re.split("[|>]", line.removeprefix("$ ")):
                if part.split()[:1] == ["nertag"]:
                    yield shlex.split(part, comments=True)[1:]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_are_ones_that_nertag_takes(page):
    program = get_command(app)
    for name, *arguments in commands(page):
        assert name in program.commands, f"{page.name}: nertag {name}"
        program.commands[name].make_context(name, arguments)


def test_the_commands_of_a_page_are_found():
    found = {name for name, *_ in commands(ROOT / "docs/tutorial-en.md")}
    assert found == {"check", "train", "evaluate", "tag", "vectors"}


def test_the_reference_has_every_public_name():
    page = (ROOT / "docs/api.md").read_text(encoding="utf-8")
    listed = re.findall(r"^::: nertag\.(?:\w+\.)*(\w+)$", page, re.MULTILINE)
    assert sorted(listed) == sorted(set(nertag.__all__) - {"__version__"})


def test_each_format_has_a_section():
    text = (ROOT / "docs/formats.md").read_text(encoding="utf-8")
    headings = " ".join(re.findall(r"^## (.*)$", text, re.MULTILINE)).split()
    assert {name for name, one in FORMATS.items() if one.read} <= set(headings)


@pytest.mark.slow
def test_marked_examples_run(tmp_path, monkeypatch):
    """In one folder, the tutorial first: what it trains serves all pages."""
    monkeypatch.chdir(tmp_path)
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "TF_CPP_MIN_LOG_LEVEL": "3"}
    for page in sorted(PAGES, key=lambda page: page.name != "tutorial.md"):
        names = {}
        for language, content in blocks(page, {"bash", "python"}, marked=True):
            if language == "python":
                exec(compile(content, page.name, "exec"), names)
                continue
            quick = content.replace("nertag train", f"nertag train {QUICK}")
            command = ["bash", "-euo", "pipefail", "-c", quick]
            done = subprocess.run(command, env=environment, capture_output=True, text=True)
            assert done.returncode == 0, f"{page.name}: {quick}\n{done.stdout}{done.stderr}"
    assert (tmp_path / "model/manifest.json").exists()
