"""The ways of tagging, the texts that their speed is measured on, and the time of each sentence.

``python -m nertag.tagging.benchmark`` prints the latencies of one way, in a process of its own.
"""

from __future__ import annotations

import json
import math
import sys
import time
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from nertag.errors import DataError
from nertag.io import read_lines
from nertag.model.engines import PRECISIONS_OF, bfloat16_is_there
from nertag.tagging.tagger import Tagger

CHARACTERS = 1_000_000
"""Least size of the text that is tagged."""
SENTENCE, SENTENCES, WARM = 40, 1000, 100
"""Characters of a sentence, sentences that are timed one by one, and those before them."""


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
LATENCIES = "nertag.tagging.benchmark"
"""This module, for the process that prints the latencies of one way."""


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
    """Write the texts to measure with into a folder, from the lines of a text file.

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
