"""The tables of the documentation that come from the code."""

import importlib.util
from pathlib import Path

import pytest
from typer.main import get_command

from nertag.cli.main import app
from nertag.formats import FORMATS

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "docs_tables.py"


@pytest.fixture(scope="module")
def tables():
    spec = importlib.util.spec_from_file_location("docs_tables", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_setting_and_command_is_there(tables):
    commands = get_command(app).commands
    settings = [p for p in commands["train"].params if p.rich_help_panel]
    assert len(settings) > 20
    page = tables.on_page_markdown("before\n\n<!-- settings -->\n\n<!-- commands -->\n")
    assert page.startswith("before\n")
    for setting in settings:
        row = next(line for line in page.splitlines() if line.startswith(f"| `{setting.name}`<br>"))
        assert all(f"`{flag}`" in row for flag in setting.opts + setting.secondary_opts)
    for name, command in commands.items():
        section = page.split(f"## {name}\n")[1].split("\n## ")[0]
        for parameter in command.params:
            by_page = parameter.rich_help_panel and "All [settings]" in section
            if parameter.name != "help" and not by_page:
                option = parameter.param_type_name == "option"
                known = f"`{parameter.opts[0]}`" if option else parameter.help.removesuffix(".")
                assert known in section, f"{name}: {known}"


def test_every_format_is_there(tables):
    rows = tables.on_page_markdown("<!-- formats -->").splitlines()[2:]
    assert [row.split("`")[1] for row in rows] == list(FORMATS)
    (columns,) = (row for row in rows if row.startswith("| `columns`"))
    assert columns.endswith("| yes | yes: `.conll`, `.bio` |")


def test_a_page_without_a_mark_stays_as_it_is(tables):
    assert tables.on_page_markdown("# Page\n") == "# Page\n"
