"""All that a report shows, as values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from nertag.evaluation.calibration import Bin, reliability
from nertag.evaluation.metrics.bootstrap import Interval, f1_interval, sentence_counts
from nertag.evaluation.metrics.confusion import Confusion, confusion
from nertag.evaluation.metrics.counts import Counts, count
from nertag.evaluation.metrics.groups import by_frequency, by_label, by_length, by_seen, mentions
from nertag.evaluation.metrics.semeval import Tally, semeval
from nertag.evaluation.mistakes import Mistake, Scores, find_mistakes
from nertag.model import Scores as FoldScores
from nertag.text import Entity, Sentence, Span, spans, strict_spans

WORST = 20
"""Sentences shown."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A sentence with what is labelled and what was predicted in it.

    Parameters
    ----------
    line : int
        The line of the file that the sentence starts on, from 1; 0 if it is from no file.
    text : str
        The text of the sentence.
    gold : sequence of Entity
        The entities that are labelled.
    predicted : sequence of Entity
        The entities that were predicted.
    mistakes : int
        Number of mistakes in the sentence.
    """

    line: int
    text: str
    gold: Sequence[Entity]
    predicted: Sequence[Entity]
    mistakes: int


@dataclass(frozen=True)
class Results:
    """What was scored, and the figures.

    Parameters
    ----------
    path : str
        The labelled file.
    scheme : str
        How its tags are written.
    sentences : int
        Number of sentences.
    tokens : int
        Number of tokens.
    total : Counts
        The counts of all entities; they are strict, as all other figures here.
    interval : Interval
        The F1 of all entities and its interval.
    types : mapping of str to Counts
        The counts of each label.
    schemas : mapping of str to Tally
        The tally of each of SemEval's schemas.
    confusion : Confusion
        Gold and predicted labels of entities that share a token.
    groups : mapping of str to mapping of str to Counts
        For each way to group entities, the counts of each group.
    reliability : list of Bin
        Bins of the predicted entities by score; empty without scores.
    mistakes : list of Mistake
        Every wrong entity.
    worst : list of Marked
        The sentences with the most mistakes.
    history : sequence of mapping
        One row an epoch, as in ``history.csv``; empty if the training is not known.
    best_epoch : int
        The epoch that was kept; 0 if the training is not known.
    about : mapping of str to mapping of str to str
        Named lists of names and values: data, settings, versions.
    folds : sequence of Scores
        The scores of each fold of a cross-validation.
    label_errors : sequence of Mistake
        What is likely a mistake of the labelling, the likeliest first.
    """

    path: str
    scheme: str
    sentences: int
    tokens: int
    total: Counts
    interval: Interval
    types: Mapping[str, Counts]
    schemas: Mapping[str, Tally]
    confusion: Confusion
    groups: Mapping[str, Mapping[str, Counts]]
    reliability: Sequence[Bin]
    mistakes: Sequence[Mistake]
    worst: Sequence[Marked]
    history: Sequence[Mapping[str, Any]] = ()
    best_epoch: int = 0
    about: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    folds: Sequence[FoldScores] = ()
    label_errors: Sequence[Mistake] = ()


def analyse(
    path: str,
    scheme: str,
    sentences: Sequence[Sentence],
    predicted: Sequence[Sequence[Span]],
    *,
    scores: Scores | None = None,
    training: Sequence[Sentence] | None = None,
    history: Sequence[Mapping[str, Any]] = (),
    best_epoch: int = 0,
    about: Mapping[str, Mapping[str, str]] | None = None,
) -> Results:
    """Work out all that a report shows of predictions.

    Parameters
    ----------
    path : str
        The labelled file.
    scheme : str
        How the tags are written.
    sentences : sequence of Sentence
        With gold tags as written. Scoring is strict: a gold entity whose tags break the scheme
        cannot be found.
    predicted : sequence of sequences of Span
        The predicted spans of each sentence, in order.
    scores : sequence of mappings of Span to float, optional
        For each sentence, the probability of each span, gold or predicted.
    training : sequence of Sentence, optional
        The sentences that the model was trained on, with tags. They tell which mentions it has
        seen.
    history : sequence of mapping
        One row an epoch, as in ``history.csv``; empty if the training is not known.
    best_epoch : int
        The epoch that was kept; 0 if the training is not known.
    about : mapping of str to mapping of str to str, optional
        Named lists of names and values: data, settings, versions.
    """
    gold = [strict_spans(sentence.tags, scheme) for sentence in sentences]
    groups = {"length in tokens": by_length(gold, predicted)}
    if training is not None:
        found = [spans(sentence.tags) for sentence in training]
        labels = Counter(span[2] for span in chain.from_iterable(found))
        seen = mentions(training, found)
        groups["whether the training data has the mention"] = by_seen(
            sentences, gold, predicted, seen
        )
        groups["number of training entities of the type"] = by_frequency(gold, predicted, labels)
    mistakes = find_mistakes(sentences, gold, predicted, scores)
    return Results(
        path=path,
        scheme=scheme,
        sentences=len(sentences),
        tokens=sum(map(len, sentences)),
        total=count(gold, predicted),
        interval=f1_interval(sentence_counts(gold, predicted)),
        types=by_label(gold, predicted),
        schemas=semeval(gold, predicted),
        confusion=confusion(gold, predicted),
        groups=groups,
        reliability=_reliability(gold, predicted, scores),
        mistakes=mistakes,
        worst=_worst(sentences, gold, predicted, mistakes),
        history=history,
        best_epoch=best_epoch,
        about=about or {},
    )


def _reliability(
    gold: Sequence[Sequence[Span]], predicted: Sequence[Sequence[Span]], scores: Scores | None
) -> list[Bin]:
    if scores is None:
        return []
    pairs = [
        (known[span], span in right)
        for right, guess, known in zip(gold, predicted, scores, strict=True)
        for span in guess
    ]
    return reliability([score for score, _ in pairs], [right for _, right in pairs])


def _worst(
    sentences: Sequence[Sentence],
    gold: Sequence[Sequence[Span]],
    predicted: Sequence[Sequence[Span]],
    mistakes: Sequence[Mistake],
) -> list[Marked]:
    wrong = Counter(mistake.sentence for mistake in mistakes)
    order = sorted(wrong, key=lambda number: (-wrong[number], number))[:WORST]
    return [
        Marked(
            sentences[number].line,
            sentences[number].text,
            [sentences[number].entity(*span) for span in gold[number]],
            [sentences[number].entity(*span) for span in predicted[number]],
            wrong[number],
        )
        for number in order
    ]
