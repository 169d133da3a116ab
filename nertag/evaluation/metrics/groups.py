"""Scores of the entities that have something in common: length, frequency of the type, novelty."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from itertools import pairwise

from nertag.evaluation.metrics.counts import Counts
from nertag.text import Sentence, Span

LENGTHS = (1, 2, 3, 4, 5, 6, 8, 11, 16)
"""The fewest tokens of each group of lengths."""
FREQUENCIES = (0, 1, 10, 100, 1_000, 10_000)
"""The fewest training entities of each group of types."""
SEEN = ("seen", "seen as another type", "unseen")

Spans = Sequence[Sequence[Span]]
Mention = tuple[str, str]
"""(text, label)"""


def by_label(gold: Spans, predicted: Spans) -> dict[str, Counts]:
    """Scores of entities by their label, in the order of the labels.

    Parameters
    ----------
    gold : sequence of sequences of Span
        The gold spans of each sentence.
    predicted : sequence of sequences of Span
        The predicted spans of each sentence.
    """
    labels = {span[2] for side in (gold, predicted) for row in side for span in row}
    return _count(gold, predicted, lambda _, span: span[2], sorted(labels))


def by_length(gold: Spans, predicted: Spans) -> dict[str, Counts]:
    """Scores of entities by their number of tokens: ``1``, ``2``, ... ``16+``.

    Parameters
    ----------
    gold : sequence of sequences of Span
        The gold spans of each sentence.
    predicted : sequence of sequences of Span
        The predicted spans of each sentence.
    """
    names = _names(LENGTHS)

    def group(_: int, span: Span) -> str:
        return names[bisect_right(LENGTHS, span[1] - span[0]) - 1]

    return _count(gold, predicted, group, names)


def by_frequency(gold: Spans, predicted: Spans, training: Mapping[str, int]) -> dict[str, Counts]:
    """Scores of entities by how many of their type are in the training data.

    Parameters
    ----------
    gold : sequence of sequences of Span
        The gold spans of each sentence.
    predicted : sequence of sequences of Span
        The predicted spans of each sentence.
    training : mapping of str to int
        Number of training entities of each label; a label that is not there has none.
    """
    names = _names(FREQUENCIES)

    def group(_: int, span: Span) -> str:
        return names[bisect_right(FREQUENCIES, training.get(span[2], 0)) - 1]

    return _count(gold, predicted, group, names)


def by_seen(
    sentences: Sequence[Sentence], gold: Spans, predicted: Spans, training: Collection[Mention]
) -> dict[str, Counts]:
    """Scores of entities by whether the training data has the same text as an entity; see `SEEN`.

    Parameters
    ----------
    sentences : sequence of Sentence
        The sentences.
    gold : sequence of sequences of Span
        The gold spans of each sentence.
    predicted : sequence of sequences of Span
        The predicted spans of each sentence.
    training : set of (text, label)
        The entities of the training data, from `mentions`.
    """
    texts = {text for text, _ in training}

    def group(row: int, span: Span) -> str:
        text = sentences[row].entity(*span).text
        if (text, span[2]) in training:
            return "seen"
        return "seen as another type" if text in texts else "unseen"

    return _count(gold, predicted, group, SEEN)


def mentions(sentences: Iterable[Sentence], spans: Iterable[Sequence[Span]]) -> set[Mention]:
    """The texts and labels of all entities.

    Parameters
    ----------
    sentences : iterable of Sentence
        The sentences.
    spans : iterable of sequences of Span
        The spans of each sentence.
    """
    entities = (
        sentence.entity(*span)
        for sentence, found in zip(sentences, spans, strict=True)
        for span in found
    )
    return {(entity.text, entity.label) for entity in entities}


def _count(
    gold: Spans, predicted: Spans, group: Callable[[int, Span], str], order: Iterable[str]
) -> dict[str, Counts]:
    """The counts of each group that has any; `group` takes a sentence's number and a span."""
    correct: Counter[str] = Counter()
    found: Counter[str] = Counter()
    wanted: Counter[str] = Counter()
    for row, (right, guess) in enumerate(zip(gold, predicted, strict=True)):
        correct.update(group(row, span) for span in set(right) & set(guess))
        found.update(group(row, span) for span in guess)
        wanted.update(group(row, span) for span in right)
    return {
        name: Counts(correct[name], found[name], wanted[name])
        for name in order
        if found[name] or wanted[name]
    }


def _names(lows: Sequence[int]) -> list[str]:
    """The names of groups of numbers, from the lowest of each: ``1``, ``2-9``, ``10+``."""
    inner = (
        f"{low:,}" if following == low + 1 else f"{low:,}-{following - 1:,}"
        for low, following in pairwise(lows)
    )
    return [*inner, f"{lows[-1]:,}+"]
