"""Scores as tables for the terminal."""

from __future__ import annotations

from rich.table import Table

from nertag.evaluation.metrics import READINGS
from nertag.model import LabelScores, Scores

DOES_NOT_KNOW = "the model does not know"


def scores_table(scores: Scores, title: str) -> Table:
    """Strict scores of each type, their means, and the micro mean of the other reading.

    Parameters
    ----------
    scores : Scores
        The scores.
    title : str
        Title of the table.
    """
    table = Table(title=title, title_justify="left", caption_justify="left")
    table.add_column("type")
    for name in ("precision", "recall", "f1", "support"):
        table.add_column(name, justify="right")
    for label, row in scores.strict.types.items():
        table.add_row(label or "(no label)", *_figures(row))
    table.add_section()
    table.add_row("micro (strict)", *_figures(scores.strict.micro), style="bold")
    table.add_row("macro (strict)", *_figures(scores.strict.macro))
    table.add_row("micro (conlleval)", *_figures(scores.conlleval.micro))
    return table


def explain(scores: Scores, predictor: str = DOES_NOT_KNOW) -> list[str]:
    """What the reader of the table should know about these scores.

    Parameters
    ----------
    scores : Scores
        The scores.
    predictor : str
        How to begin the line on a label that is in the gold only.
    """
    lines = []
    if interval := scores.interval:
        low, high = 100 * interval.low, 100 * interval.high
        lines.append(f"F1 (strict): {interval.level:.0%} interval {low:.2f} to {high:.2f}")
    if scores.strict.micro != scores.conlleval.micro:
        lines += [f"{name}: {meaning}" for name, meaning in READINGS.items()]
    for label, support in scores.only_in_gold.items():
        lines.append(f"{predictor} the label {label} ({support} entities, all missed)")
    return lines


def _figures(row: LabelScores) -> list[str]:
    shares = (row.precision, row.recall, row.f1)
    return [*(f"{100 * share:.2f}" for share in shares), f"{row.support:,}"]
