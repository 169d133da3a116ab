"""``nertag tag --column``: the texts of tables, and of records of JSON."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from nertag.cli.load_tagger import load_tagger, settled
from nertag.cli.notes import print_notes
from nertag.cli.speed import Speed
from nertag.cli.tag import check_files
from nertag.cli.tag_feed import tag_feed
from nertag.config import ReadingSettings
from nertag.errors import ConfigError
from nertag.io import HEAD_OF_A_PIPE, LONGEST_LINE, find_files, plain_name, reading_pipes_again
from nertag.tagging import RecordFeed

RECORDS = (".json", ".jsonl", ".ndjson")
"""How the names of files of records end."""
STDIN = Path("-")
DEFAULTS = ReadingSettings()


@reading_pipes_again(HEAD_OF_A_PIPE)
def run(
    files: Sequence[Path],
    model: Path,
    column: str,
    output_column: str,
    *,
    output: Path | None,
    to: str,
    reading: ReadingSettings,
    longest: int,
    resume: bool,
    asked: dict[str, Any],
    loading: dict[str, Any],
) -> None:
    """Tag a column of tables or records; what they hold besides is kept.

    Parameters
    ----------
    files : sequence of Path
        Files, folders and patterns of files: all Parquet, Arrow, CSV or JSON.
    model : Path
        The model directory.
    column : str
        The column, or the key, of the texts.
    output_column : str
        That of the entities.
    output : Path, optional
        The file to write; a folder for several tables. Records go to standard output by default.
    to : str
        The format to write, which is that of the files.
    reading : ReadingSettings
        How text is encoded.
    longest : int
        Bytes that a line of text may have at most: of no use here.
    resume : bool
        Go on with the output of a stopped run.
    asked : dict
        Arguments of `Tagger.tag_texts`.
    loading : dict
        Arguments of `load_tagger`.
    """
    _refuse_unused(to, reading, longest, asked.pop("n_best"))
    paths = [path for file in files for path in _paths(file)]
    if all(path == STDIN or Path(plain_name(path)).suffix.lower() in RECORDS for path in paths):
        check_files(paths, output, resume)
        tagger = load_tagger(model, **loading)
        own = replace(reading, tokens=tagger.settings.reading.tokens)
        how = {"column": column, "output_column": output_column}
        how |= settled(loading, tagger)
        feed = RecordFeed(own, column, output_column)
        tag_feed(paths, feed, tagger, output, asked, how, resume)
        return
    if output is None:
        raise ConfigError("tables are written to files: give `output`", setting="output")
    if reading.encoding_errors != DEFAULTS.encoding_errors:
        raise ConfigError("tables are read strictly: leave `encoding_errors` out")
    from nertag.bulk import tag_files

    tagger = load_tagger(model, **loading)
    with Speed(sys.stderr.isatty()) as speed:
        notes = tag_files(
            files,
            output,
            tagger,
            column,
            output_column=output_column,
            asked=asked,
            run=settled(loading, tagger),
            encoding=reading.encoding,
            resume=resume,
            heard=speed.add,
        )
    print_notes(notes)


def _paths(path: Path) -> list[Path]:
    return [path] if path == STDIN else [one.path for one in find_files([path])]


def _refuse_unused(to: str, reading: ReadingSettings, longest: int, n_best: int) -> None:
    """Refuse what would be ignored."""
    for name, is_given in {
        "to": to not in ("auto", "json"),
        "format": reading.format != DEFAULTS.format,
        "token_column": reading.token_column != DEFAULTS.token_column,
        "max_line_bytes": longest != LONGEST_LINE,
        "n_best": n_best > 0,
    }.items():
        if is_given:
            raise ConfigError(f"`{name}` says nothing of a `column`: leave it out", setting=name)
