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
from nertag.cli.terminal import visible
from nertag.io import cores
from nertag.model import GRAPH_FILES, read_manifest, versions
from nertag.samples import language_of, sample
from nertag.tagging import (
    LIBRARIES,
    SENTENCE,
    STARTS,
    Figures,
    Way,
    measure_speed,
    prepare_texts,
    ways,
)


def run(model: Path, text: Path | None, *, as_json: bool) -> None:
    """Measure how fast a model tags and show a table, or JSON.

    Parameters
    ----------
    model : Path
        The model directory.
    text : Path, optional
        The text to tag; the embedded text by default.
    as_json : bool
        Print JSON instead of a table.
    """
    manifest = read_manifest(model)
    stored = manifest.files
    embedded = sample("unlabelled.txt", language_of(manifest.settings.get("tokens", "char")))
    measured = ways()
    found = []
    with tempfile.TemporaryDirectory() as folder:
        texts = prepare_texts(text or embedded, Path(folder).resolve())
        with console(stderr=True).status("") as status:
            for way in measured:
                found.append(measure_speed(model, way, texts, status.update))
    notes = explain(model, stored, measured)
    if as_json:
        facts: dict[str, Any] = {
            "model": str(model),
            "characters": texts.characters,
            "sentence_characters": SENTENCE,
            "cores": cores(),
            "versions": versions(),
            "figures": [asdict(figures) for figures in found],
            "notes": notes,
        }
        print(visible(json.dumps(facts, ensure_ascii=False, indent=1)))
        return
    shown = console(highlight=False)
    shown.print(table(found, f"{model}: {texts.characters:,} characters, {cores()} cores"))
    for line in notes:
        shown.print(line)


def table(found: Sequence[Figures], title: str) -> Table:
    """A row for each way of tagging.

    Parameters
    ----------
    found : sequence of Figures
        What was measured.
    title : str
        Title of the table.
    """
    made = Table(title=title, title_justify="left")
    made.add_column("engine")
    for name in ("chars/s", "p50", "p95", "cold start", "memory"):
        made.add_column(name, justify="right")
    for one in found:
        made.add_row(
            f"{one.engine} {one.precision}",
            f"{one.characters_per_second:,}",
            f"{one.p50_ms:.2f} ms",
            f"{one.p95_ms:.2f} ms",
            f"{one.cold_start_seconds:.2f} s",
            "unknown" if one.peak_memory_mb is None else f"{one.peak_memory_mb:,} MB",
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
    missing = {way.engine for way in LIBRARIES} - {way.engine for way in ways}
    lines += [f"{engine}: not installed" for engine in sorted(missing)]
    return lines
