"""What to label next: of many texts the few that would teach a model the most."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from nertag.corpus import Labels
from nertag.errors import ConfigError
from nertag.io import in_order
from nertag.selection.measures import Measure, measure_of
from nertag.selection.near_duplicates import NearDuplicates, Signature, signature
from nertag.selection.spread import spread
from nertag.tagging import Tagger, chunks

KEPT = 3
"""Texts that are kept for each that is asked for, so that the choice can be spread."""


@dataclass(frozen=True, order=True)
class Suggestion:
    """A text to label.

    Parameters
    ----------
    score : float
        How much there is to learn of it, by the measure that was asked for.
    draw : float
        Decides between equal scores.
    line : int
        Its number among all texts, from 1.
    text : str
        The text.
    signature : tuple of bytes
        Tells near duplicates.
    """

    score: float
    draw: float
    line: int
    text: str
    signature: Signature


def suggest(
    texts: Iterable[str],
    count: int,
    taggers: Sequence[Tagger] = (),
    *,
    by: str = "auto",
    labelled: Iterable[str] = (),
    names: Labels | None = None,
    tokens: str = "char",
    seed: int = 1,
) -> list[Suggestion]:
    """The texts to label next, the best first; one pass in memory that does not grow.

    Of the texts that score highest, those are left out that are nearly the same as one that is
    labelled or chosen already, and the choice is spread over clusters of texts and over lengths.

    Parameters
    ----------
    texts : iterable of str
        The texts to choose from; blank ones are passed over.
    count : int
        How many to choose.
    taggers : sequence of Tagger
        Models that were trained on what is labelled so far; none at a cold start.
    by : {"auto", "mnlp", "entropy", "entities", "disagreement", "names"}
        The measure, see `nertag.selection.measures`.
    labelled : iterable of str
        Texts that are labelled already.
    names : Labels, optional
        Finds names of lists, for a cold start.
    tokens : {"char", "word"}
        What tokens are at a cold start.
    seed : int
        Seed of what is drawn; the same seed gives the same choice.

    Raises
    ------
    ConfigError
        The measure does not fit the models.
    """
    if count < 1:
        raise ConfigError(f"`count` is {count}, expected at least 1", setting="count")
    measure = measure_of(by, taggers, names, tokens)
    rng = np.random.default_rng(seed)
    best = _Best(KEPT * count, labelled)
    for line, (text, score) in enumerate(_measured(texts, measure), 1):
        if text.strip():
            best.offer(score, rng.random(), line, text)
    kept = sorted(best.kept, reverse=True)
    return [kept[i] for i in spread([one.text for one in kept], count, rng)]


def _measured(texts: Iterable[str], measure: Measure) -> Iterator[tuple[str, float]]:
    """Each text with its score, worked out on all cores."""

    def work(some: list[str]) -> Iterator[tuple[str, float]]:
        return zip(some, measure(some))

    for found in in_order(work, chunks(texts)):
        yield from found


class _Best:
    """The texts that score highest, no two of them nearly the same.

    Parameters
    ----------
    size : int
        How many are kept.
    labelled : iterable of str
        Texts that none may be nearly the same as.
    """

    def __init__(self, size: int, labelled: Iterable[str]) -> None:
        self.kept: list[Suggestion] = []
        self._size, self._seen = size, NearDuplicates()
        for text in labelled:
            self._seen.add(signature(text))

    def offer(self, score: float, draw: float, line: int, text: str) -> None:
        """Keep a text if it is among the best so far."""
        full = len(self.kept) == self._size
        if full and (score, draw) < (self.kept[0].score, self.kept[0].draw):
            return
        one = Suggestion(score, draw, line, text, signature(text))
        if one.signature in self._seen:
            return
        self._seen.add(one.signature)
        if full:
            self._seen.remove(heapq.heapreplace(self.kept, one).signature)
        else:
            heapq.heappush(self.kept, one)
