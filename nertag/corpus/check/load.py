"""A labelled file, as far as it can be read, and what was odd in reading it."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from nertag.config import ReadingSettings
from nertag.corpus.check.checks.line_ends import line_ends
from nertag.corpus.check.finding import Finding, at_lines
from nertag.errors import DataError
from nertag.formats import (
    Data,
    Oddity,
    Rule,
    Source,
    line_texts,
    name_of,
    stream_labelled,
    token_kind,
    with_tags,
)
from nertag.text import Annotated, Sentence

FAULTS = 1000
"""Spans and rows of a file that cannot be read and are listed one by one."""


@dataclass
class Loaded:
    """What could be read of a file.

    Parameters
    ----------
    path, format, tokens : str
        The format and what the tokens are, empty where they cannot be told.
    texts : list of Sentence or MarkedText
        Those before the error, if there is one. A marked text is one line where its tokens are
        words.
    findings : list of Finding
        What was odd or wrong in reading it.
    """

    path: str
    format: str = ""
    tokens: str = ""
    texts: list[Annotated] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def load(data: Data, settings: ReadingSettings, tokens: str | None, name: str = "") -> Loaded:
    """Read a file as far as it goes; bytes that are not of the encoding do not end it.

    Parameters
    ----------
    data : path or iterable
        The file, or labelled data in memory, whose lines are its sentences.
    settings : ReadingSettings
        How it is read.
    tokens : {"char", "word"}, optional
        What the tokens are; what they are in the file, if not given.
    name : str
        What findings call it; the path if empty.

    Raises
    ------
    ConfigError
        There is no such format or encoding.
    """
    strict = settings.encoding_errors == "strict"
    settings = replace(settings, encoding_errors="replace")
    path, in_memory = name_of(data), not isinstance(data, (str, Path))
    loaded = Loaded(name or path)
    source = Source(path)
    faults: list[DataError] = []
    try:
        loaded.tokens = tokens or token_kind(data, settings)
        settings = replace(settings, tokens=loaded.tokens)
        source, loaded.format, texts = stream_labelled(data, settings, faults)
        for number, text in enumerate(texts, 1):
            if in_memory and isinstance(text, Sentence):  # its lines are those of another file
                text = replace(text, line=number, lines=())
            loaded.texts += _in_tokens(text, settings, source)
        if not loaded.texts:
            raise source.error(0, "holds no sentence", "expected labelled text")
    except DataError as error:
        loaded.findings.append(_finding(Rule.UNREADABLE, error))
        if strict and not in_memory and not source.oddities.count(Rule.REPLACED_BYTES):
            loaded.findings += _not_decoded(path, settings)
    loaded.findings += [_finding(Rule.BAD_PLACE, fault) for fault in faults[:FAULTS]]
    if len(faults) > FAULTS:
        what = f"{len(faults) - FAULTS:,} more, which are not listed"
        loaded.findings.append(
            Finding(Rule.BAD_PLACE, loaded.path, what, count=len(faults) - FAULTS)
        )
    loaded.findings += [_by_rule(loaded.path, oddity, strict) for oddity in source.oddities]
    if in_memory:
        loaded.findings = [replace(finding, path=loaded.path) for finding in loaded.findings]
    elif not source.is_parquet:
        for part in _parts(Path(path), loaded.format):
            loaded.findings += line_ends(part, settings.encoding)
    return loaded


def _in_tokens(text: Annotated, settings: ReadingSettings, source: Source) -> list[Annotated]:
    """The text; where its spans are to be spans of words, its lines."""
    if isinstance(text, Sentence) or settings.tokens == "char":
        return [text]
    parts = line_texts(text, source)
    for part in parts:
        with_tags(part, "word", "BIO", settings.overlap, source)  # notes what cuts a word
    return [*parts]


def _finding(rule: Rule, error: DataError) -> Finding:
    lines = [error.line] if error.line else []
    return replace(at_lines(rule, error.path, error.what, lines), how=error.hint)


def _by_rule(path: str, oddity: Oddity, strict: bool) -> Finding:
    """That a file was read by a rule; bytes may be replaced unless it is to be read strictly."""
    broken = strict and oddity.rule is Rule.REPLACED_BYTES
    rule = Rule.BROKEN_BYTES if broken else oddity.rule
    return Finding(rule, path, oddity.text, tuple(oddity.lines), count=oddity.count)


def _not_decoded(path: str | Path, settings: ReadingSettings) -> Iterator[Finding]:
    """The first bytes that are not of the encoding: perhaps why the file could not be read."""
    reading = ReadingSettings(encoding=settings.encoding)
    try:
        deque(Source(path, reading).lines(), maxlen=0)
    except DataError as error:
        yield _finding(Rule.BROKEN_BYTES, error)


def _parts(path: Path, format: str) -> list[Path]:
    """The files that hold what a path names."""
    if path.is_dir():
        return sorted(part for part in path.iterdir() if part.suffix in (".txt", ".ann"))
    if format == "brat":
        return [path.with_suffix(suffix) for suffix in (".txt", ".ann")]
    return [path]
