"""Every wrong entity; likely mistakes of the labelling come first."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from operator import itemgetter
from typing import Any

from nertag.evaluation.metrics.pairing import Pair, pair
from nertag.text import Entity, Sentence, Span

KINDS = {
    "missed": "gold where nothing was predicted",
    "spurious": "predicted where gold has nothing",
    "label": "the boundaries are right, the label is not",
    "boundary": "the label is right, the boundaries are not",
    "label and boundary": "neither is right, but a token is shared",
}
CONTEXT = 20
"""Code points shown on either side of a mistake."""

Scores = Sequence[Mapping[Span, float]]
"""For each sentence, the probability of each span of its gold and of its predictions."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """A gold entity, a predicted one, or two that share a token and differ.

    Parameters
    ----------
    sentence : int
        The index of the sentence among those that were scored, from 0.
    line : int
        The line of the file that the first token stands on, from 1; 0 if it is from no file.
    text : str
        The text of the sentence.
    gold : Entity, optional
        The gold entity; None if the prediction is spurious.
    predicted : Entity, optional
        The predicted entity; None if the gold entity was missed.
    gold_score : float, optional
        The probability, by the model, that exactly the gold entity is there.
    score : float, optional
        The probability, by the model, that exactly the predicted entity is there.
    """

    sentence: int
    line: int
    text: str
    gold: Entity | None
    predicted: Entity | None
    gold_score: float | None = None
    score: float | None = None

    @property
    def kind(self) -> str:
        """One of `KINDS`."""
        if self.predicted is None:
            return "missed"
        if self.gold is None:
            return "spurious"
        if (self.gold.start, self.gold.end) == (self.predicted.start, self.predicted.end):
            return "label"
        return "boundary" if self.gold.label == self.predicted.label else "label and boundary"

    @property
    def doubt(self) -> float | None:
        """How sure the model is that gold is wrong, from 0 to 1; None without scores."""
        if self.predicted is not None:
            return self.score
        return None if self.gold_score is None else 1 - self.gold_score

    @property
    def context(self) -> tuple[str, str, str]:
        """The text before, in and after the mistake."""
        both = [entity for entity in (self.gold, self.predicted) if entity is not None]
        start, end = min(one.start for one in both), max(one.end for one in both)
        before = self.text[max(0, start - CONTEXT) : start]
        return before, self.text[start:end], self.text[end : end + CONTEXT]

    def to_dict(self, path: str) -> dict[str, Any]:
        """Plain values, for JSON.

        Parameters
        ----------
        path : str
            The name of the labelled file.
        """
        before, text, after = self.context
        return {
            "file": path,
            "line": self.line,
            "kind": self.kind,
            "doubt": _rounded(self.doubt),
            "before": before,
            "text": text,
            "after": after,
            "gold": _plain(self.gold, self.gold_score),
            "predicted": _plain(self.predicted, self.score),
        }


def find_mistakes(
    sentences: Sequence[Sentence],
    gold: Sequence[Sequence[Span]],
    predicted: Sequence[Sequence[Span]],
    scores: Scores | None = None,
) -> list[Mistake]:
    """Every wrong entity.

    Parameters
    ----------
    sentences : sequence of Sentence
        The sentences that were scored.
    gold : sequence of sequences of Span
        The gold spans of each sentence, in order.
    predicted : sequence of sequences of Span
        The predicted spans of each sentence, in order.
    scores : sequence of mappings of Span to float, optional
        For each sentence, the probability of each span, gold or predicted.

    Returns
    -------
    list of Mistake
        The mistakes. With scores the highest `Mistake.doubt` comes first, since gold is often wrong
        where the model is sure. Models are surer of what they miss than of what they find, so
        missed and predicted entities are ranked apart and share every part of the list. Without
        scores the mistakes stand in the order of the text.
    """
    rows = zip(sentences, gold, predicted, strict=True)
    found = [
        _mistake(number, sentence, one, scores[number] if scores is not None else {})
        for number, (sentence, right, guess) in enumerate(rows)
        for one in sorted(pair(right, guess, by_label=True), key=_first_token)
        if one[0] != one[1]
    ]
    if scores is None:
        return found
    sides = [
        [one for one in found if (one.predicted is None) is missed] for missed in (False, True)
    ]
    return [one for _, one in sorted(chain(*map(_ranked, sides)), key=itemgetter(0))]


def _ranked(mistakes: Sequence[Mistake]) -> Iterator[tuple[float, Mistake]]:
    """Each mistake with the share of the others that has a higher doubt."""
    order = sorted(mistakes, key=lambda mistake: -(mistake.doubt or 0))
    return ((index / len(order), one) for index, one in enumerate(order))


def to_lines(mistakes: Iterable[Mistake], path: str) -> Iterator[str]:
    """Each mistake as a line of JSON.

    Parameters
    ----------
    mistakes : iterable of Mistake
        The mistakes, in the order of the lines.
    path : str
        The name of the labelled file.
    """
    return (json.dumps(one.to_dict(path), ensure_ascii=False) + "\n" for one in mistakes)


def _first_token(one: Pair) -> int:
    return min(span[0] for span in one if span is not None)


def _mistake(number: int, sentence: Sentence, one: Pair, scores: Mapping[Span, float]) -> Mistake:
    gold, predicted = one
    return Mistake(
        number,
        sentence.line_of(_first_token(one)),
        sentence.text,
        gold and sentence.entity(*gold),
        predicted and sentence.entity(*predicted),
        gold and scores.get(gold),
        predicted and scores.get(predicted),
    )


def _plain(entity: Entity | None, score: float | None) -> dict[str, Any] | None:
    if entity is None:
        return None
    return {
        "start": entity.start,
        "end": entity.end,
        "label": entity.label,
        "text": entity.text,
        "score": _rounded(score),
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
