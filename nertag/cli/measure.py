"""How fast the commands are, by each engine and precision.

Every figure comes from processes of its own, so that none is warmed or bloated by another.
"""

from __future__ import annotations

import json
import statistics
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from nertag.tagging import LATENCIES, Texts, Usage, Way, p95, run_module

STARTS = 3
"""Runs of which the median is the cold start."""


@dataclass(frozen=True)
class Figures:
    """How fast one way is.

    Parameters
    ----------
    engine : str
        The engine that was measured.
    precision : str
        The precision that was measured.
    characters_per_second : int
        Speed of ``nertag tag`` on the long text, without the time that one line takes.
    p50_ms : float
        Median time of `Tagger.tag` for one sentence in a warm process, in milliseconds.
    p95_ms : float
        Time that 95 of 100 sentences do not exceed in a warm process, in milliseconds.
    cold_start_seconds : float
        Seconds of ``nertag tag`` for one line, from start to end; the median of some runs.
    peak_memory_mb : int, optional
        Megabytes of ``nertag tag`` on the long text; unknown on Windows.
    """

    engine: str
    precision: str
    characters_per_second: int
    p50_ms: float
    p95_ms: float
    cold_start_seconds: float
    peak_memory_mb: int | None


def measure_speed(model: str | Path, way: Way, texts: Texts, say: Callable[[str], None]) -> Figures:
    """Measure one way of tagging with a model.

    Parameters
    ----------
    model : path
        The model directory.
    way : Way
        The engine and the precision.
    texts : Texts
        The files that `prepare_texts` has written.
    say : callable
        Called with what is measured next.

    Raises
    ------
    NertagError
        The model cannot be used; the message is the last line that the process printed.
    """
    folder = texts.long.parent
    model, name = Path(model).absolute(), " ".join(way)

    def tag(path: Path) -> Usage:
        return run_module("nertag", ["tag", path, "-m", model, *_options(way)], folder)

    say(f"{name}: cold start")
    cold = statistics.median(tag(texts.line).seconds for _ in range(STARTS))
    say(f"{name}: throughput")
    whole = tag(texts.long)
    say(f"{name}: latency")
    with tempfile.TemporaryFile(dir=folder) as output:
        run_module(LATENCIES, [model, *way, texts.sentences], folder, output)
        output.seek(0)
        seconds = json.load(output)
    return Figures(
        *way,
        # A short text on a busy machine may take less than the median start.
        characters_per_second=round(texts.characters / max(whole.seconds - cold, 1e-3)),
        p50_ms=round(1000 * statistics.median(seconds), 3),
        p95_ms=round(1000 * p95(seconds), 3),
        cold_start_seconds=round(cold, 3),
        peak_memory_mb=None if whole.peak is None else round(whole.peak / 1e6),
    )


def measure_f1(model: str | Path, way: Way, dev: Path, folder: Path) -> float:
    """F1 of a model on a labelled file by one way of tagging, as ``nertag evaluate`` says.

    Parameters
    ----------
    model : path
        The model directory.
    way : Way
        The engine and the precision.
    dev : Path
        The labelled file.
    folder : Path
        A folder to work in.

    Raises
    ------
    NertagError
        The model or the file cannot be used.
    """
    model = Path(model).absolute()
    asked: list[str | Path] = ["evaluate", dev.absolute(), "-m", model, *_options(way), "--json"]
    with tempfile.TemporaryFile(dir=folder) as output:
        run_module("nertag", asked, folder, output)
        output.seek(0)
        return float(json.load(output)["strict"]["micro"]["f1"])


def _options(way: Way) -> list[str]:
    return ["--engine", way.engine, "--precision", way.precision]
