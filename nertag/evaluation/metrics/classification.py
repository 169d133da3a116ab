"""Precision, recall and F1 of each label, under both readings of the tags, as seqeval has them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from nertag.evaluation.metrics.counts import Counts, count
from nertag.evaluation.metrics.groups import by_label
from nertag.text import Span, spans, strict_spans

READINGS = {
    "strict": "an entity whose tags break the scheme does not count, as in seqeval's strict mode",
    "conlleval": "a tag that cannot continue an entity opens one, as in conlleval",
}
FIGURES = ("precision", "recall", "f1")


def classification_report(
    gold: Sequence[Sequence[str]],
    predicted: Sequence[Sequence[Span]],
    scheme: str,
    conlleval: Sequence[Sequence[Span]] | None = None,
) -> dict[str, Any]:
    """Score predicted spans against gold tags as they are written.

    Parameters
    ----------
    gold : sequence of sequences of str
        Tags of each sentence, in `scheme`, with whatever errors they have.
    predicted : sequence of sequences of Span
        Spans of each sentence, for the strict reading.
    scheme : str
        A name in `nertag.text.SCHEMES`.
    conlleval : sequence of sequences of Span, optional
        Spans of each sentence, for the other reading; `predicted` by default.

    Returns
    -------
    dict
        For each of `READINGS`: ``types`` (label to precision, recall, f1, support), ``micro`` and
        ``macro``. Shares are between 0 and 1; support is the number of gold entities.
    """
    readings = {
        "strict": [strict_spans(tags, scheme) for tags in gold],
        "conlleval": [spans(tags) for tags in gold],
    }
    guesses = {"strict": predicted, "conlleval": predicted if conlleval is None else conlleval}
    return {name: _table(wanted, guesses[name]) for name, wanted in readings.items()}


def _table(gold: Sequence[Sequence[Span]], predicted: Sequence[Sequence[Span]]) -> dict[str, Any]:
    types = {label: _row(counts) for label, counts in by_label(gold, predicted).items()}
    micro = _row(count(gold, predicted))
    means = {
        name: sum(row[name] for row in types.values()) / len(types) if types else 0.0
        for name in FIGURES
    }
    return {"types": types, "micro": micro, "macro": {**means, "support": micro["support"]}}


def _row(counts: Counts) -> dict[str, Any]:
    return {
        "precision": counts.precision,
        "recall": counts.recall,
        "f1": counts.f1,
        "support": counts.gold,
    }
