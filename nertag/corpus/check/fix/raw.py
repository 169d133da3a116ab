"""A file's text to change in places: written back, all else has the bytes it had."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from pathlib import Path

from nertag.errors import DataError
from nertag.io import open_bytes

_BY_MARK = {
    "utf-16": (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16-le"),
    "utf-32": (codecs.BOM_UTF32_BE, "utf-32-be", "utf-32-le"),
}
"""Codecs with two orders of the bytes: the mark of the first order, and the codec of each."""


@dataclass
class Raw:
    """The text of a file.

    Parameters
    ----------
    mark : str
        The byte order mark, or nothing.
    lines : list of str
        Without their line feeds, but with a CR before those.
    codec : str
        The name of the codec that the text was read with and is written with.
    """

    mark: str
    lines: list[str]
    codec: str

    def encode(self) -> bytes:
        """The bytes of the text."""
        return (self.mark + "\n".join(self.lines)).encode(self.codec, "surrogateescape")


def read_raw(path: str | Path, encoding: str) -> Raw:
    """The text of a file, with what is not of its encoding kept.

    Raises
    ------
    DataError
        Its bytes cannot be kept.
    """
    with open_bytes(path) as stream:
        data = stream.read()
    codec = codecs.lookup(encoding).name
    if codec in _BY_MARK:
        first, big, little = _BY_MARK[codec]
        codec = big if data.startswith(first) else little
    elif codec == "utf-8-sig":
        codec = "utf-8"
    try:
        text = data.decode(codec, "surrogateescape")
        same = text.encode(codec, "surrogateescape") == data
    except UnicodeError:
        same = False
    if not same:
        what = f"its bytes cannot be kept as they are in {encoding.upper()}"
        raise DataError(path, 0, what, "save it as UTF-8 first")
    mark = "\ufeff" * text.startswith("\ufeff")
    return Raw(mark, text[len(mark) :].split("\n"), codec)
