"""``nertag compare``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from rich.table import Table

from nertag.cli.console import console
from nertag.cli.notes import print_notes
from nertag.cli.terminal import visible
from nertag.evaluation import ComparedFile, Comparison, compare
from nertag.evaluation.metrics import Difference

FEW = 30
"""With fewer sentences than this, resampling them makes them look more alike than they are."""


def run(first: Path, second: Path, gold: Path, *, as_json: bool, reading: dict[str, Any]) -> None:
    """Compare two files of predictions and show a table and what it means, or JSON.

    Parameters
    ----------
    first : Path
        Predictions of one tool.
    second : Path
        Predictions of another tool.
    gold : Path
        The labelled file.
    as_json : bool
        Print JSON instead of a table.
    reading : dict
        Settings of reading by name.
    """
    found = compare(first, second, gold, **reading)
    print_notes(found.notes)
    if as_json:
        print(visible(json.dumps(found.to_dict(), ensure_ascii=False, indent=1)))
        return
    shown = console()
    level = f"{found.level:.0%} interval"
    counts = f"{found.sentences:,} sentences, {found.scheme}, strict"
    table = Table(title=f"{gold}: {counts}", title_justify="left")
    table.add_column("")
    for name in ("precision", "recall", "f1", level):
        table.add_column(name, justify="right")
    for letter, row in (("A", found.first), ("B", found.second)):
        figures = (f"{100 * share:.2f}" for share in (row.precision, row.recall, row.f1))
        table.add_row(letter, *figures, _bounds(row, ".2f"))
    table.add_section()
    difference = found.difference
    table.add_row("B - A", "", "", f"{100 * difference.f1:+.2f}", _bounds(difference, "+.2f"))
    shown.print(table)
    for line in (f"A: {first}", f"B: {second}", *explain(found)):
        shown.print(line, highlight=False)


def explain(found: Comparison) -> list[str]:
    """What the comparison means, in words.

    Parameters
    ----------
    found : Comparison
        What the comparison has found.
    """
    difference, sentences = found.difference, found.sentences
    p = "p < 0.001" if difference.p < 0.001 else f"p = {difference.p:.3f}"
    how = f"{p}, by {found.samples:,} paired bootstrap samples of the sentences"
    if sentences < FEW:
        return [how, f"{sentences:,} sentences are too few to tell the two apart by"]
    if difference.p < 1 - found.level:
        better, worse = "BA" if difference.f1 > 0 else "AB"
        return [how, f"{better} is better than {worse}: chance alone seldom differs so much"]
    return [
        how,
        "these sentences do not tell the two apart: "
        "on others of the same kind either may score higher",
    ]


def _bounds(row: ComparedFile | Difference, form: str) -> str:
    return f"{100 * row.low:{form}} to {100 * row.high:{form}}"
