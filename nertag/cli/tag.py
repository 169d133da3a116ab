"""``nertag tag``."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from nertag.cli.load_tagger import load_tagger, settled
from nertag.cli.tag_feed import tag_feed
from nertag.cli.terminal import say
from nertag.config import ReadingSettings
from nertag.errors import ConfigError, DataError
from nertag.formats import FORMATS, marks_beside, refuse_unused
from nertag.io import HEAD_OF_A_PIPE, LONGEST_LINE, reading_pipes_again
from nertag.tagging import (
    WRITERS,
    Feed,
    LabelledFeed,
    LineFeed,
    TaggedText,
    Tagger,
    choose,
)

TABLES = (".arrow", ".feather", ".parquet")
"""How the names of files end that are tables and nothing else."""


@reading_pipes_again(HEAD_OF_A_PIPE)
def run(
    files: Sequence[Path],
    model: Path,
    *,
    output: Path | None,
    to: str,
    reading: ReadingSettings,
    longest: int,
    resume: bool,
    asked: dict[str, Any],
    loading: dict[str, Any],
) -> None:
    """Tag the texts of files and write one result a text, in order.

    Parameters
    ----------
    files : sequence of Path
        The files, text or labelled; ``-`` is standard input.
    model : Path
        The model directory.
    output : Path, optional
        The file to write; standard output by default.
    to : str
        The format to write.
    reading : ReadingSettings
        How the files are read.
    longest : int
        Bytes that a line of text may have at most.
    resume : bool
        Go on with the output of a stopped run.
    asked : dict
        Arguments of `Tagger.tag_texts`: ``scores``, ``n_best``, ``min_score``.
    loading : dict
        Arguments of `load_tagger`: ``device``, ``engine``, ``precision``, ``raw_scores``.
    """
    check_files(files, output, resume)
    _check_name(output)
    name, perhaps = choose(files, reading)
    _check_reading(name, reading, longest)
    to = _form(to, name, output, asked)
    if loading["raw_scores"] and not any(asked.values()):
        raise ConfigError(
            "--raw-scores has no scores to leave raw: give --scores, --min-score or --n-best"
        )
    _tell(files, name, to, reading)
    if perhaps:
        say(f"lines that look like {perhaps} are tagged as text; --from {perhaps} reads them")
    tagger = load_tagger(model, **loading)
    feed = _feed(name, to, reading, longest, tagger)
    how = {"to": to, "format": name, "token_column": reading.token_column}
    tag_feed(files, feed, tagger, output, asked, {**how, **settled(loading, tagger)}, resume)


def check_files(files: Sequence[Path], output: Path | None, resume: bool) -> None:
    """Refuse files that are not there, and to go on with what cannot be gone on with.

    Parameters
    ----------
    files : sequence of Path
        The files to read; ``-`` is standard input.
    output : Path, optional
        The file to write; standard output by default.
    resume : bool
        Go on with the output of a stopped run.

    Raises
    ------
    DataError, ConfigError
        A file is not there; the run cannot be gone on with.
    """
    for path in files:
        if str(path) == "-":
            if resume:
                raise ConfigError("--resume: standard input cannot be read again, give files")
        elif not path.exists():
            raise DataError(path, 0, "is not there", "check the path")
    if resume and output is None:
        raise ConfigError("--resume goes on with the file of --output: give that too")


def _check_name(output: Path | None) -> None:
    if output and output.suffix.lower() in TABLES:
        what = f"{output} would be a table: `column` names that of the texts in FILES"
        raise ConfigError(what, setting="column")


def _check_reading(name: str, reading: ReadingSettings, longest: int) -> None:
    """Refuse what would be ignored."""
    refuse_unused(reading, [name or "text"])
    if longest != LONGEST_LINE and name:
        raise ConfigError(f"--max-line-bytes is of plain text, these files are {name}")


def _form(to: str, name: str, output: Path | None, asked: dict[str, Any]) -> str:
    """The format to write, empty for that of the files; it must hold all that is asked for."""
    if to == "auto":
        if name and _keeps(name):
            to = ""
        else:
            shown = output is None and sys.stdout.isatty() and not asked["n_best"]
            to = "highlight" if shown else "json"
    if asked["n_best"] and to != "json":
        what = f"--n-best: {to or name} holds one reading only"
        raise ConfigError(f"{what}, take --format json")
    holds = FORMATS[name].scores if not to else to in ("json", "highlight")
    if asked["scores"] and not holds:
        what = f"--scores: {to or name} holds no scores"
        raise ConfigError(f"{what}, take --format json or highlight")
    return to


def _keeps(name: str) -> bool:
    """Whether results are written in the format of the files."""
    format = FORMATS[name]
    return format.mark is not None or format.tokens != "char"


def _tell(files: Sequence[Path], name: str, to: str, reading: ReadingSettings) -> None:
    """Say what is not read as plain text, and what is not kept of it."""
    if name and reading.format == "auto":
        others = f" and {len(files) - 1:,} more" * (len(files) > 1)
        say(f"{files[0]}{others}: read as {name}; --from text tags the lines as they are")
    if name and to and FORMATS[name].mark:
        say(f"--format {to}: of each record only its text is kept; without --format all of it is")
    for path in files:
        marks = None if name else marks_beside(path)
        if marks:
            say(f"{path}: its lines are tagged as text, {marks} is not read")


def _feed(name: str, to: str, reading: ReadingSettings, longest: int, tagger: Tagger) -> Feed[Any]:
    write = _writer(to, tagger) if to else None
    if not name:
        assert write
        return LineFeed(reading, write, longest)
    own = replace(reading, format=name, tokens=tagger.settings.reading.tokens)
    return LabelledFeed(name, own, write)


def _writer(form: str, tagger: Tagger) -> Callable[[TaggedText, str | None], str]:
    if form != "highlight":
        return WRITERS[form]
    from nertag.cli.highlight import Highlighter

    return Highlighter(tagger.labels)
