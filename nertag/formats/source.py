"""A labelled file as its reader sees it: how to read it, its lines, its oddities and errors."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any

from nertag.config import ReadingSettings
from nertag.errors import DataError
from nertag.formats.line_ends import odd_line_ends, usual_lines
from nertag.formats.oddities import Oddities
from nertag.formats.parquet import dataset_info, is_parquet, json_lines
from nertag.formats.rules import Rule
from nertag.io import Replaced, decode_lines, decode_pieces, open_bytes, read_lines

HEAD = 1 << 16
"""Bytes of a file by which its format is told."""
DATASET_INFO = "dataset_info.json"
"""Name of the file in which Hugging Face's library describes the data set beside it."""
PARQUET_ROWS = 20
"""Rows of Parquet by which it is told."""


def _ignored(line: int) -> None:
    """What is not of the encoding is told when the file is read, not when it is looked at."""


@dataclass(frozen=True)
class Source:
    """A labelled file that is being read.

    Parameters
    ----------
    path : path
        ``-`` is standard input.
    reading : ReadingSettings
        How it is read.
    oddities : Oddities
        What was read by a rule; filled while reading.
    faults : list of DataError, optional
        Takes the errors of single spans and rows, which are ignored then. Without it the first is
        raised.
    """

    path: str | Path
    reading: ReadingSettings = field(default_factory=ReadingSettings)
    oddities: Oddities = field(default_factory=Oddities)
    faults: list[DataError] | None = None

    def lines(self) -> Iterator[str]:
        """The file's lines without their ends: LF or CRLF, or what all lines end in instead."""
        if self.is_parquet:
            return (line.rstrip("\n") for line in json_lines(self.path))
        lines = read_lines(self.path, self.reading.encoding, self.replaced)
        return usual_lines(lines, self._note_line_ends)

    def text(self) -> str:
        """The file's text with its line ends as they are; a BOM is eaten."""
        return "".join(self.pieces())

    def pieces(self) -> Iterator[str]:
        """The file's text piece by piece, in bounded memory even where a line has no end."""
        if self.is_parquet:
            yield from json_lines(self.path)
            return
        with open_bytes(self.path) as stream:
            yield from decode_pieces(stream, self.path, self.reading.encoding, self.replaced)

    @cached_property
    def is_parquet(self) -> bool:
        """Whether the file is Parquet: its rows are read as lines of JSON."""
        return is_parquet(self.path)

    def dataset_info(self) -> Any:
        """What Hugging Face's library wrote of the data set: into the file, or beside it.

        Raises
        ------
        OSError, ValueError
            Nothing is there, or it is no JSON.
        """
        if self.is_parquet:
            return dataset_info(self.path)
        beside = Path(self.path).parent / DATASET_INFO
        return json.loads(beside.read_text(encoding="utf-8"))

    @property
    def replaced(self) -> Replaced | None:
        """What takes the lines with bytes not of the encoding; None if these are an error."""
        return None if self.reading.encoding_errors == "strict" else self._note_replaced

    def _note_line_ends(self, end: str) -> None:
        self.oddities.note(Rule.ODD_LINE_ENDS, detail=end)

    def _note_replaced(self, line: int) -> None:
        self.oddities.note(Rule.REPLACED_BYTES, line)

    def head(self, *, waits: bool = True) -> list[str]:
        """The first lines; of a pipe only in a block of `nertag.io.reading_pipes_again`.

        Parameters
        ----------
        waits : bool
            Wait until a pipe has brought enough; otherwise take what it brings at first.
        """
        if self.is_parquet:
            return [line.rstrip("\n") for line in islice(json_lines(self.path), PARQUET_ROWS)]
        return list(usual_lines(self._begin(waits=waits), lambda _: None))

    def begin(self, *, waits: bool = True) -> bytes:
        """The first bytes, unpacked; none of Parquet.

        Parameters
        ----------
        waits : bool
            As of `head`.
        """
        if self.is_parquet:
            return b""
        with open_bytes(self.path) as stream:
            return stream.read(HEAD) if waits else stream.read1(HEAD)  # type: ignore[attr-defined]

    def line_ends(self) -> str:
        """In what the first lines end, if neither in LF nor in CRLF; see `odd_line_ends`."""
        return "" if self.is_parquet else odd_line_ends(list(self._begin(waits=False)))

    def _begin(self, *, waits: bool) -> Iterator[str]:
        begin = self.begin(waits=waits)
        whole = io.BytesIO(begin[: begin.rfind(b"\n") + 1] or begin)
        return decode_lines(whole, self.path, self.reading.encoding, _ignored)

    def fault(
        self, line: int, what: str, hint: str = "", kind: type[DataError] = DataError
    ) -> None:
        """Raise the error for a single place, or keep it among the faults."""
        error = self.error(line, what, hint, kind)
        if self.faults is None:
            raise error
        self.faults.append(error)

    def error(
        self, line: int, what: str, hint: str = "", kind: type[DataError] = DataError
    ) -> DataError:
        """The error to raise for what stands on `line`; 0 is the whole file."""
        return kind(self.path, line, what, hint)
