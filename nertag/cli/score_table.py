"""Scores as tables for the terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.table import Table

from nertag.evaluation.metrics import READINGS

FIGURES = ("precision", "recall", "f1")


def scores_table(scores: Mapping[str, Any], title: str) -> Table:
    """Strict scores of each type, their means, and the micro mean of the other reading."""
    table = Table(title=title, title_justify="left", caption_justify="left")
    table.add_column("type")
    for name in (*FIGURES, "support"):
        table.add_column(name, justify="right")
    for label, row in scores["strict"]["types"].items():
        table.add_row(label or "(no label)", *_figures(row))
    table.add_section()
    table.add_row("micro (strict)", *_figures(scores["strict"]["micro"]), style="bold")
    table.add_row("macro (strict)", *_figures(scores["strict"]["macro"]))
    table.add_row("micro (conlleval)", *_figures(scores["conlleval"]["micro"]))
    return table


def explain(scores: Mapping[str, Any]) -> list[str]:
    """What the reader of the table should know about these scores."""
    lines = []
    if interval := scores.get("interval"):
        low, high = (f"{100 * interval[name]:.2f}" for name in ("low", "high"))
        lines.append(f"F1 (strict): {interval['level']:.0%} interval {low} to {high}")
    if scores["strict"]["micro"] != scores["conlleval"]["micro"]:
        lines += [f"{name}: {meaning}" for name, meaning in READINGS.items()]
    for label, support in scores["only_in_gold"].items():
        lines.append(f"the model does not know the label {label} ({support} entities, all missed)")
    return lines


def _figures(row: Mapping[str, float]) -> list[str]:
    return [*(f"{100 * row[name]:.2f}" for name in FIGURES), f"{row['support']:,}"]
