"""The commands on labelled files and raw text: compare, convert, check, split, label, vectors.

Each function says what a command takes; the work is in the file of its name.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated, Any, Optional

import typer

from nertag.cli.given import refuse
from nertag.cli.parameters import (
    TO,
    AsJson,
    Encoding,
    Overlap,
    OverlapOfOutput,
    Passes,
    ReportFolder,
    Resume,
    Scheme,
    SchemeOfOutput,
    Unit,
    VectorsFile,
    WordLists,
)
from nertag.cli.settings_options import with_reading, with_settings

OF_MODELS = ("preset", "epochs", "seed")
"""Settings of the models of `check`; a file names others."""


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


@with_reading("scheme", *OF_MODELS)
def check(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Labelled files.")],
    dev: Annotated[Optional[Path], typer.Option(help="Labelled file that is dev.")] = None,
    as_json: AsJson = False,
    fix: Annotated[
        Optional[Path], typer.Option(metavar="OUT", help="Write a repaired copy of FILE.")
    ] = None,
    model_folds: Annotated[
        Optional[int],
        typer.Option(
            min=2, help="Parts; what models of the others doubt in each is listed: label errors."
        ),
    ] = None,
    report: ReportFolder = None,
    config: Annotated[
        Optional[Path], typer.Option(help="Settings of these models as TOML.")
    ] = None,
    **settings: Any,
) -> None:
    """Look for what is wrong or odd in labelled text; exit with 1 if there is an error."""
    from nertag.cli.check import run

    training = {name: settings.pop(name) for name in OF_MODELS if name in settings}
    models = None
    if model_folds is None:
        of_models = ("report", "config", *OF_MODELS)
        refuse(context, of_models, "is of models: give `model_folds` too")
    else:
        from nertag.cli.label_errors import Models

        models = Models(model_folds, report, config, training)
    raise typer.Exit(run(files, dev, as_json=as_json, output=fix, models=models, settings=settings))


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


@partial(with_settings, names=("tokens", "encoding", "gazetteers"))
def label(
    context: typer.Context,
    raw: Annotated[Path, typer.Argument(metavar="RAW", help="Text, a sentence a line.")],
    output: Annotated[
        Path, typer.Option("-o", "--output", help="File to write: columns or doccano.")
    ],
    models: Annotated[
        Optional[list[Path]],
        typer.Option("-m", "--model", help="Model directory, to label by; may be repeated."),
    ] = None,
    to: Annotated[str, typer.Option(help=TO)] = "auto",
    scheme: SchemeOfOutput = Scheme.BIO,
    seed: Annotated[int, typer.Option(min=0, help="Same seed, same labels by models.")] = 1,
    **settings: Any,
) -> None:
    """Label raw text: by names, all else unlabelled, or as models do, for another to learn from."""
    from nertag.cli.label import by_lists, by_models

    if models:
        refuse(context, ["tokens"], "is not needed: the model has its own")
        refuse(context, ["gazetteers"], "labels by lists of names: leave it or the models out")
        how: dict[str, Any] = {"to": to, "scheme": scheme.value, "seed": seed}
        by_models(raw, output, models, **how, settings=settings)
        return
    refuse(context, ["seed"], "is of what models draw: no model is given")
    by_lists(raw, output, to=to, scheme=scheme.value, settings=settings)


def vectors(
    context: typer.Context,
    texts: Annotated[list[Path], typer.Argument(help="Raw text files, a sentence a line.")],
    output: VectorsFile,
    encoding: Encoding = "utf-8",
    tokens: Annotated[str, typer.Option(help="char or word.")] = "char",
    bigrams: Annotated[bool, typer.Option(help="Vectors of bigrams too.")] = True,
    subwords: Annotated[
        bool, typer.Option("--subwords", help="Vectors of pieces of words too, for unknown words.")
    ] = False,
    lexicon: WordLists = None,
    size: Annotated[int, typer.Option(min=1, help="Dimensions.")] = 100,
    word_size: Annotated[int, typer.Option(min=1, help="Dimensions of --lexicon's words.")] = 50,
    epochs: Passes = None,
    workers: Annotated[int, typer.Option(min=1, help="Threads; only 1 is repeatable.")] = 1,
    seed: Annotated[int, typer.Option(min=0, max=2**31 - 1, help="Same seed, same vectors.")] = 1,
    resume: Resume = False,
) -> None:
    """Train word2vec vectors on raw text."""
    from nertag.cli.vectors import run

    if not lexicon:
        refuse(context, ["word_size"], "is of words: give `lexicon` too")
    if tokens == "word":
        refuse(context, ["bigrams"], "is of characters: `tokens` is word")
    else:
        refuse(context, ["subwords"], "are of words: give `tokens=word`")
    how: dict[str, Any] = {"epochs": epochs, "workers": workers, "seed": seed}
    how |= {"bigrams": bigrams, "lexicon": lexicon or [], "size": size, "word_size": word_size}
    how |= {"subwords": subwords, "resume": resume}
    run(texts, output, encoding=encoding, tokens=tokens, **how)
