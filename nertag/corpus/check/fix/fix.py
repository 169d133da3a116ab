"""A repaired copy of a labelled file, and a list of what was changed in it.

Fixed are broken tags (by their scheme: what cannot go on an entity opens one), empty tags (O),
blanks at the ends of spans (trimmed), and spans that are empty or of blanks only (taken out).
Nothing else changes: lines that need no fixing keep their bytes.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from nertag.config import ReadingSettings
from nertag.corpus.check.checks import tags
from nertag.corpus.check.fix.change import Change
from nertag.corpus.check.fix.json import fix_json
from nertag.corpus.check.fix.markup import fix_markup
from nertag.corpus.check.fix.raw import Raw, read_raw
from nertag.corpus.check.fix.tags import fix_tags
from nertag.errors import ConfigError, DataError
from nertag.formats import FORMATS, OffsetError, Rule, Source, stream_labelled, usual_lines
from nertag.io import reading_pipes_again, replacing
from nertag.text import MarkedText, Sentence


@reading_pipes_again()
def fix(path: str | Path, target: str | Path, settings: ReadingSettings) -> list[Change]:
    """Write a repaired copy of a labelled file; it appears when it is complete.

    Parameters
    ----------
    path : path
        A file of any format that has one file.
    target : path
        The copy to write.
    settings : ReadingSettings
        How the file is read.

    Returns
    -------
    list of Change
        In the order of the file. In CoNLL-U and segmented text there is nothing that is fixed.

    Raises
    ------
    DataError
        The file cannot be read, or the copy cannot be written.
    ConfigError
        The target is the file itself, or the format has more than one file.
    """
    if Path(path).resolve() == Path(target).resolve():
        raise ConfigError(f"`fix` writes a copy: give another name than {path}")
    source, format, _ = stream_labelled(path, settings)
    if source.is_parquet:
        raise ConfigError("`fix` writes no Parquet: convert it to another format first")
    if FORMATS[format].files > 1:
        raise ConfigError(f"`fix` writes one file, {format} has more: convert it first")
    raw = read_raw(path, settings.encoding)
    changes = [*_line_ends(raw), *_fixed(raw, source, format, settings)]
    with replacing(target) as file:
        file.write(raw.encode())
    return changes


def _line_ends(raw: Raw) -> Iterator[Change]:
    """End the lines in LF where all end neither in LF nor in CRLF."""
    lines = [*(line.removesuffix("\r") for line in raw.lines[:-1]), raw.lines[-1]]
    ends: list[str] = []
    usual = list(usual_lines(lines, ends.append))
    if ends:
        raw.lines = [*usual, ""] if len(lines) == 1 else usual
        yield Change(Rule.ODD_LINE_ENDS, 1, f"{Rule.ODD_LINE_ENDS.told(ends[0])} -> LF")


def _fixed(raw: Raw, source: Source, name: str, settings: ReadingSettings) -> Iterator[Change]:
    """Fix the text of a file."""
    format = FORMATS[name]
    tokens = "word" if format.tag_column else "char"
    settings = replace(settings, format=name, tokens=tokens)
    faults: list[DataError] | None = [] if format.move else None  # spans are cut to the text
    source, _, found = stream_labelled(source.path, settings, faults)
    marked = (text for text in found if isinstance(text, MarkedText))
    if format.move:
        yield from fix_json(raw, marked, source, format)
        deque(marked, maxlen=0)  # at its end the reader knows whether another unit fits
        _check_unit(faults or ())
    elif format.family == "line":
        yield from fix_markup(raw.lines, marked, source, name)
    elif format.tag_column:
        rows = [text for text in found if isinstance(text, Sentence)]
        scheme = settings.scheme
        if scheme == "auto":
            scheme = tags.detect(row.tags for row in rows)
        yield from fix_tags(raw.lines, rows, source, format, scheme)


def _check_unit(faults: Iterable[DataError]) -> None:
    """Refuse to cut spans that only count in another unit."""
    for fault in faults:
        if isinstance(fault, OffsetError) and fault.unit:
            raise fault
