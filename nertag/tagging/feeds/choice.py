"""What the files to tag are: plain text, or labelled files whose text is tagged."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from nertag.config import ReadingSettings
from nertag.errors import ConfigError, DataError
from nertag.formats import FORMATS, Recognised, Source, recognise

TEXT = "text"
"""The name of plain text among the formats that can be asked for."""


def choose(paths: Sequence[Path], reading: ReadingSettings) -> Recognised:
    """The format of the files to tag, which must all be of the same; empty for plain text.

    Parameters
    ----------
    paths : sequence of path
        The files; pipes only in a block of `nertag.io.reading_pipes_again`.
    reading : ReadingSettings
        How they are read; the format ``auto`` is told by the beginning of each file.

    Raises
    ------
    DataError
        A file is neither text nor of a format that can be tagged, or not all are the same.
    ConfigError
        There is no such format, or its files cannot be tagged.
    """
    if reading.format == TEXT:
        return Recognised("")
    if reading.format != "auto":
        format = FORMATS.get(reading.format)
        if format is None or format.read is None:
            known = ", ".join(name for name, format in FORMATS.items() if format.read)
            what = f"`format` is {reading.format!r}, expected one of: auto, {TEXT}, {known}"
            raise ConfigError(what, setting="format")
        if format.family == "pair":
            what = (
                f"`format` is {reading.format}: its texts are plain, give its {format.suffixes[0]} "
            )
            raise ConfigError(what + "files with `format=text`", setting="format")
        return Recognised(reading.format)
    found = [recognise(Source(path, reading)) for path in paths]
    first = found[0].format
    for path, one in zip(paths, found):
        if one.format != first:
            what = f"is {one.format or TEXT}, but {paths[0]} is {first or TEXT}"
            raise DataError(path, 0, what, "tag them one by one, or say what all are by `format`")
    return Recognised(first, next((one.perhaps for one in found if one.perhaps), ""))
