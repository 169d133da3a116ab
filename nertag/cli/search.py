"""``nertag search``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rich.table import Table

from nertag.cli.console import console
from nertag.cli.progress import ConsoleListener
from nertag.config import read_toml
from nertag.io import replacing
from nertag.report import SearchTable, search_page
from nertag.selection import Search, search

PAGE, BEST = "report.html", "best.toml"
LISTED = 10
"""Trials that are shown."""


def run(
    file: Path,
    dev: Path | None,
    *,
    trials: int,
    minutes: float | None,
    output: Path,
    config: Path | None,
    settings: dict[str, Any],
) -> None:
    """Search for settings, show the best trials and write a page.

    Parameters
    ----------
    file : Path
        The labelled file.
    dev : Path, optional
        The labelled file to score on.
    trials : int
        Number of trials.
    minutes : float, optional
        After this time no trial is begun.
    output : Path
        The folder of the search.
    config : Path, optional
        A TOML file of settings that all trials have.
    settings : dict
        Settings given on the command line, by name.
    """
    values = {**(read_toml(config) if config is not None else {}), **settings}
    shown = console()
    listener = ConsoleListener(shown)
    how: dict[str, Any] = {
        "trials": trials,
        "minutes": minutes,
        "output": output,
        "listener": listener,
    }
    found = search(file, dev, **how, **values)
    told = _told(found)
    with replacing(output / PAGE) as stream:
        stream.write(search_page(told, f"Search on {file.name}").encode())
    table = Table(title="the best trials", title_justify="left")
    for name in ("trial", "dev F1", *told.names):
        table.add_column(name, justify="right")
    for i in told.order[:LISTED]:
        mark = " (cut short)" if told.pruned[i] else ""
        row = (f"{found.trials[i].number}{mark}", f"{100 * told.f1[i]:.2f}", *told.values[i])
        table.add_row(*row)
    shown.print(table)
    best = output / BEST
    with_dev = f" --dev {dev}" if dev is not None else ""
    where = f"the best settings are in {best}; try: nertag train {file}{with_dev} --config {best}"
    shown.print(where, highlight=False)
    shown.print(f"the page is {output / PAGE}", highlight=False)


def _told(found: Search) -> SearchTable:
    rows = [[(one, trial.settings[one.name]) for one in found.space] for trial in found.trials]
    return SearchTable(
        names=[one.name for one in found.space],
        ends=[one.ends for one in found.space],
        values=[[f"{value:.3g}" for _, value in row] for row in rows],
        places=[[one.place(value) for one, value in row] for row in rows],
        f1=[trial.f1 for trial in found.trials],
        pruned=[trial.pruned for trial in found.trials],
        importance=found.importance,
    )
