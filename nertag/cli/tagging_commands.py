"""The commands that tag with a model: tag, suggest, serve.

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
    ApiKey,
    Device,
    Encoding,
    EncodingErrors,
    Engine,
    EntityColumn,
    InputFormat,
    MaxLineBytes,
    MinScore,
    Model,
    NBest,
    OnErrors,
    Origins,
    Precision,
    RawScores,
    ResultFormat,
    Resume,
    RootPath,
    Scheme,
    SchemeOfOutput,
    Scores,
    ServedModels,
    TagFormat,
    TextColumn,
    TokenColumn,
)
from nertag.cli.settings_options import with_settings
from nertag.io import LONGEST_LINE


def tag(
    files: Annotated[
        list[Path],
        typer.Argument(help="Text files, a text a line, labelled files or tables; - is stdin."),
    ],
    model: Model = Path("model"),
    output: Annotated[Optional[Path], typer.Option("-o", "--output", help="File to write.")] = None,
    column: TextColumn = None,
    output_column: EntityColumn = "entities",
    to: ResultFormat = TagFormat.auto,
    format: InputFormat = "auto",
    encoding: Encoding = "utf-8",
    encoding_errors: EncodingErrors = OnErrors.stops,
    token_column: TokenColumn = 0,
    device: Device = "auto",
    engine: Engine = "auto",
    precision: Precision = "auto",
    scores: Scores = False,
    min_score: MinScore = 0.0,
    n_best: NBest = 0,
    raw_scores: RawScores = False,
    max_line_bytes: MaxLineBytes = LONGEST_LINE,
    resume: Resume = False,
) -> None:
    """Find the entities of texts, a text in, a result out; .gz, .xz and .zst are unpacked."""
    from nertag.config import ReadingSettings

    loading = {"device": device, "engine": engine, "precision": precision, "raw_scores": raw_scores}
    asked = {"scores": scores, "min_score": min_score, "n_best": n_best}
    reading = ReadingSettings(
        format=format,
        encoding=encoding,
        encoding_errors=encoding_errors.value,
        token_column=token_column,
    )
    how: dict[str, Any] = {"output": output, "to": to.value, "reading": reading, "resume": resume}
    how |= {"longest": max_line_bytes, "asked": asked, "loading": loading}
    if column is None:
        from nertag.cli.tag import run

        run(files, model, **how)
    else:
        from nertag.cli.tag_column import run as run_on_column

        run_on_column(files, model, column, output_column, **how)


@partial(with_settings, names=("tokens", "encoding", "gazetteers"))
def suggest(
    context: typer.Context,
    raw: Annotated[Path, typer.Argument(metavar="RAW", help="Text, a sentence a line.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="File to write.")],
    models: Annotated[
        Optional[list[Path]],
        typer.Option("-m", "--model", help="Model directory; may be repeated; none: cold start."),
    ] = None,
    count: Annotated[int, typer.Option("-n", "--count", min=1, help="Texts to choose.")] = 100,
    by: Annotated[
        str,
        typer.Option(
            help="mnlp, entropy, entities (a model), disagreement (several), names (none); auto."
        ),
    ] = "auto",
    labelled: Annotated[
        Optional[list[Path]],
        typer.Option(help="Labelled file whose texts are left out; may be repeated."),
    ] = None,
    to: Annotated[str, typer.Option(help=TO)] = "auto",
    scheme: SchemeOfOutput = Scheme.BIO,
    seed: Annotated[int, typer.Option(min=0, help="Same seed, same choice.")] = 1,
    device: Device = "auto",
    engine: Engine = "auto",
    precision: Precision = "auto",
    **settings: Any,
) -> None:
    """Choose from raw text what to label next: what the model is least sure of, well spread."""
    from nertag.cli.suggest import run

    if models:
        refuse(context, ["tokens", "gazetteers"], "is of a cold start: the model has its own")
    run(
        raw,
        models or [],
        output,
        count=count,
        by=by,
        to=to,
        scheme=scheme.value,
        labelled=labelled or [],
        seed=seed,
        loading={"device": device, "engine": engine, "precision": precision},
        settings=settings,
    )


def serve(
    context: typer.Context,
    models: ServedModels = ["model"],  # noqa: B006 - typer reads it and changes nothing
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 is a free one.")] = 8000,
    workers: Annotated[int, typer.Option(min=1, help="Processes that answer.")] = 1,
    precision: Precision = "auto",
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
    train_on_webhook: Annotated[
        Optional[Path],
        typer.Option(
            metavar="DIR",
            help="Train the model further on Label Studio's annotations, which are kept here.",
        ),
    ] = None,
    train_after: Annotated[
        int, typer.Option(min=1, help="New or changed annotations after which it trains.")
    ] = 50,
    dev: Annotated[
        Optional[Path],
        typer.Option(help="Labelled file that decides; without it a fifth of the annotations."),
    ] = None,
    mix: Annotated[
        Optional[Path], typer.Option(help="Data it was trained on, to mix in at each training.")
    ] = None,
) -> None:
    """Offer models over HTTP, with a page to try them on."""
    from nertag.cli.serve import run

    learning: dict[str, Any] = {"after": train_after, "dev": dev, "mix": mix}
    if train_on_webhook is None:
        refuse(context, ("train_after", "dev", "mix"), "is of training: give `train_on_webhook`")
    run(
        models,
        {"folder": train_on_webhook, **learning} if train_on_webhook else None,
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
