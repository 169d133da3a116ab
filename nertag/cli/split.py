"""``nertag split``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rich.table import Table

from nertag.cli.console import console
from nertag.cli.notes import print_notes
from nertag.cli.terminal import visible
from nertag.config import reading_from
from nertag.corpus import split


def run(
    file: Path,
    output: Path | None,
    *,
    dev: float,
    test: float,
    by: str,
    seed: int,
    settings: dict[str, Any],
) -> None:
    """Split labelled text and show what each part has.

    Parameters
    ----------
    file : Path
        The labelled file.
    output : Path, optional
        The folder for the parts; by default that of the file.
    dev : float
        Share of the dev part, from 0 to 1.
    test : float
        Share of the test part, from 0 to 1.
    by : str
        What stays together: ``sentence`` or ``document``.
    seed : int
        Seed of the choice; the same seed gives the same parts.
    settings : dict
        Settings of reading by name.
    """
    parts = split(file, reading_from(settings), dev=dev, test=test, by=by, seed=seed, output=output)
    print_notes(parts.notes)
    table = Table()
    table.add_column("part")
    for part in parts:
        table.add_column(part.name, justify="right")
    table.add_row("sentences", *(f"{part.sentences:,}" for part in parts))
    for label in sorted({label for part in parts for label in part.labels}):
        table.add_row(label or "(no label)", *(f"{part.labels[label]:,}" for part in parts))
    shown = console(stderr=True, soft_wrap=False, highlight=False)
    shown.print(table)
    for part in parts:
        print(visible(str(part.path)))
