"""What more than one command takes, and what some of it may be."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import Annotated, Optional

import typer


class TagFormat(str, Enum):
    """What ``nertag tag`` writes."""

    auto = "auto"
    json = "json"
    conll = "conll"
    inline = "inline"
    highlight = "highlight"


TO = (
    "Format: auto (by OUT's name), columns, doccano, prodigy, displacy, spacy, cluener, "
    "label-studio, brat, inline, xml, segmented, html."
)


class Scheme(str, Enum):
    """How tags are written."""

    BIO = "BIO"
    IOB1 = "IOB1"
    IO = "IO"
    BIOES = "BIOES"
    BMES = "BMES"
    BILOU = "BILOU"


class Overlap(str, Enum):
    """What to do with spans that overlap."""

    error = "error"
    longest = "longest"
    first = "first"


class OnErrors(str, Enum):
    """What to do with bytes that the encoding does not allow."""

    stops = "strict"
    replaced = "replace"


class Unit(str, Enum):
    """What a split keeps together."""

    sentence = "sentence"
    document = "document"


def _version(wanted: bool) -> None:
    if wanted:
        from nertag.model import versions

        typer.echo(f"nertag {versions().get('nertag', 'of a clone that is not installed')}")
        raise typer.Exit


Version = Annotated[
    bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
]
TrainFile = Annotated[
    Optional[Path], typer.Argument(help="Labelled file; by default an embedded corpus.")
]
Sample = Annotated[
    Optional[str],
    typer.Option(
        metavar="zh|en",
        help="Language of the embedded corpus, if there is no TRAIN: zh (the default) or en.",
    ),
]
DevFile = Annotated[Optional[Path], typer.Option(help="Labelled file to choose the model on.")]
ModelFolder = Annotated[Path, typer.Option("-o", "--output", help="Model directory.")]
Predicted = Annotated[
    Optional[Path],
    typer.Argument(help="The same text as some tool labelled it; instead of a model."),
]
VectorsFile = Annotated[
    Path, typer.Option("-o", "--output", help="File to write: .txt or .bin, also with .gz.")
]
WordLists = Annotated[
    Optional[list[Path]],
    typer.Option(help="Word list, one a line, or folder of lists: vectors of these words too."),
]
Passes = Annotated[
    Optional[int],
    typer.Option(min=1, help="Passes over the text; by default 50 over little, 2 over much."),
]
Model = Annotated[Path, typer.Option("-m", "--model", help="Model directory.")]
ModelArgument = Annotated[
    Optional[Path], typer.Argument(metavar="MODEL", help="Model directory; by default ./model.")
]
ModelOption = Annotated[
    Optional[Path], typer.Option("-m", "--model", help="The same as MODEL.", show_default=False)
]
Device = Annotated[str, typer.Option(help="auto, cpu, gpu or gpu:N.")]
Engine = Annotated[
    str,
    typer.Option(help="auto (TensorFlow where there is a GPU), onnx, openvino or tensorflow."),
]
Precision = Annotated[
    str,
    typer.Option(
        help="float32; faster: int8, bfloat16; auto: bfloat16 where there is OpenVINO, the "
        "processor has it and F1 on dev bears it, else float32."
    ),
]
Resume = Annotated[bool, typer.Option("--resume", help="Go on with a stopped run.")]
TeacherCount = Annotated[
    int, typer.Option(min=0, help="Models that label --text first, for the model to learn from.")
]
Seeds = Annotated[
    Optional[str],
    typer.Option(metavar="N,N,...", help="Train with each of these seeds and keep the best."),
]
FromEnvironment = Annotated[
    bool,
    typer.Option(
        "--workers-from-environment", help="Train with the other workers that TF_CONFIG names."
    ),
]
DumpConfig = Annotated[
    bool,
    typer.Option("--dump-config", help="Print all settings as TOML for --config; do not train."),
]
ResultFormat = Annotated[
    TagFormat,
    typer.Option(
        "--format",
        help="What to write; auto: the format of FILES if they are records of JSON or tokens, "
        "highlight on a terminal, else json.",
    ),
]
InputFormat = Annotated[
    str,
    typer.Option(
        "--from",
        help="What FILES are: auto (found out), text, columns (a token a line), doccano or any "
        "other format with a text: see nertag convert.",
    ),
]
TextColumn = Annotated[
    Optional[str],
    typer.Option(
        metavar="NAME",
        help="Column of the texts: FILES are tables (Parquet, Arrow, CSV), JSON lines, or folders.",
    ),
]
EntityColumn = Annotated[
    str, typer.Option(metavar="NAME", help="Column of the entities, with --column.")
]
EncodingErrors = Annotated[
    OnErrors,
    typer.Option(help="Bytes that the encoding does not allow: stop, or read them as U+FFFD."),
]
TokenColumn = Annotated[
    int, typer.Option(help="Column of the token in columns, from 0; -1 is the last.")
]
Encoding = Annotated[str, typer.Option(help="How the files are encoded.")]
RawText = Annotated[
    Optional[Path],
    typer.Option("--text", metavar="FILE", help="Text to tag; by default some embedded text."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
MaxLineBytes = Annotated[int, typer.Option(min=1, help="Longest line that is read, in bytes.")]
Scores = Annotated[bool, typer.Option("--scores", help="Give the probability of each entity.")]
MinScore = Annotated[
    float, typer.Option(min=0.0, max=1.0, help="Ignore entities that are less probable.")
]
NBest = Annotated[
    int, typer.Option(min=0, help="Give so many of the most probable readings too (json).")
]
RawScores = Annotated[
    bool, typer.Option("--raw-scores", help="Leave scores without the temperature of training.")
]
ReportFolder = Annotated[
    Optional[Path], typer.Option(metavar="DIR", help="Folder to leave a report in.")
]
TrainedOn = Annotated[
    Optional[Path],
    typer.Option(help="Labelled file trained on: the report tells seen from unseen mentions."),
]
SchemeOfOutput = Annotated[Scheme, typer.Option(help="How tags are written, where OUT has tags.")]
OverlapOfOutput = Annotated[
    Overlap, typer.Option(help="Which of spans that overlap to keep, where OUT holds none.")
]
Page = Annotated[
    Optional[Path], typer.Option("-o", "--output", metavar="FILE", help="HTML page to write.")
]
ServedModels = Annotated[
    list[str],
    typer.Option("-m", "--model", metavar="[NAME=]DIR", help="Model directory; may be repeated."),
]
ApiKey = Annotated[
    Optional[str],
    typer.Option(
        envvar="NERTAG_API_KEY",
        help="Key that requests must carry; in the environment no other user sees it.",
    ),
]
RootPath = Annotated[
    str, typer.Option(metavar="PATH", help="Path under which a proxy offers the service.")
]
Origins = Annotated[
    Optional[list[str]],
    typer.Option("--cors", metavar="ORIGIN", help="Origin whose pages may call the service."),
]
OnnxFile = Annotated[
    Optional[Path],
    typer.Option("--onnx", metavar="FILE", help="Write the graph, and what it is, to this file."),
]
SavedModelFolder = Annotated[
    Optional[Path],
    typer.Option("--saved-model", metavar="DIR", help="Write this folder for TensorFlow Serving."),
]
