"""Labelled files of any format: their sentences, one by one or with tags of one scheme."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

from nertag.config import Settings
from nertag.errors import DataError
from nertag.formats.guess import guess
from nertag.formats.labelling import tagged_sentences
from nertag.formats.oddities import Oddities
from nertag.formats.registry import FORMATS, reader
from nertag.formats.source import Reading, Source
from nertag.io import HEAD_OF_A_PIPE, reading_pipes_again
from nertag.text import Annotated, Sentence, detect_scheme


def stream_labelled(
    path: str | Path, settings: Settings
) -> tuple[Source, str, Iterator[Annotated]]:
    """The texts of a labelled file, in bounded memory, and the name of its format.

    They are as the file has them: tagged sentences, or texts of any number of lines with entities.

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
    given = {field.name: getattr(settings, field.name) for field in fields(Reading)}
    source = Source(path, Reading(**given))
    name = guess(source) if settings.format == "auto" else settings.format
    return source, name, reader(name)(source)


def token_kind(path: str | Path, settings: Settings) -> str:
    """Whether the tokens that a file has are characters or words: ``char`` or ``word``."""
    source, name, _ = stream_labelled(path, settings)
    kind = FORMATS[name].tokens
    return kind if isinstance(kind, str) else kind(source)


@dataclass(frozen=True)
class Labelled:
    """The content of a labelled file.

    Parameters
    ----------
    source : Source
    format : str
    sentences : list of Sentence
        With tags as written in the file, or made of its entities.
    """

    source: Source
    format: str
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
def read_labelled(paths: Sequence[str | Path], settings: Settings) -> tuple[str, list[Labelled]]:
    """Read labelled files whole, with tags.

    Returns
    -------
    scheme : str
        How the tags of all of them are written.
    files : list of Labelled
        The tags of a file that has entities are made in the scheme of the others, or BIO.

    Raises
    ------
    DataError, ConfigError
        As `stream`; also if a file holds no sentence.
    """
    opened = []
    for path in paths:
        source, name, found = stream_labelled(path, settings)
        texts = list(found)
        if not texts:
            raise DataError(path, 0, "holds no sentence", "expected labelled text")
        opened.append((source, name, texts))
    scheme = settings.scheme
    if scheme == "auto":
        scheme = detect_scheme(
            one.tags for _, _, texts in opened for one in texts if isinstance(one, Sentence)
        )
    files = []
    for source, name, texts in opened:
        sentences: list[Sentence] = []
        for one in texts:
            sentences += tagged_sentences(one, settings.tokens, scheme, settings.overlap, source)
        files.append(Labelled(source, name, sentences))
    return scheme, files
