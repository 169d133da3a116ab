"""``nertag evaluate``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from rich.console import Console

from nertag.cli.quiet import loading_tensorflow
from nertag.cli.tables import explain, scores_table
from nertag.evaluation import evaluate, evaluate_predictions
from nertag.tagger import Tagger


def run(
    gold: Path,
    predicted: Path | None,
    model: Path,
    *,
    as_json: bool,
    reading: dict[str, Any],
    device: str,
) -> None:
    """Score a model or predictions on a labelled file and show a table or JSON."""
    if predicted is not None:
        scores = evaluate_predictions(gold, predicted, **reading)
    else:
        with loading_tensorflow():
            tagger = Tagger.load(model, device=device)
        scores = evaluate(gold, tagger, **reading)
    if as_json:
        print(json.dumps(scores, ensure_ascii=False, indent=1))
        return
    console = Console(soft_wrap=True, markup=False)
    counts = f"{scores['sentences']:,} sentences, {scores['tokens']:,} tokens, {scores['scheme']}"
    console.print(scores_table(scores, f"{gold}: {counts}"))
    for line in explain(scores):
        console.print(line, highlight=False)
