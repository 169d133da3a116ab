"""``nertag report``."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from rich.table import Table

from nertag.cli.console import console
from nertag.cli.terminal import visible
from nertag.io import replacing
from nertag.report import comparison_page, comparison_rows, comparison_warnings, read_model


def run(models: Sequence[Path], output: Path | None, *, as_json: bool) -> None:
    """Set models side by side, in a table or JSON, and write a page.

    Parameters
    ----------
    models : sequence of Path
        The model directories.
    output : Path, optional
        The HTML page to write.
    as_json : bool
        Print JSON instead of a table.
    """
    found = [read_model(path) for path in models]
    if output is not None:
        with replacing(output) as stream:
            stream.write(comparison_page(found).encode())
    if as_json:
        print(
            visible(json.dumps([model.to_dict() for model in found], ensure_ascii=False, indent=1))
        )
        return
    shown = console()
    table = Table()
    table.add_column("model", no_wrap=True)
    for model in found:
        table.add_column(model.path, justify="right", overflow="fold")
    facts, settings = comparison_rows(found)
    for name, values in facts:
        table.add_row(name, *values)
    table.add_section()
    for name, values in settings:
        table.add_row(name, *values)
    shown.print(table, highlight=False)
    for warning in comparison_warnings(found):
        shown.print(warning, highlight=False)
    if output is not None:
        shown.print(f"the page is {output}", highlight=False)
