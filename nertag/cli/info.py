"""``nertag info``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rich.table import Table

from nertag.cli.console import console
from nertag.cli.score_table import scores_table
from nertag.cli.terminal import visible
from nertag.errors import ModelFormatError
from nertag.model import MANIFEST, Scores, read_facts


def run(model: Path, *, as_json: bool) -> None:
    """Show a model's manifest, without loading the model.

    Parameters
    ----------
    model : Path
        The model directory.
    as_json : bool
        Print JSON instead of text.
    """
    if model.name == MANIFEST:
        model = model.parent
    facts = read_facts(model)
    if as_json:
        print(visible(json.dumps(facts, ensure_ascii=False, indent=1)))
        return
    try:
        _show(model, facts)
    except KeyError as error:
        what = f"{model}: tells too little of itself: {error} is missing; train again"
        raise ModelFormatError(what) from None


def _show(model: Path, facts: Mapping[str, Any]) -> None:
    shown = console()
    size = sum(entry["bytes"] for entry in facts["files"].values())
    written = ", ".join(f"{name} {version}" for name, version in facts["written_by"].items())
    labels = " ".join(facts["labels"])
    grid = Table.grid(padding=(0, 2))
    for name, value in {
        "model": f"{model} (format {facts['format']}, {size / 1e6:.1f} MB)",
        "labels": labels,
        "trained on": f"{facts['train']['sentences']:,} sentences, "
        f"{facts['train']['tokens']:,} tokens, {facts['scheme']}",
        "best epoch": f"{facts['best_epoch']} of {facts['epochs']}",
        "written by": written,
        "settings": "  ".join(f"{key}={value}" for key, value in facts["settings"].items()),
    }.items():
        grid.add_row(name, value)
    shown.print(grid, highlight=False)
    shown.print(scores_table(Scores.from_dict(facts["dev"]), "dev"))
