"""The commands of ``nertag`` and what they take; the work is in the files beside this one."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated, Any, Optional

import typer

from nertag.cli.faults import exit_code
from nertag.cli.given import one_model, refuse
from nertag.cli.parameters import (
    TO,
    ApiKey,
    AsJson,
    DevFile,
    Device,
    DumpConfig,
    Encoding,
    EncodingErrors,
    Engine,
    InputFormat,
    MaxLineBytes,
    MinScore,
    Model,
    ModelArgument,
    ModelFolder,
    ModelOption,
    NBest,
    OnErrors,
    OnnxFile,
    Origins,
    Overlap,
    OverlapOfOutput,
    Page,
    Passes,
    Precision,
    Predicted,
    RawScores,
    RawText,
    ReportFolder,
    ResultFormat,
    Resume,
    RootPath,
    Sample,
    SavedModelFolder,
    Scheme,
    SchemeOfOutput,
    Scores,
    ServedModels,
    TagFormat,
    TokenColumn,
    TrainedOn,
    TrainFile,
    Unit,
    VectorsFile,
    Version,
    WordLists,
)
from nertag.cli.settings_options import READING, with_reading, with_settings
from nertag.cli.terminal import prepare_streams
from nertag.cli.wording import use_flags_of_command
from nertag.io import LONGEST_LINE

app = typer.Typer(
    name="nertag",
    help="Train and run sequence taggers on your own labelled text.",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def _common(
    context: typer.Context,
    debug: Annotated[bool, typer.Option("--debug", help="Show tracebacks and all logs.")] = False,
    version: Version = False,
) -> None:
    if debug:
        os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "0")
    use_flags_of_command(context)


@app.command()
@with_settings
def train(
    context: typer.Context,
    train: TrainFile = None,
    dev: DevFile = None,
    sample: Sample = None,
    output: ModelFolder = Path("model"),
    config: Annotated[Optional[Path], typer.Option(help="Settings as TOML.")] = None,
    init: Annotated[Optional[Path], typer.Option(help="Go on from this model.")] = None,
    resume: Resume = False,
    dump_config: DumpConfig = False,
    **settings: Any,
) -> None:
    """Train a tagger on labelled text."""
    from nertag.cli.train import dump, run

    if dump_config:
        unused = ("dev", "output", "resume")
        refuse(context, unused, "is not used by `dump_config`, which trains nothing")
    vectors = settings.get("vectors", "train")
    if vectors != "train":
        of_training = ("text", "vector_size", "vector_epochs", "workers")
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
        resume=resume,
        settings=settings,
    )


@app.command()
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


@app.command()
@with_reading("scheme", "overlap")
def compare(
    first: Annotated[Path, typer.Argument(metavar="A", help="Text as some tool labelled it.")],
    second: Annotated[Path, typer.Argument(metavar="B", help="The same as another did.")],
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help="The same, labelled right.")],
    as_json: AsJson = False,
    **settings: Any,
) -> None:
    """Score two files of predictions, and say if chance explains the difference."""
    from nertag.cli.compare import run

    run(first, second, gold, as_json=as_json, reading=settings)


@app.command()
@with_reading()
def convert(
    context: typer.Context,
    source: Annotated[Path, typer.Argument(metavar="IN", help="Labelled file; - is stdin.")],
    target: Annotated[Path, typer.Argument(metavar="OUT", help="File to write; - is stdout.")],
    to: Annotated[str, typer.Option(help=TO)] = "auto",
    scheme: SchemeOfOutput = Scheme.BIO,
    overlap: OverlapOfOutput = Overlap.error,
    **settings: Any,
) -> None:
    """Write labelled text in another format."""
    from nertag.cli.convert import run, what_is_held

    holds = what_is_held(target, to)
    if holds != "tags":
        refuse(context, ["scheme"], "says how tags are written: OUT has entities")
    if holds == "spans":
        refuse(context, ["overlap"], "is not needed: OUT holds spans that overlap")
    settings["overlap"] = overlap.value
    run(source, target, to=to, scheme=scheme.value, settings=settings)


@app.command()
@with_reading("scheme")
def check(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Labelled files.")],
    dev: Annotated[Optional[Path], typer.Option(help="Labelled file that is dev.")] = None,
    as_json: AsJson = False,
    fix: Annotated[
        Optional[Path], typer.Option(metavar="OUT", help="Write a repaired copy of FILE.")
    ] = None,
    **settings: Any,
) -> None:
    """Look for what is wrong or odd in labelled text; exit with 1 if there is an error."""
    from nertag.cli.check import run

    raise typer.Exit(run(files, dev, as_json=as_json, output=fix, settings=settings))


@app.command()
@with_reading()
def split(
    file: Annotated[Path, typer.Argument(help="Labelled file.")],
    dev: Annotated[float, typer.Option(min=0, max=1, help="Share of the dev part.")] = 0.1,
    test: Annotated[float, typer.Option(min=0, max=1, help="Share of the test part.")] = 0.1,
    by: Annotated[Unit, typer.Option(help="What stays together.")] = Unit.sentence,
    output: Annotated[
        Optional[Path],
        typer.Option("-o", "--output", help="Folder; by default that of FILE."),
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="Same seed, same parts.")] = 1,
    **settings: Any,
) -> None:
    """Part labelled text into train, dev and test, each with its share of every type."""
    from nertag.cli.split import run

    run(file, output, dev=dev, test=test, by=by.value, seed=seed, settings=settings)


@app.command()
def tag(
    files: Annotated[
        list[Path],
        typer.Argument(help="Text files, a text a line, or labelled files; - is stdin."),
    ],
    model: Model = Path("model"),
    output: Annotated[Optional[Path], typer.Option("-o", "--output", help="File to write.")] = None,
    to: ResultFormat = TagFormat.auto,
    format: InputFormat = "auto",
    encoding: Encoding = "utf-8",
    encoding_errors: EncodingErrors = OnErrors.stops,
    token_column: TokenColumn = 0,
    device: Device = "auto",
    engine: Engine = "auto",
    precision: Precision = "float32",
    scores: Scores = False,
    min_score: MinScore = 0.0,
    n_best: NBest = 0,
    raw_scores: RawScores = False,
    max_line_bytes: MaxLineBytes = LONGEST_LINE,
    resume: Resume = False,
) -> None:
    """Find the entities of texts, a text in, a result out; .gz, .xz and .zst are unpacked."""
    from nertag.cli.tag import run
    from nertag.config import ReadingSettings

    loading = {"device": device, "engine": engine, "precision": precision, "raw_scores": raw_scores}
    asked = {"scores": scores, "min_score": min_score, "n_best": n_best}
    run(
        files,
        model,
        output=output,
        to=to.value,
        reading=ReadingSettings(
            format=format,
            encoding=encoding,
            encoding_errors=encoding_errors.value,
            token_column=token_column,
        ),
        longest=max_line_bytes,
        resume=resume,
        asked=asked,
        loading=loading,
    )


@app.command()
def serve(
    models: ServedModels = ["model"],  # noqa: B006 - typer reads it and changes nothing
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 is a free one.")] = 8000,
    workers: Annotated[int, typer.Option(min=1, help="Processes that answer.")] = 1,
    precision: Precision = "float32",
    max_characters: Annotated[int, typer.Option(min=1, help="Most characters of a request.")] = (
        100_000
    ),
    max_waiting: Annotated[
        int, typer.Option(min=1, help="Most characters that wait to be tagged.")
    ] = 500_000,
    wait_ms: Annotated[
        float, typer.Option(min=0, help="How long a text waits for others to share its batch.")
    ] = 2.0,
    api_key: ApiKey = None,
    root_path: RootPath = "",
    cors: Origins = None,
) -> None:
    """Offer models over HTTP, with a page to try them on."""
    from nertag.cli.serve import run

    run(
        models,
        host=host,
        port=port,
        workers=workers,
        precision=precision,
        max_characters=max_characters,
        max_waiting=max_waiting,
        wait_ms=wait_ms,
        api_key=api_key,
        root_path=root_path,
        cors=tuple(cors or ()),
    )


@app.command()
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


@app.command()
def bench(
    model: ModelArgument = None,
    named: ModelOption = None,
    text: RawText = None,
    as_json: AsJson = False,
) -> None:
    """Measure how fast a model tags, with each engine and precision."""
    from nertag.cli.bench import run

    run(one_model(model, named), text, as_json=as_json)


@app.command()
def vectors(
    context: typer.Context,
    texts: Annotated[list[Path], typer.Argument(help="Raw text files, a sentence a line.")],
    output: VectorsFile,
    encoding: Encoding = "utf-8",
    tokens: Annotated[str, typer.Option(help="char or word.")] = "char",
    bigrams: Annotated[bool, typer.Option(help="Vectors of bigrams too.")] = True,
    lexicon: WordLists = None,
    size: Annotated[int, typer.Option(min=1, help="Dimensions.")] = 100,
    word_size: Annotated[int, typer.Option(min=1, help="Dimensions of --lexicon's words.")] = 50,
    epochs: Passes = None,
    workers: Annotated[int, typer.Option(min=1, help="Threads; only 1 is repeatable.")] = 1,
    seed: Annotated[int, typer.Option(min=0, max=2**31 - 1, help="Same seed, same vectors.")] = 1,
) -> None:
    """Train word2vec vectors on raw text."""
    from nertag.cli.vectors import run

    if not lexicon:
        refuse(context, ["word_size"], "is of words: give `lexicon` too")
    if tokens == "word":
        refuse(context, ["bigrams"], "is of characters: `tokens` is word")
    how: dict[str, Any] = {"epochs": epochs, "workers": workers, "seed": seed}
    how |= {"bigrams": bigrams, "lexicon": lexicon or [], "size": size, "word_size": word_size}
    run(texts, output, encoding=encoding, tokens=tokens, **how)


@app.command()
def info(
    model: ModelArgument = None,
    named: ModelOption = None,
    as_json: AsJson = False,
) -> None:
    """Show what a model is and how it scored."""
    from nertag.cli.info import run

    run(one_model(model, named), as_json=as_json)


@app.command()
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


def main(arguments: list[str] | None = None) -> None:
    """Run the command line: exit code 0, 2 for errors of the user, 130 for Ctrl-C.

    Parameters
    ----------
    arguments : list of str, optional
        The command line without the name of the program; that of the process by default.
    """
    arguments = (sys.argv[1:] if arguments is None else arguments) or ["--help"]
    prepare_streams()
    sys.exit(exit_code(app, arguments, debug="--debug" in arguments))
