"""``nertag learning-curve``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from rich.table import Table

from nertag.cli.console import console
from nertag.cli.progress import ConsoleListener
from nertag.cli.terminal import visible
from nertag.config import read_toml
from nertag.evaluation import TWICE
from nertag.io import replacing
from nertag.report import learning_curve_page
from nertag.selection import learning_curve
from nertag.training import Listener


def run(
    file: Path,
    dev: Path | None,
    *,
    output: Path | None,
    config: Path | None,
    as_json: bool,
    settings: dict[str, Any],
) -> None:
    """Train on growing parts of a file, and say whether more data would pay.

    Parameters
    ----------
    file : Path
        The labelled file.
    dev : Path, optional
        The labelled file to score on.
    output : Path, optional
        The HTML page to write.
    config : Path, optional
        A TOML file of settings.
    as_json : bool
        Print JSON instead of a table.
    settings : dict
        Settings given on the command line, by name.
    """
    values = {**(read_toml(config) if config is not None else {}), **settings}
    shown = console()
    listener = Listener() if as_json else ConsoleListener(shown)
    curve = learning_curve(file, dev, listener=listener, **values)
    if output is not None:
        with replacing(output) as stream:
            stream.write(learning_curve_page(curve).encode())
    if as_json:
        print(visible(json.dumps(curve.to_dict(), ensure_ascii=False, indent=1)))
        return
    table = Table(title=f"{file}: F1 on dev", title_justify="left")
    for name in ("sentences", "F1", "from", "to"):
        table.add_column(name, justify="right")
    twice = TWICE * curve.sizes[-1]
    rows = [*zip(map("{:,}".format, curve.sizes), curve.points)]
    rows.append((f"{twice:,.0f}, by the curve", curve.at(twice)))
    for name, one in rows:
        table.add_row(name, *(f"{100 * value:.2f}" for value in (one.f1, one.low, one.high)))
    shown.print(table)
    shown.print(curve.verdict, highlight=False)
    if output is not None:
        shown.print(f"the page is {output}", highlight=False)
