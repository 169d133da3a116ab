"""``nertag evaluate``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from nertag.cli.console import console
from nertag.cli.load_tagger import load_tagger
from nertag.cli.notes import print_notes
from nertag.cli.score_table import DOES_NOT_KNOW, explain, scores_table
from nertag.cli.terminal import say, visible
from nertag.evaluation import found_by_tool, tagged, training_gold
from nertag.io import check_folder
from nertag.report import write_report


def run(
    gold: Path,
    predicted: Path | None,
    model: Path,
    report: Path | None,
    train: Path | None,
    *,
    as_json: bool,
    reading: dict[str, Any],
    device: str,
    engine: str,
    precision: str,
) -> None:
    """Score a model or predictions on a labelled file and show a table or JSON; leave a report.

    Parameters
    ----------
    gold : Path
        The labelled file.
    predicted : Path, optional
        A file of the same text as some tool labelled it. It is scored instead of a model.
    model : Path
        The model directory.
    report : Path, optional
        The folder for a report.
    train : Path, optional
        The labelled file that the model was trained on, for the report.
    as_json : bool
        Print JSON instead of a table.
    reading : dict
        Settings of reading by name.
    device : str
        Where the model runs: ``auto``, ``cpu``, ``gpu`` or ``gpu:N``.
    engine : str
        What runs the model: ``auto``, ``onnx``, ``openvino`` or ``tensorflow``.
    precision : str
        Arithmetic of the network: ``auto``, ``float32``, ``bfloat16`` or ``int8``.
    """
    if report is not None:
        check_folder(report)
    tagger = None
    if predicted is not None:
        outcome = found_by_tool(gold, predicted, **reading)
    else:
        tagger = load_tagger(model, device=device, engine=engine, precision=precision)
        outcome = tagged(gold, tagger, **reading)
    if report is not None:
        training = None
        if train is not None:
            learnt = training_gold(train, tagger, **reading)
            print_notes(learnt.notes)
            training = learnt.sentences
        for note in write_report(outcome.results(training), report):
            say(note)
    scores = outcome.scores()
    print_notes(scores.notes)
    if as_json:
        print(visible(json.dumps(scores.to_dict(), ensure_ascii=False, indent=1)))
        return
    shown = console()
    counts = f"{scores.sentences:,} sentences, {scores.tokens:,} tokens, {scores.scheme}"
    shown.print(scores_table(scores, f"{gold}: {counts}"))
    for line in explain(scores, "the predictions never use" if predicted else DOES_NOT_KNOW):
        shown.print(line, highlight=False)
    if report is not None:
        shown.print(f"the report is {report / 'report.html'}", highlight=False)
