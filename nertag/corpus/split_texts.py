"""Labelled text parted into train, dev and test, in memory."""

from __future__ import annotations

from dataclasses import dataclass, replace

from nertag.config import ReadingSettings
from nertag.corpus.split import parts_of, shares_of
from nertag.formats import (
    Data,
    read_again,
    refuse_unused,
    stream_labelled,
    tagged_sentences,
    token_kind,
)
from nertag.io import HEAD_OF_A_PIPE, reading_pipes_again
from nertag.text import Sentence


@dataclass(frozen=True)
class SplitTexts:
    """The sentences of the parts.

    Parameters
    ----------
    parts : list of list of Sentence
        The sentences of each part, with tags as written in the data, or made of its entities.
    notes : tuple of str
        What was repaired or ignored while the data were read, one line each.
    """

    parts: list[list[Sentence]]
    notes: tuple[str, ...]


@reading_pipes_again(HEAD_OF_A_PIPE)
def split_texts(
    path: Data,
    settings: ReadingSettings,
    *,
    dev: float,
    test: float,
    by: str,
    seed: int,
    tokens: str | None = None,
) -> SplitTexts:
    """Part labelled data as `split` parts a file.

    Parameters
    ----------
    path : path or iterable
        A labelled file of any format, or labelled data in memory.
    settings : ReadingSettings
        How it is read.
    dev, test : float
        Shares of the texts; there is no part with the share 0.
    by : {"sentence", "document"}
        What is never parted.
    seed : int
        Seed of the random choice.
    tokens : {"char", "word"}, optional
        What the tokens are; what they are in the data, if not given.

    Raises
    ------
    DataError, ConfigError
        As `split`.
    """
    shares = list(shares_of(dev, test).values())
    path = read_again(path)
    settings = replace(settings, tokens=tokens or token_kind(path, settings))
    source, format, found = stream_labelled(path, settings)
    refuse_unused(settings, [format])
    texts = list(found)
    scheme = "BIO" if settings.scheme == "auto" else settings.scheme
    parts: list[list[Sentence]] = [[] for _ in shares]
    for text, part in zip(texts, parts_of(texts, shares, by=by, seed=seed, source=source)):
        parts[part] += tagged_sentences(text, settings.tokens, scheme, settings.overlap, source)
    return SplitTexts(parts, tuple(map(str, source.oddities)))
