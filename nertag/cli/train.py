"""``nertag train``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from nertag import api, samples
from nertag.cli.console import console
from nertag.cli.progress import ConsoleListener
from nertag.cli.score_table import explain, scores_table
from nertag.config import Workers, to_toml
from nertag.errors import Interrupted
from nertag.evaluation import evaluate
from nertag.model import load_bundle
from nertag.tagging import model_of


def dump(
    train: Path | None,
    *,
    sample: str | None,
    config: Path | None,
    init: Path | None,
    settings: dict[str, Any],
) -> None:
    """Print the settings that training would use.

    Parameters
    ----------
    train : Path, optional
        The training file; an embedded corpus by default.
    sample : str, optional
        The language of the embedded corpus.
    config : Path, optional
        A TOML file of settings.
    init : Path, optional
        The model directory to go on from.
    settings : dict
        Settings given on the command line, by name.
    """
    start = load_bundle(init) if init is not None else None
    checked = api.training_settings(train, config, start, settings, sample=sample)
    print(to_toml(checked), end="")


def run(
    train: Path | None,
    dev: Path | None,
    *,
    sample: str | None,
    output: Path,
    config: Path | None,
    init: Path | None,
    mix: Path | None,
    mix_dev: Path | None,
    resume: bool,
    seeds: Sequence[int],
    teachers: int,
    workers_from_environment: bool,
    settings: dict[str, Any],
) -> None:
    """Train, and show how it goes and how the best epoch scores.

    Parameters
    ----------
    train : Path, optional
        The training file; an embedded corpus by default.
    dev : Path, optional
        The labelled file to choose the best epoch on.
    sample : str, optional
        The language of the embedded corpus.
    output : Path
        The model directory.
    config : Path, optional
        A TOML file of settings.
    init : Path, optional
        The model directory to go on from.
    mix : Path, optional
        Old data to mix in.
    mix_dev : Path, optional
        Labelled file of the old data to compare on.
    resume : bool
        Go on with a stopped run.
    seeds : sequence of int
        The seeds to train with, if there are several.
    teachers : int
        Number of models that label raw text first.
    workers_from_environment : bool
        Train with the other workers that ``TF_CONFIG`` names.
    settings : dict
        Settings given on the command line, by name.
    """
    shown = console()
    if train is None and sample is None:
        shown.print("no TRAIN given: training on the embedded corpus")
    try:
        tagger = api.train(
            train,
            dev,
            sample=sample,
            output=output,
            config=config,
            init=init,
            mix=mix,
            mix_dev=mix_dev,
            resume=resume,
            seeds=seeds,
            teachers=teachers,
            workers_from_environment=workers_from_environment,
            listener=ConsoleListener(shown),
            **settings,
        )
    except KeyboardInterrupt:  # before the first epoch or after the last
        raise Interrupted("stopped; if an epoch was done, --resume goes on after it") from None
    if workers_from_environment and not Workers.from_environment().is_chief:
        shown.print("this worker has done its part; worker 0 scores and writes the model")
        return
    facts = model_of(tagger).manifest
    shown.print(f"best epoch {facts.best_epoch} of {facts.epochs}")
    tables = {"dev": tagger.scores} if tagger.scores else {}
    if train is None:
        tables["test"] = evaluate(samples.sample("test.bio", sample or samples.DEFAULT), tagger)
    for name, scores in tables.items():
        shown.print(scores_table(scores, name))
        for line in explain(scores):
            shown.print(line, highlight=False)
    shown.print(f"the model is in {output}; try: nertag tag FILE -m {output}", highlight=False)
    shown.print(f"the report is {output / 'report.html'}", highlight=False)
    if seeds:
        shown.print(f"all side by side: nertag report {output / 'seeds'}/*", highlight=False)
