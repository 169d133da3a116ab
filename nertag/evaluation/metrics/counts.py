"""Entities found, missed and made up, counted over spans: the score that chooses a model."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nertag.text import Span


@dataclass(frozen=True)
class Counts:
    """How many entities were right, predicted and in the gold data.

    Parameters
    ----------
    correct : int
        Number of predicted entities that are right.
    predicted : int
        Number of predicted entities.
    gold : int
        Number of gold entities.
    """

    correct: int
    predicted: int
    gold: int

    @property
    def precision(self) -> float:
        """Share of the predicted that is right; 0 where nothing was predicted."""
        return self.correct / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """Share of the gold that was found; 0 where there is none."""
        return self.correct / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.correct / (self.predicted + self.gold) if self.correct else 0.0


def count(gold: Iterable[Sequence[Span]], predicted: Iterable[Sequence[Span]]) -> Counts:
    """Count the spans of each sentence that agree in start, end and label.

    Parameters
    ----------
    gold : iterable of sequences of Span
        The gold spans of each sentence.
    predicted : iterable of sequences of Span
        The predicted spans of each sentence.
    """
    correct = found = wanted = 0
    for right, guess in zip(gold, predicted, strict=True):
        correct += len(set(right) & set(guess))
        found += len(guess)
        wanted += len(right)
    return Counts(correct, found, wanted)
