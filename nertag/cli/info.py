"""``nertag info``."""

from __future__ import annotations

import json
from pathlib import Path

from rich.table import Table

from nertag.cli.console import console
from nertag.cli.score_table import scores_table
from nertag.cli.terminal import visible
from nertag.model import MANIFEST, Manifest, read_facts, read_manifest


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
    if as_json:
        print(visible(json.dumps(read_facts(model), ensure_ascii=False, indent=1)))
    else:
        _show(model, read_manifest(model))


def _show(model: Path, facts: Manifest) -> None:
    shown = console()
    size = sum(file.bytes for file in facts.files.values())
    rows = {
        "model": f"{model} (format {facts.format}, {size / 1e6:.1f} MB)",
        "labels": " ".join(facts.labels),
    }
    if facts.train is not None:
        train = f"{facts.train.sentences:,} sentences, {facts.train.tokens:,} tokens"
        rows["trained on"] = f"{train}, {facts.scheme}"
    if facts.epochs is not None:
        rows["best epoch"] = f"{facts.best_epoch} of {facts.epochs}"
    if facts.calibration.threshold:
        rows["entities"] = f"those more than {facts.calibration.threshold:.0%} likely"
    for name, score in facts.precisions.items():
        rows[name] = f"F1 {score.f1:.2%} on dev, {score.float32:.2%} in float32"
    if facts.written_by is not None:
        rows["written by"] = ", ".join(f"{name} {at}" for name, at in facts.written_by.items())
    rows["settings"] = "  ".join(f"{key}={value}" for key, value in facts.settings.items())
    grid = Table.grid(padding=(0, 2))
    for name, value in rows.items():
        grid.add_row(name, value)
    shown.print(grid, highlight=False)
    if facts.dev is not None:
        shown.print(scores_table(facts.dev, "dev"))
