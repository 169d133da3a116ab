"""Labelled files of any format: their sentences, one by one or with tags of one scheme."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any, cast

from nertag.config import ReadingSettings
from nertag.errors import DataError
from nertag.formats.fitting import fitting_unit
from nertag.formats.guess import guess
from nertag.formats.labelling import tagged_sentences
from nertag.formats.memory import Data, Items, MemorySource, name_of, read_again
from nertag.formats.oddities import Oddities
from nertag.formats.offsets import OffsetError
from nertag.formats.registry import FORMATS, Read, reader
from nertag.formats.rules import Rule
from nertag.formats.source import Source
from nertag.io import HEAD_OF_A_PIPE, reading_pipes_again
from nertag.text import Annotated, Sentence, detect_scheme, mixed_schemes

SENTENCES = "sentences"
"""The name of the format of sentences in memory."""
HEAD = 100
"""The first of them, by which it is told what their tokens are."""


def stream_labelled(
    path: Data, settings: ReadingSettings, faults: list[DataError] | None = None
) -> tuple[Source, str, Iterator[Annotated]]:
    """The texts of a labelled file, in bounded memory, and the name of its format.

    They are as the file has them: tagged sentences, or texts of any number of lines with entities.

    Parameters
    ----------
    path : path or iterable
        A file of any format; ``-`` is standard input. Or data in memory, see
        `nertag.formats.memory.items_of`.
    settings : ReadingSettings
        How it is read.
    faults : list of DataError, optional
        Takes the errors of single spans and rows, which are ignored then. Without it the first
        is raised.

    Raises
    ------
    DataError
        The file is not what it should be; raised while the sentences are taken, too.
    ConfigError
        There is no such format or encoding.

    Notes
    -----
    Pipes can be read only in a block of `nertag.io.reading_pipes_again`, since the file's head is
    looked at first.
    """
    path = read_again(path)
    if not isinstance(path, (str, Path)):
        return _stream_memory(path, settings, faults)
    source = Source(path, settings, faults=faults)
    name = guess(source) if settings.format == "auto" else settings.format
    return source, name, _read(source, reader(name))


def _stream_memory(
    data: Iterable[Any], settings: ReadingSettings, faults: list[DataError] | None
) -> tuple[Source, str, Iterator[Annotated]]:
    items = Items(data, settings.tokens)
    source = MemorySource(name_of(data), settings, faults=faults, items=items)
    if source.has_sentences:
        return source, SENTENCES, source.sentences()
    name = guess(source) if settings.format == "auto" else settings.format
    return source, name, _read(source, reader(name))


def _read(source: Source, read: Read) -> Iterator[Annotated]:
    """The texts of a file; of a span that does not fit the error says which unit would."""
    try:
        yield from read(source)
    except OffsetError as error:
        unit = fitting_unit(source, read)
        raise (error.with_unit(unit) if unit else error) from None
    faults = source.faults or []
    misplaced = [i for i, fault in enumerate(faults) if isinstance(fault, OffsetError)]
    unit = fitting_unit(source, read) if misplaced else ""
    for i in misplaced if unit else ():
        faults[i] = cast(OffsetError, faults[i]).with_unit(unit)


def token_kind(path: Data, settings: ReadingSettings) -> str:
    """Whether the tokens that a file has are characters or words: ``char`` or ``word``."""
    if not isinstance(path, (str, Path)):
        settings = replace(settings, tokens="word")  # that of spaCy's documents
    source, name, found = stream_labelled(path, settings)
    if name == SENTENCES:
        head = [one for one in islice(found, HEAD) if isinstance(one, Sentence)]
        return "char" if all(len(one) == len(one.text) for one in head) else "word"
    kind = FORMATS[name].tokens
    return kind if isinstance(kind, str) else kind(source)


@dataclass(frozen=True)
class Labelled:
    """The content of a labelled file.

    Parameters
    ----------
    source : Source
        The file, with what was odd in it.
    format : str
        The name of its format.
    scheme : str
        How its tags are written; BIO where it has entities instead.
    sentences : list of Sentence
        With tags as written in the file, or made of its entities.
    """

    source: Source
    format: str
    scheme: str
    sentences: list[Sentence]

    @property
    def path(self) -> str:
        """The file's name."""
        return str(self.source.path)

    @property
    def oddities(self) -> Oddities:
        """What was odd in it."""
        return self.source.oddities

    @property
    def token_count(self) -> int:
        """Tokens in all sentences."""
        return sum(map(len, self.sentences))


@reading_pipes_again(HEAD_OF_A_PIPE)
def read_labelled(path: Data, settings: ReadingSettings) -> Labelled:
    """Read a labelled file whole, with tags.

    Parameters
    ----------
    path : path or iterable
        A file of any format, or data in memory.
    settings : ReadingSettings
        How it is read. The scheme ``auto`` is found out for this file alone.

    Raises
    ------
    DataError, ConfigError
        As `stream_labelled`; also if the file holds no sentence.
    """
    source, name, found = stream_labelled(path, settings)
    texts = list(found)
    if not texts:
        raise source.error(0, "holds no sentence", "expected labelled text")
    scheme = settings.scheme
    if scheme == "auto":
        scheme = detect_scheme(one.tags for one in texts if isinstance(one, Sentence))
        _note_mixed(texts, scheme, source)
    sentences: list[Sentence] = []
    for one in texts:
        sentences += tagged_sentences(one, settings.tokens, scheme, settings.overlap, source)
    return Labelled(source, name, scheme, sentences)


def _note_mixed(texts: list[Annotated], scheme: str, source: Source) -> None:
    tagged = [one for one in texts if isinstance(one, Sentence)]
    for other, rows in mixed_schemes((one.tags for one in tagged), scheme).items():
        for row in rows:
            source.oddities.note(Rule.MIXED_SCHEMES, tagged[row].line, detail=other)
