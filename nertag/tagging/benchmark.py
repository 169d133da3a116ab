"""How fast a model tags, by each engine and precision.

Every figure comes from processes of its own, so that none is warmed or bloated by another;
``python -m nertag.tagging.benchmark`` is one of them.
"""

from __future__ import annotations

import json
import math
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from nertag.errors import DataError
from nertag.io import read_lines
from nertag.model.engines import PRECISIONS_OF, bfloat16_is_there
from nertag.tagging.processes import Usage, run_module
from nertag.tagging.tagger import Tagger

CHARACTERS = 1_000_000
"""Least size of the text that is tagged."""
SENTENCE, SENTENCES, WARM = 40, 1000, 100
"""Characters of a sentence, sentences that are timed one by one, and those before them."""
STARTS = 3


class Way(NamedTuple):
    """An engine and its precision.

    Parameters
    ----------
    engine : str
        The engine that runs the network.
    precision : str
        The precision of the engine.
    """

    engine: str
    precision: str


LIBRARIES = {"onnx": "onnxruntime", "openvino": "openvino", "tensorflow": "tensorflow"}
"""The library of each engine."""


class Texts(NamedTuple):
    """Files to tag, a text on each line.

    Parameters
    ----------
    long : Path
        A long text.
    characters : int
        Number of characters of the long text.
    line : Path
        A text of one line.
    sentences : Path
        Sentences for the latencies, one a line.
    """

    long: Path
    characters: int
    line: Path
    sentences: Path


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


def ways() -> list[Way]:
    """The ways whose library is installed, with bfloat16 where the processor has it."""
    return [
        Way(engine, precision)
        for engine, library in LIBRARIES.items()
        if find_spec(library)
        for precision in PRECISIONS_OF[engine]
        if precision != "bfloat16" or bfloat16_is_there()
    ]


def prepare_texts(source: str | Path, folder: Path) -> Texts:
    """Write the texts that `measure_speed` tags into a folder, from the lines of a text file.

    Parameters
    ----------
    source : path
        A text file.
    folder : Path
        The folder to write to.

    Raises
    ------
    DataError
        The file cannot be read, or has no text.
    """
    long, line, pieces = (folder / f"{name}.txt" for name in ("long", "line", "sentences"))
    characters = repeat(source, long, CHARACTERS)
    found = sentences(long, SENTENCE, SENTENCES)
    line.write_text(found[0] + "\n", encoding="utf-8", newline="\n")
    pieces.write_text("".join(f"{one}\n" for one in found), encoding="utf-8", newline="\n")
    return Texts(long, characters, line, pieces)


def repeat(source: str | Path, target: Path, characters: int) -> int:
    """Write the lines of a text file again and again until there are so many characters.

    Parameters
    ----------
    source : path
        A text file.
    target : Path
        The file to write.
    characters : int
        Number of characters to write at least.

    Returns
    -------
    int
        The characters written, without line ends.

    Raises
    ------
    DataError
        The file cannot be read, or has no text.
    """
    once = 0
    with open(target, "w", encoding="utf-8", newline="\n") as stream:
        for line in read_lines(source):
            stream.write(line + "\n")
            once += len(line)
    if not once:
        raise DataError(source, 0, "has no text to tag", "give a file with some lines")
    times = max(1, math.ceil(characters / once))
    if times > 1:
        content = target.read_bytes()
        with open(target, "ab") as more:
            for _ in range(times - 1):
                more.write(content)
    return once * times


def sentences(path: Path, length: int, count: int) -> list[str]:
    """The beginning of a text, without line ends, in up to `count` pieces of `length` characters.

    The last one may be shorter.

    Parameters
    ----------
    path : Path
        The text file.
    length : int
        Characters of a piece.
    count : int
        Number of pieces at most.
    """
    lines: list[str] = []
    missing = length * count
    for line in read_lines(path):
        lines.append(line[:missing])
        missing -= len(lines[-1])
        if not missing:
            break
    text = "".join(lines)
    return [text[start : start + length] for start in range(0, len(text), length)]


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
        how = ("--engine", way.engine, "--precision", way.precision)
        return run_module("nertag", ["tag", path, "-m", model, *how], folder)

    say(f"{name}: cold start")
    cold = statistics.median(tag(texts.line).seconds for _ in range(STARTS))
    say(f"{name}: throughput")
    whole = tag(texts.long)
    say(f"{name}: latency")
    with tempfile.TemporaryFile(dir=folder) as output:
        run_module("nertag.tagging.benchmark", [model, *way, texts.sentences], folder, output)
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
    how: list[str | Path] = ["--engine", way.engine, "--precision", way.precision, "--json"]
    asked = ["evaluate", dev.absolute(), "-m", Path(model).absolute(), *how]
    with tempfile.TemporaryFile(dir=folder) as output:
        run_module("nertag", asked, folder, output)
        output.seek(0)
        return float(json.load(output)["strict"]["micro"]["f1"])


def latencies(tag: Callable[[str], object], texts: Sequence[str]) -> list[float]:
    """Seconds for each text alone, after some to warm up.

    Parameters
    ----------
    tag : callable
        Tags one text.
    texts : sequence of str
        The texts.
    """
    for text in texts[:WARM]:
        tag(text)
    seconds = []
    for text in texts:
        start = time.perf_counter()
        tag(text)
        seconds.append(time.perf_counter() - start)
    return seconds


def p95(values: Sequence[float]) -> float:
    """What 95 of 100 values do not exceed.

    Parameters
    ----------
    values : sequence of float
        The values.
    """
    return sorted(values)[math.ceil(95 * len(values) / 100) - 1]


def main() -> None:
    """Print the latencies as JSON; arguments are model, engine, precision and file of texts."""
    model, engine, precision, path = sys.argv[1:]
    tagger = Tagger.load(model, engine=engine, precision=precision)
    print(json.dumps(latencies(tagger.tag, list(read_lines(path)))))


if __name__ == "__main__":
    main()
