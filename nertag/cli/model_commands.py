"""The commands that make models or tell about one: train, evaluate, export and the like.

Each function says what a command takes; the work is in the file of its name.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Optional

import typer

from nertag.cli.given import numbers, one_model, refuse
from nertag.cli.parameters import (
    AsJson,
    DevFile,
    Device,
    DumpConfig,
    Engine,
    FromEnvironment,
    Model,
    ModelArgument,
    ModelFolder,
    ModelOption,
    OnnxFile,
    Page,
    Precision,
    Predicted,
    RawText,
    ReportFolder,
    Resume,
    Sample,
    SavedModelFolder,
    Seeds,
    TeacherCount,
    TrainedOn,
    TrainFile,
    Unit,
)
from nertag.cli.settings_options import READING, with_reading, with_settings


@with_settings
def train(
    context: typer.Context,
    train: TrainFile = None,
    dev: DevFile = None,
    sample: Sample = None,
    output: ModelFolder = Path("model"),
    config: Annotated[Optional[Path], typer.Option(help="Settings as TOML.")] = None,
    init: Annotated[Optional[Path], typer.Option(help="Go on from this model.")] = None,
    mix: Annotated[
        Optional[Path],
        typer.Option(help="More labelled data to mix in: what --init was trained on, silver."),
    ] = None,
    mix_dev: Annotated[
        Optional[Path], typer.Option(help="Labelled file to compare it on too; with --init.")
    ] = None,
    resume: Resume = False,
    seeds: Seeds = None,
    teachers: TeacherCount = 0,
    workers_from_environment: FromEnvironment = False,
    dump_config: DumpConfig = False,
    **settings: Any,
) -> None:
    """Train a tagger on labelled text."""
    from nertag.cli.train import dump, run

    if dump_config:
        unused = ["dev", "output", "mix", "mix_dev", "resume", "seeds", "teachers"]
        unused += ["workers_from_environment"]
        refuse(context, unused, "is not used by `dump_config`, which trains nothing")
    if mix is None and not teachers:
        refuse(context, ["mix_ratio"], "is of data that are mixed in: give `mix` too")
    vectors = settings.get("vectors", "train")
    if vectors != "train":
        of_training = ["vector_size", "vector_epochs", "workers"]
        of_training += [] if teachers else ["text"]
        refuse(context, of_training, f"is for vectors that are trained: `vectors` is {vectors}")
    if settings.get("bigrams") is False:
        refuse(context, ["max_bigrams"], "is of bigrams: `bigrams=False` looks up none")
    if dump_config:
        dump(train, sample=sample, config=config, init=init, settings=settings)
        return
    run(
        train,
        dev,
        sample=sample,
        output=output,
        config=config,
        init=init,
        mix=mix,
        mix_dev=mix_dev,
        resume=resume,
        seeds=numbers(seeds, "seeds"),
        teachers=teachers,
        workers_from_environment=workers_from_environment,
        settings=settings,
    )


@with_settings
def cross_validate(
    file: Annotated[Path, typer.Argument(help="Labelled file.")],
    folds: Annotated[int, typer.Option(min=2, help="Parts; each is predicted by the rest.")] = 5,
    by: Annotated[Unit, typer.Option(help="What stays together.")] = Unit.sentence,
    output: Annotated[
        Optional[Path], typer.Option("-o", "--output", help="Write the predictions here.")
    ] = None,
    report: ReportFolder = None,
    config: Annotated[Optional[Path], typer.Option(help="Settings as TOML.")] = None,
    as_json: AsJson = False,
    **settings: Any,
) -> None:
    """Train on parts of labelled text, score each on the rest."""
    from nertag.cli.cross_validate import run

    run(
        file,
        folds=folds,
        by=by.value,
        output=output,
        report=report,
        config=config,
        as_json=as_json,
        settings=settings,
    )


@with_settings
def search(
    file: Annotated[Path, typer.Argument(help="Labelled file.")],
    dev: Annotated[Optional[Path], typer.Option(help="Labelled file to score on.")] = None,
    trials: Annotated[int, typer.Option(min=1, help="Trainings, earlier ones counted.")] = 30,
    minutes: Annotated[
        Optional[float], typer.Option(min=0, help="Begin no training after this time.")
    ] = None,
    output: Annotated[
        Path, typer.Option("-o", "--output", help="Folder; one that has this search goes on.")
    ] = Path("search"),
    config: Annotated[
        Optional[Path], typer.Option(help="Settings of all trainings as TOML.")
    ] = None,
    **settings: Any,
) -> None:
    """Look for the settings with which training scores best."""
    from nertag.cli.search import run

    how: dict[str, Any] = {"trials": trials, "minutes": minutes, "output": output}
    run(file, dev, **how, config=config, settings=settings)


@with_settings
def learning_curve(
    file: Annotated[Path, typer.Argument(help="Labelled file.")],
    dev: Annotated[Optional[Path], typer.Option(help="Labelled file to score on.")] = None,
    output: Page = None,
    config: Annotated[Optional[Path], typer.Option(help="Settings as TOML.")] = None,
    as_json: AsJson = False,
    **settings: Any,
) -> None:
    """Train on growing parts of labelled text, and say if more data would pay."""
    from nertag.cli.learning_curve import run

    run(file, dev, output=output, config=config, as_json=as_json, settings=settings)


@with_reading("scheme", "overlap")
def evaluate(
    context: typer.Context,
    gold: Annotated[Path, typer.Argument(help="Labelled file.")],
    predicted: Predicted = None,
    model: Model = Path("model"),
    report: ReportFolder = None,
    train: TrainedOn = None,
    as_json: AsJson = False,
    device: Device = "auto",
    engine: Engine = "auto",
    precision: Precision = "float32",
    **settings: Any,
) -> None:
    """Score a model, or a file of any tool, on labelled text."""
    from nertag.cli.evaluate import run

    how = {"device": device, "engine": engine, "precision": precision}
    if predicted is not None:
        refuse(context, ("model", *how), "is of a model, but PREDICTED is scored: leave it out")
    if report is None:
        refuse(context, ["train"], "is for the report: give `report` too")
    run(gold, predicted, model, report, train, as_json=as_json, reading=settings, **how)


@with_reading("scheme", "overlap")
def export(
    context: typer.Context,
    model: ModelArgument = None,
    named: ModelOption = None,
    int8: Annotated[bool, typer.Option("--int8", help="With weights of 8 bits: faster.")] = False,
    dev: Annotated[
        Optional[Path], typer.Option(help="Labelled file to score the model on, before and after.")
    ] = None,
    onnx: OnnxFile = None,
    saved_model: SavedModelFolder = None,
    **settings: Any,
) -> None:
    """Write a model's network as ONNX into its directory, or elsewhere for other programs."""
    from nertag.cli.export import run, run_elsewhere

    if onnx or saved_model:
        run_elsewhere(one_model(model, named), onnx, saved_model, int8=int8)
        return
    if dev is None:
        refuse(context, (*READING, "scheme", "overlap"), "says how `dev` is read: give that too")
    run(one_model(model, named), dev, int8=int8, reading=settings)


def bench(
    model: ModelArgument = None,
    named: ModelOption = None,
    text: RawText = None,
    dev: Annotated[Optional[Path], typer.Option(help="Labelled file: F1 of each too.")] = None,
    as_json: AsJson = False,
) -> None:
    """Measure how fast a model tags, with each engine and precision."""
    from nertag.cli.bench import run

    run(one_model(model, named), text, dev, as_json=as_json)


def info(
    model: ModelArgument = None,
    named: ModelOption = None,
    as_json: AsJson = False,
) -> None:
    """Show what a model is and how it scored."""
    from nertag.cli.info import run

    run(one_model(model, named), as_json=as_json)


def report(
    models: Annotated[
        Optional[list[Path]], typer.Argument(metavar="MODEL...", help="Model directories.")
    ] = None,
    named: Annotated[
        Optional[list[Path]], typer.Option("-m", "--model", help="The same as MODEL.")
    ] = None,
    output: Page = None,
    as_json: AsJson = False,
) -> None:
    """Set models side by side: settings that differ, scores on dev, speed, size."""
    from nertag.cli.report import run

    run([*(models or ()), *(named or ())] or [Path("model")], output, as_json=as_json)
