"""brat: a text, and beside it an ``.ann`` file with lines like ``T1 TAB LOC 0 2 TAB 北京``.

The user names either of the two, or a folder of such pairs. A text is one sentence, with its line
breaks. As sentences are written, they are the lines of one text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from nertag.errors import ConfigError
from nertag.formats.head import Head
from nertag.formats.labelling import of_entities
from nertag.formats.offsets import alike, entity, places
from nertag.formats.rules import Rule
from nertag.formats.source import Source
from nertag.formats.writing import Writing
from nertag.text import Entity, MarkedText

FLATTEN = "flatten"
"""The layer by which spans in pieces are read."""

_SPAN = re.compile(
    r"T[^\t]*\t(\S+) ([0-9]{1,18} [0-9]{1,18}(?:;[0-9]{1,18} [0-9]{1,18})*)\t(.*)", re.DOTALL
)
_BREAKS = str.maketrans("\r\n", "  ")


def sniff(head: Head) -> float:
    """How sure it is that a file is of this format, from 0 to 1."""
    path = head.path
    is_text = path.suffix == ".txt" and path.with_suffix(".ann").exists()
    return 1.0 * (path.is_dir() or path.suffix == ".ann" or is_text)


def read(source: Source) -> Iterator[MarkedText]:
    """The texts of a pair of files or of a folder of them, in the order of their names.

    Raises
    ------
    DataError
        A file is missing, or a line of an ``.ann`` file is not as it should be; names that line.
    ConfigError
        There is no such layer.
    """
    layer = source.reading.layer
    if layer not in ("", FLATTEN):
        what = f"`layer` is {layer!r}, expected {FLATTEN}, which reads spans in pieces as one"
        raise ConfigError(what, setting="layer")
    for path in _paths(source):
        text = replace(source, path=path.with_suffix(".txt")).text()
        found = _entities(replace(source, path=path.with_suffix(".ann")), text)
        yield of_entities(source, 1, text, found, document=path.stem)


def _paths(source: Source) -> list[Path]:
    path = Path(source.path)
    if not path.is_dir():
        if path.suffix not in (".txt", ".ann"):
            what = "is neither an .ann file nor a .txt file nor a folder of them"
            raise source.error(0, what, "brat has two files a text; name one of them")
        return [path]
    found = sorted(path.glob("*.ann"))
    alone = sum(not text.with_suffix(".ann").exists() for text in path.glob("*.txt"))
    if alone:
        source.oddities.note(Rule.LONE_TEXT, count=alone)
    if not found:
        raise source.error(0, "holds no .ann file", "expected pairs of .txt and .ann")
    return found


def _entities(source: Source, text: str) -> Iterator[Entity]:
    place = places(text, source)
    for number, line in enumerate(source.lines(), 1):
        if line.startswith("T"):
            found = entity(source, number, text, place, *_span(source, number, line), alike)
            if found:
                yield found
        elif line.startswith(("E", "R", "A", "M", "N", "#", "*")):
            source.oddities.note(Rule.UNUSED_ANNOTATION, number)
        elif line.strip():
            what = f"begins with {line[0]!r}, which no line of an .ann file does"
            raise source.error(number, what, "fix the line")


def _span(source: Source, number: int, line: str) -> tuple[tuple[int, int, str], str | None]:
    """The span of a line, and the text it covers where that is one piece."""
    match = _SPAN.fullmatch(line)
    if not match:
        what = "is not an ID, TAB, label, start and end, TAB, text"
        raise source.error(number, what, "expected a line like T1 TAB LOC 0 2 TAB text")
    label, ranges, mention = match.groups()
    pieces = [tuple(map(int, piece.split(" "))) for piece in ranges.split(";")]
    if len(pieces) == 1:
        return (pieces[0][0], pieces[0][1], label), mention
    if source.reading.layer != FLATTEN:
        what = f"the span {ranges}, {label!r}, is in pieces (discontinuous)"
        raise source.error(number, what, f"`layer={FLATTEN}` reads it as one with what is between")
    source.oddities.note(Rule.SPAN_IN_PIECES, number)
    return (min(piece[0] for piece in pieces), max(piece[1] for piece in pieces), label), None


def write(sentences: Iterable[MarkedText], writing: Writing) -> Iterator[tuple[str, ...]]:
    """Sentences with entities as the lines of one text, and the lines of its ``.ann`` file.

    Raises
    ------
    DataError
        A label has a blank in it, or is one.
    """
    place = number = 0
    joint = ""
    for sentence in sentences:
        writing.leave_out(sentence)
        lines = []
        place += len(joint)
        for e in sentence.entities:
            if e.label.split() != [e.label]:
                what = f"the label {e.label!r} has a blank, which brat cannot hold"
                raise writing.source.error(sentence.line, what, "rename the label")
            number += 1
            covered = e.text.translate(_BREAKS)
            lines.append(f"T{number}\t{e.label} {place + e.start} {place + e.end}\t{covered}\n")
        if not joint and sentence.text.startswith("\ufeff"):
            joint = "\ufeff"  # the one that is eaten as the byte order mark
        yield joint + sentence.text, "".join(lines)
        place += len(sentence.text)
        joint = "\n"
