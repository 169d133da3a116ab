"""Labelled text from one format to another, sentence by sentence."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO

from nertag.config import ReadingSettings
from nertag.errors import ConfigError
from nertag.formats import (
    FORMATS,
    Data,
    Format,
    Source,
    Writing,
    flat,
    in_scheme,
    read_again,
    refuse_unused,
    stream_labelled,
    tagged_sentences,
    token_kind,
    with_entities,
    writer,
)
from nertag.io import HEAD_OF_A_PIPE, reading_pipes_again, replacing_all
from nertag.text import Annotated, MarkedText, Sentence, detect_scheme, spans

HEAD = 20_000
"""The first sentences, from which the scheme of the tags is read."""


@dataclass
class Converted:
    """What was converted.

    Parameters
    ----------
    source : Source
        With what was odd in it and what the target could not hold.
    read_as : str
        The format it was in.
    scheme : str
        How its tags are written; empty if it has none.
    written_as : str
        The format it was written in.
    sentences, entities : int
        How many of them were written.
    """

    source: Source
    read_as: str
    scheme: str
    written_as: str
    sentences: int = 0
    entities: int = 0

    @property
    def notes(self) -> tuple[str, ...]:
        """What was odd in the source, and what the target could not hold, one line each."""
        return tuple(map(str, self.source.oddities))


@reading_pipes_again(HEAD_OF_A_PIPE)
def convert(
    path: Data,
    target: str | Path,
    settings: ReadingSettings,
    *,
    to: str = "auto",
    scheme: str = "BIO",
    tokens: str | None = None,
) -> Converted:
    """Write a labelled file in another format; the target appears when it is complete.

    Parameters
    ----------
    path : path or iterable
        A labelled file of any format, or labelled data in memory.
    target : path
        The file to write.
    settings : ReadingSettings
        How the file is read; ``overlap`` says what to do where the target can hold no overlaps.
    to : str
        A format, or ``auto``: by the target's name.
    scheme : str
        The scheme of the tags that are written.
    tokens : {"char", "word"}, optional
        What the tokens are; what they are in the file, or characters, if not given.

    Raises
    ------
    DataError
        The file is not what it should be, or cannot be written.
    ConfigError
        There is no such format.
    """
    name = target_format(target, to)
    write = writer(name)
    path = read_again(path)
    settings = replace(settings, tokens=tokens or token_kind(path, settings))
    source, read_as, sentences = stream_labelled(path, settings)
    refuse_unused(settings, [read_as])
    head = list(islice(sentences, HEAD))
    tagged = [sentence.tags for sentence in head if isinstance(sentence, Sentence)]
    from_scheme = settings.scheme
    if from_scheme == "auto":
        from_scheme = detect_scheme(tagged) if tagged else ""
    done = Converted(source, read_as, from_scheme, name)
    writing = Writing(source, scheme)
    fitted = _fitted(chain(head, sentences), writing, settings, done)
    with _files(target, FORMATS[name]) as files:
        for pieces in write(fitted, writing):
            for file, piece in zip(files, pieces):
                file.write(piece.encode("utf-8", "backslashreplace"))
    return done


def target_format(target: str | Path, to: str) -> str:
    """The format to write: the one asked for, or by the name of the target where it is ``auto``.

    Parameters
    ----------
    target : path
        The file to write.
    to : str
        A format, or ``auto``.

    Raises
    ------
    ConfigError
        It cannot be told.
    """
    if to != "auto":
        return to
    suffix = Path(target).suffix
    for name, format in FORMATS.items():
        if suffix in format.suffixes and suffix != ".txt":
            return name
    what = f"what to write to {target} cannot be told by its name; say it with `to`"
    raise ConfigError(what, setting="to")


def _fitted(
    texts: Iterable[Annotated], writing: Writing, settings: ReadingSettings, done: Converted
) -> Iterator[Annotated]:
    """Texts as the target can hold them; counts what is written."""
    source, scheme, overlap = done.source, writing.scheme, settings.overlap
    format = FORMATS[done.written_as]
    holds = format.holds
    for text in texts:
        if not format.partial and is_partial(text):
            what = f"is not labelled whole, which {done.written_as} cannot hold"
            raise source.error(text.line, what, "write columns or doccano")
        if holds == "tags":
            if isinstance(text, MarkedText):
                writing.leave_out_scores(text)
            fitted = tagged_sentences(text, settings.tokens, scheme, overlap, source)
            if isinstance(text, Sentence) and done.scheme not in ("", scheme):
                fitted = [in_scheme(text, done.scheme, scheme, source)]
            done.entities += sum(len(spans(part.tags)) for part in fitted)
            done.sentences += len(fitted)
            yield from fitted
            continue
        marked = with_entities(text, done.scheme, source)
        if holds == "flat":
            kept = flat(marked.entities, overlap, source, marked.line)
            marked = replace(marked, entities=tuple(kept))
        done.entities += len(marked.entities)
        done.sentences += 1
        yield marked


def is_partial(text: Annotated) -> bool:
    """Whether pieces of a text are not labelled."""
    return bool(text.unlabelled) if isinstance(text, MarkedText) else text.is_partial


@contextmanager
def _files(target: str | Path, format: Format) -> Iterator[list[BinaryIO]]:
    """The files to write: `target`, or its namesakes where the format has several."""
    several = format.files > 1
    if str(target) == "-":
        if several:
            raise ConfigError(f"this format has {format.files} files: give OUT a name")
        yield [sys.stdout.buffer]
        return
    path = Path(target)
    paths = [path.with_suffix(suffix) for suffix in format.suffixes] if several else [path]
    with replacing_all(paths) as files:
        yield files
