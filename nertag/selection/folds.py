"""Labelled sentences shared out into folds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import chain

from nertag.corpus import share_out, units_of
from nertag.errors import ConfigError
from nertag.text import Sentence, spans


def nested_parts(
    sentences: Sequence[Sentence], shares: Sequence[float], *, seed: int
) -> list[list[int]]:
    """The indices of the sentences of growing parts, each of which holds the one before.

    Entities of each label are shared out alike.

    Parameters
    ----------
    sentences : sequence of Sentence
        The labelled sentences.
    shares : sequence of float
        The share of each part, rising to 1.
    seed : int
        Seed of the random choice.
    """
    steps = [share - before for before, share in zip([0.0, *shares], shares)]
    parts = _shared_out(sentences, units_of(sentences, "sentence"), steps, seed)
    return [sorted(chain.from_iterable(parts[: n + 1])) for n in range(len(parts))]


def folds_of(sentences: Sequence[Sentence], count: int, *, by: str, seed: int) -> list[list[int]]:
    """The indices of the sentences of each fold, in order.

    Entities of each label are shared out alike. Sentences of one document, and those with the same
    text, are in the same fold.

    Parameters
    ----------
    sentences : sequence of Sentence
        The labelled sentences.
    count : int
        Number of folds.
    by : {"sentence", "document"}
        What is never parted.
    seed : int
        Seed of the random choice.

    Raises
    ------
    ConfigError
        There are fewer than two folds, or more than there is to share out.
    """
    units = units_of(sentences, by)
    if not 2 <= count <= len(units):
        raise ConfigError(
            f"`folds` is {count:,}, expected from 2 to {len(units):,}, the number of {by}s that "
            "differ",
            setting="folds",
        )
    return _shared_out(sentences, units, [1 / count] * count, seed)


def _shared_out(
    sentences: Sequence[Sentence], units: Sequence[list[int]], shares: Sequence[float], seed: int
) -> list[list[int]]:
    """The indices of the sentences of each part, in order."""
    labels = [Counter(label for _, _, label in spans(sentence.tags)) for sentence in sentences]
    counts = [sum((labels[i] for i in unit), Counter[str]()) for unit in units]
    parts: list[list[int]] = [[] for _ in shares]
    for unit, part in zip(units, share_out(counts, list(map(len, units)), shares, seed)):
        parts[part] += unit
    return list(map(sorted, parts))
