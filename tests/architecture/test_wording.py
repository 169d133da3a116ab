"""The library does not speak the command line: only ``cli/`` names flags."""

import ast
import re
from pathlib import Path

import typer

import nertag
from nertag.cli.main import app

ROOT = Path(nertag.__file__).parent

RUNS_COMMANDS = {ROOT / "tagging" / "benchmark.py"}
"""Modules that start ``nertag`` in processes of their own, with flags nobody reads."""


def flags():
    """Every long option of every command."""
    group = typer.main.get_command(app)
    commands = [group, *group.commands.values()]
    parameters = [parameter for command in commands for parameter in command.params]
    options = {name for one in parameters for name in (*one.opts, *one.secondary_opts)}
    return {name for name in options if name.startswith("--")}


def strings(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value


def test_no_string_of_the_library_names_a_flag():
    known = flags()
    assert {"--from", "--resume", "--no-bigrams"} <= known
    found = [
        f"{path.relative_to(ROOT)}:{line}: {flag}"
        for path in sorted(ROOT.rglob("*.py"))
        if path.relative_to(ROOT).parts[0] != "cli" and path not in RUNS_COMMANDS
        for line, text in strings(path)
        for flag in re.findall(r"(?<![\w-])--[a-z][a-z-]*", text)
        if flag in known
    ]
    assert found == [], "name settings in backquotes, by their Python names"
