"""The embedded corpora: where their files are, and what suits them in training."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Any

from nertag.errors import ConfigError

TOKENS = {"zh": "char", "en": "word"}
"""What a token is in each corpus, by its language."""

DEFAULT = "zh"
"""The language of the corpus that is used if none is named."""


def sample(name: str, language: str = DEFAULT) -> Path:
    """The path of a file of an embedded corpus.

    Parameters
    ----------
    name : str
        Name of the file: ``train.bio``, ``dev.bio``, ``test.bio``, ``unlabelled.txt`` or
        ``to_tag.txt``.
    language : {"zh", "en"}
        The language of the corpus.

    Raises
    ------
    ConfigError
        There is no corpus of this language.
    """
    if language not in TOKENS:
        expected = " or ".join(TOKENS)
        raise ConfigError(f"`sample` is {language!r}, expected {expected}", setting="sample")
    data = Path(str(files("nertag").joinpath("data")))
    return data / name if language == DEFAULT else data / language / name


def language_of(tokens: str) -> str:
    """The language of the corpus for models of characters or of words.

    Parameters
    ----------
    tokens : {"char", "word"}
        What a token is.
    """
    return next(language for language, unit in TOKENS.items() if unit == tokens)


def train_and_dev(language: str | None) -> tuple[Path, Path]:
    """The labelled files that a model is trained and chosen on.

    Parameters
    ----------
    language : str, optional
        The language of the corpus.
    """
    language = language or DEFAULT
    return sample("train.bio", language), sample("dev.bio", language)


def sample_settings(language: str | None) -> dict[str, Any]:
    """Settings of training that suit an embedded corpus: its tokens and its raw text.

    Parameters
    ----------
    language : str, optional
        The language of the corpus.
    """
    language = language or DEFAULT
    text = sample("unlabelled.txt", language)
    return {"tokens": TOKENS[language], "text": [text]}
