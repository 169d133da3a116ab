"""``nertag cross-validate``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from rich.table import Table

from nertag.cli.console import console
from nertag.cli.progress import ConsoleListener
from nertag.cli.score_table import scores_table
from nertag.cli.terminal import say, visible
from nertag.config import read_toml
from nertag.io import check_folder, replacing
from nertag.report import write_report
from nertag.selection import CrossValidation, cross_validate
from nertag.tagging import WRITERS, TaggedText


def run(
    file: Path,
    *,
    folds: int,
    by: str,
    output: Path | None,
    report: Path | None,
    config: Path | None,
    as_json: bool,
    settings: dict[str, Any],
) -> None:
    """Cross-validate, show the scores, and write what was predicted.

    Parameters
    ----------
    file : Path
        The labelled file.
    folds : int
        Number of folds.
    by : str
        What is never parted: ``sentence`` or ``document``.
    output : Path, optional
        The file to write the predictions to, in columns.
    report : Path, optional
        The folder for a report.
    config : Path, optional
        A TOML file of settings.
    as_json : bool
        Print JSON instead of tables.
    settings : dict
        Settings given on the command line, by name.
    """
    if report is not None:
        check_folder(report)
    values = {**(read_toml(config) if config is not None else {}), **settings}
    shown = console()
    listener = None if as_json else ConsoleListener(shown)
    found = cross_validate(file, folds=folds, by=by, listener=listener, **values)
    if output is not None:
        with replacing(output) as stream:
            for sentence in found.sentences:
                rows = WRITERS["conll"](TaggedText(sentence.text, sentence, ()), None)
                stream.write(rows.encode("utf-8", "backslashreplace"))
        say(f"the predictions are in {output}; compare them with: nertag evaluate {file} {output}")
    for note in write_report(found.results, report) if report is not None else ():
        say(note)
    if as_json:
        print(visible(json.dumps(_facts(found), ensure_ascii=False, indent=1)))
        return
    shown.print(_table(found))
    shown.print(scores_table(found.scores, f"{file}: all predictions together"))
    if report is not None:
        shown.print(f"the report is {report / 'report.html'}", highlight=False)


def _facts(found: CrossValidation) -> dict[str, Any]:
    return {
        "f1": found.f1,
        "spread": found.spread,
        "scores": found.scores.to_dict(),
        "folds": [scores.to_dict() for scores in found.folds],
    }


def _table(found: CrossValidation) -> Table:
    """The strict scores of each fold, their mean and their standard deviation."""
    table = Table(title="folds", title_justify="left")
    for name in ("fold", "sentences", "precision", "recall", "f1"):
        table.add_column(name, justify="right")
    for number, scores in enumerate(found.folds, 1):
        micro = scores.strict.micro
        shares = (micro.precision, micro.recall, micro.f1)
        figures = [f"{100 * share:.2f}" for share in shares]
        table.add_row(str(number), f"{scores.sentences:,}", *figures)
    table.add_section()
    table.add_row("mean", "", "", "", f"{100 * found.f1:.2f}", style="bold")
    table.add_row("deviation", "", "", "", f"{100 * found.spread:.2f}")
    return table
