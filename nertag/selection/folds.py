"""Labelled sentences shared out into folds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from nertag.corpus import share_out, units_of
from nertag.errors import ConfigError
from nertag.text import Sentence, spans


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
    labels = [Counter(label for _, _, label in spans(sentence.tags)) for sentence in sentences]
    counts = [sum((labels[i] for i in unit), Counter[str]()) for unit in units]
    chosen = share_out(counts, list(map(len, units)), [1 / count] * count, seed)
    folds: list[list[int]] = [[] for _ in range(count)]
    for unit, fold in zip(units, chosen):
        folds[fold] += unit
    return list(map(sorted, folds))
