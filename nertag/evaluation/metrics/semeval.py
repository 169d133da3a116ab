"""The four schemas of SemEval'13 task 9: how much is right where an entity need not be whole.

Segura-Bedmar et al. (2013), https://aclanthology.org/S13-2056; computed as nervaluate does.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nertag.evaluation.metrics.pairing import Pair, pair
from nertag.text import Span

SCHEMAS = {
    "strict": "the boundaries and the label are right",
    "exact": "the boundaries are right, whatever the label",
    "partial": "the boundaries are right; half a point if they are not, but share a token",
    "type": "the label is right, and a token is shared",
}


@dataclass(frozen=True, slots=True)
class Tally:
    """Pairs of gold and predicted entities under a schema, and the scores they come to.

    Parameters
    ----------
    correct : int
        Pairs that are right under the schema.
    incorrect : int
        Pairs that are wrong.
    partial : int
        Pairs that earn half a point.
    missed : int
        Gold entities without a predicted one.
    spurious : int
        Predicted entities without a gold one.
    """

    correct: int
    incorrect: int
    partial: int
    missed: int
    spurious: int

    @property
    def precision(self) -> float:
        """Points over the predicted; 0 where nothing was predicted."""
        return _share(self._points, self._paired + self.spurious)

    @property
    def recall(self) -> float:
        """Points over the gold; 0 where there is none."""
        return _share(self._points, self._paired + self.missed)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return _share(2 * self._points, 2 * self._paired + self.missed + self.spurious)

    @property
    def _points(self) -> float:
        return self.correct + self.partial / 2

    @property
    def _paired(self) -> int:
        return self.correct + self.incorrect + self.partial


def semeval(
    gold: Iterable[Sequence[Span]], predicted: Iterable[Sequence[Span]]
) -> dict[str, Tally]:
    """The tally of each of `SCHEMAS`, over the spans of each sentence.

    Parameters
    ----------
    gold : iterable of sequences of Span
        The gold spans of each sentence.
    predicted : iterable of sequences of Span
        The predicted spans of each sentence.
    """
    rows = list(zip(gold, predicted, strict=True))
    plain, typed = (
        [one for row in rows for one in pair(*row, by_label=by_label)] for by_label in (False, True)
    )
    return {
        "strict": _tally(plain, slice(0, 3)),
        "exact": _tally(plain, slice(0, 2)),
        "partial": _tally(plain, slice(0, 2), half=True),
        "type": _tally(typed, slice(2, 3)),
    }


def _tally(pairs: Sequence[Pair], part: slice, *, half: bool = False) -> Tally:
    """Count the pairs as right whose spans agree in a part."""
    correct = wrong = missed = spurious = 0
    for gold, predicted in pairs:
        if predicted is None:
            missed += 1
        elif gold is None:
            spurious += 1
        elif gold[part] == predicted[part]:
            correct += 1
        else:
            wrong += 1
    return Tally(correct, 0 if half else wrong, wrong if half else 0, missed, spurious)


def _share(part: float, whole: int) -> float:
    return part / whole if whole else 0.0
