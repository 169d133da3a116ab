"""The commands of ``nertag`` and what they take; the work is in the files beside this one."""

from __future__ import annotations

import io
import os
import sys
from enum import Enum
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any, Optional

import typer

from nertag.cli.options import with_reading, with_settings
from nertag.cli.quiet import silence
from nertag.errors import NertagError

app = typer.Typer(
    name="nertag",
    help="Train and run sequence taggers on your own labelled text.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


class TagFormat(str, Enum):
    """What ``nertag tag`` writes."""

    auto = "auto"
    json = "json"
    conll = "conll"
    inline = "inline"
    highlight = "highlight"


TO = (
    "Format: auto (by OUT's name), columns, doccano, spacy, cluener, label-studio, brat, inline, "
    "xml, segmented, html."
)


class Scheme(str, Enum):
    """How tags are written."""

    BIO = "BIO"
    IOB1 = "IOB1"
    BIOES = "BIOES"
    BMES = "BMES"
    BILOU = "BILOU"


class Overlap(str, Enum):
    """What to do with spans that overlap."""

    error = "error"
    longest = "longest"
    first = "first"


class Unit(str, Enum):
    """What a split keeps together."""

    sentence = "sentence"
    document = "document"


Model = Annotated[Path, typer.Option("-m", "--model", help="Model directory.")]
Device = Annotated[str, typer.Option(help="auto, cpu, gpu or gpu:N.")]
Encoding = Annotated[str, typer.Option(help="How the files are encoded.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"nertag {version('nertag')}")
        raise typer.Exit


@app.callback()
def _common(
    debug: Annotated[bool, typer.Option("--debug", help="Show tracebacks and all logs.")] = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    if not debug:
        silence()


@app.command()
@with_settings
def train(
    train: Annotated[
        Optional[Path], typer.Argument(help="Labelled file; the embedded corpus if left out.")
    ] = None,
    dev: Annotated[
        Optional[Path], typer.Option(help="Labelled file to choose the model on.")
    ] = None,
    output: Annotated[Path, typer.Option("-o", "--output", help="Model directory.")] = Path(
        "model"
    ),
    config: Annotated[Optional[Path], typer.Option(help="Settings as TOML.")] = None,
    init: Annotated[Optional[Path], typer.Option(help="Go on from this model.")] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with a stopped run.")] = False,
    **settings: Any,
) -> None:
    """Train a tagger on labelled text."""
    from nertag.cli.train import run

    run(train, dev, output=output, config=config, init=init, resume=resume, settings=settings)


@app.command()
@with_reading("scheme", "overlap")
def evaluate(
    gold: Annotated[Path, typer.Argument(help="Labelled file.")],
    predicted: Annotated[
        Optional[Path],
        typer.Argument(help="The same text as some tool labelled it; instead of a model."),
    ] = None,
    model: Model = Path("model"),
    as_json: AsJson = False,
    device: Device = "auto",
    **settings: Any,
) -> None:
    """Score a model, or a file of any tool, on labelled text."""
    from nertag.cli.evaluate import run

    run(gold, predicted, model, as_json=as_json, reading=settings, device=device)


@app.command()
@with_reading()
def convert(
    source: Annotated[Path, typer.Argument(metavar="IN", help="Labelled file; - is stdin.")],
    target: Annotated[Path, typer.Argument(metavar="OUT", help="File to write; - is stdout.")],
    to: Annotated[str, typer.Option(help=TO)] = "auto",
    scheme: Annotated[
        Scheme, typer.Option(help="How tags are written, where OUT has tags.")
    ] = Scheme.BIO,
    overlap: Annotated[
        Overlap, typer.Option(help="Which of spans that overlap to keep, where OUT holds none.")
    ] = Overlap.error,
    **settings: Any,
) -> None:
    """Write labelled text in another format."""
    from nertag.cli.convert import run

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
        Optional[Path], typer.Option("-o", "--output", help="Folder; that of FILE if left out.")
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="Same seed, same parts.")] = 1,
    **settings: Any,
) -> None:
    """Part labelled text into train, dev and test, each with its share of every type."""
    from nertag.cli.split import run

    run(file, output, dev=dev, test=test, by=by.value, seed=seed, settings=settings)


@app.command()
def tag(
    files: Annotated[list[Path], typer.Argument(help="Text files, a text a line; - is stdin.")],
    model: Model = Path("model"),
    output: Annotated[Optional[Path], typer.Option("-o", "--output", help="File to write.")] = None,
    format: Annotated[
        TagFormat, typer.Option(help="auto: highlight on a terminal, else json.")
    ] = TagFormat.auto,
    encoding: Encoding = "utf-8",
    device: Device = "auto",
) -> None:
    """Find the entities of text files, a line in, a result out."""
    from nertag.cli.tag import run

    run(files, model, output=output, form=format.value, encoding=encoding, device=device)


@app.command()
def vectors(
    texts: Annotated[list[Path], typer.Argument(help="Raw text files, a sentence a line.")],
    output: Annotated[
        Path, typer.Option("-o", "--output", help="File to write: .txt or .bin, also with .gz.")
    ],
    encoding: Encoding = "utf-8",
    tokens: Annotated[str, typer.Option(help="char or word.")] = "char",
    bigrams: Annotated[bool, typer.Option(help="Of pairs of neighbouring characters too.")] = True,
    size: Annotated[int, typer.Option(min=1, help="Dimensions.")] = 100,
    epochs: Annotated[int, typer.Option(min=1, help="Passes over the text.")] = 10,
    workers: Annotated[int, typer.Option(min=1, help="Threads; only 1 is repeatable.")] = 1,
    seed: Annotated[int, typer.Option(min=0, max=2**31 - 1, help="Same seed, same vectors.")] = 1,
) -> None:
    """Train word2vec vectors on raw text."""
    from nertag.cli.vectors import run

    how = {"size": size, "epochs": epochs, "workers": workers, "seed": seed}
    run(texts, output, encoding=encoding, tokens=tokens, bigrams=bigrams, **how)


@app.command()
def info(
    model: Annotated[Path, typer.Argument(help="Model directory.")] = Path("model"),
    as_json: AsJson = False,
) -> None:
    """Show what a model is and how it scored."""
    from nertag.cli.info import run

    run(model, as_json=as_json)


def main(arguments: list[str] | None = None) -> None:
    """Run the command line: exit code 0, 2 for errors of the user, 130 for Ctrl-C."""
    debug = "--debug" in (sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a message is never worth a crash
            stream.reconfigure(errors="backslashreplace")
    try:
        app(args=arguments)
    except BrokenPipeError:
        # The reader of our output has gone; nothing is left to say, not even at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except (NertagError, OSError) as error:
        if debug:
            raise
        print(f"nertag: {error}", file=sys.stderr)
        sys.exit(error.exit_code if isinstance(error, NertagError) else 2)
