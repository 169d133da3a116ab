"""``nertag bench``."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Collection, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rich.table import Table

from nertag.cli.console import console
from nertag.cli.measure import STARTS, Figures, measure_f1, measure_speed
from nertag.cli.terminal import visible
from nertag.io import cores
from nertag.model import GRAPH_FILES, read_manifest, versions
from nertag.samples import language_of, sample
from nertag.tagging import (
    LIBRARIES,
    SENTENCE,
    Way,
    prepare_texts,
    this_processor,
    ways,
)


def run(model: Path, text: Path | None, dev: Path | None, *, as_json: bool) -> None:
    """Measure how fast a model tags and show a table, or JSON.

    Parameters
    ----------
    model : Path
        The model directory.
    text : Path, optional
        The text to tag; the embedded text by default.
    dev : Path, optional
        A labelled file, on which each way of tagging is scored.
    as_json : bool
        Print JSON instead of a table.
    """
    manifest = read_manifest(model)
    stored = manifest.files
    embedded = sample("unlabelled.txt", language_of(manifest.settings.get("tokens", "char")))
    measured, machine = ways(), this_processor()
    found, scores = [], list[float]()
    with tempfile.TemporaryDirectory() as folder:
        texts = prepare_texts(text or embedded, Path(folder).resolve())
        with console(stderr=True).status("") as status:
            for way in measured:
                found.append(measure_speed(model, way, texts, status.update))
            if dev is not None:
                status.update("F1")
                scores = [measure_f1(model, way, dev, texts.long.parent) for way in measured]
    notes = explain(model, stored, measured)
    if as_json:
        facts: dict[str, Any] = {
            "model": str(model),
            "characters": texts.characters,
            "sentence_characters": SENTENCE,
            "cores": cores(),
            "processor": machine.name,
            "features": machine.features,
            "versions": versions(),
            "figures": figures(found, scores),
            "notes": notes,
        }
        print(visible(json.dumps(facts, ensure_ascii=False, indent=1)))
        return
    shown = console(highlight=False)
    shown.print(table(found, scores, f"{model}: {texts.characters:,} characters"))
    shown.print(f"{cores()} cores of {machine.name}: {' '.join(machine.features)}".rstrip(": "))
    for line in notes:
        shown.print(line)


def figures(found: Sequence[Figures], scores: Sequence[float]) -> list[dict[str, Any]]:
    """What was measured, as plain values; with F1 where there is a dev file.

    Parameters
    ----------
    found : sequence of Figures
        The speed of each way of tagging.
    scores : sequence of float
        The F1 of each; empty if there is no dev file.
    """
    plain = list(map(asdict, found))
    for one, f1 in zip(plain, scores):
        one["f1"] = round(f1, 5)
    return plain


def table(found: Sequence[Figures], scores: Sequence[float], title: str) -> Table:
    """A row for each way of tagging.

    Parameters
    ----------
    found : sequence of Figures
        The speed of each way.
    scores : sequence of float
        The F1 of each; empty if there is no dev file.
    title : str
        Title of the table.
    """
    made = Table(title=title, title_justify="left")
    made.add_column("engine")
    for name in ("chars/s", "p50", "p95", "cold start", "memory", *["F1"] * bool(scores)):
        made.add_column(name, justify="right")
    for number, one in enumerate(found):
        made.add_row(
            f"{one.engine} {one.precision}",
            f"{one.characters_per_second:,}",
            f"{one.p50_ms:.2f} ms",
            f"{one.p95_ms:.2f} ms",
            f"{one.cold_start_seconds:.2f} s",
            "unknown" if one.peak_memory_mb is None else f"{one.peak_memory_mb:,} MB",
            *(f"{f1:.2%}" for f1 in scores[number : number + 1]),
        )
    return made


def explain(model: Path, stored: Collection[str], ways: Sequence[Way]) -> list[str]:
    """What the figures mean, and what could not be measured.

    Parameters
    ----------
    model : Path
        The model directory.
    stored : collection of str
        Precisions whose graphs the model holds.
    ways : sequence of Way
        The engines and precisions that were measured.
    """
    lines = [
        "chars/s: characters a second of nertag tag, without its start; memory: its peak",
        f"p50, p95: one sentence of {SENTENCE} characters, in a warm process",
        f"cold start: nertag tag of one line, median of {STARTS}",
    ]
    for way in ways:
        if way.engine == "onnx" and GRAPH_FILES[way.precision] not in stored:
            option = " --int8" * (way.precision == "int8")
            lines.append(
                f"{way.precision}: the model has no such graph, so that every start makes it and "
                f"takes longer and more memory; nertag export -m {model}{option} writes it"
            )
    missing = LIBRARIES.keys() - {way.engine for way in ways}
    lines += [f"{engine}: not installed" for engine in sorted(missing)]
    return lines
