"""Precision, recall and F1 for each type, by seqeval, under both readings of gold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from nertag.text import Span, spans, spans_to_tags, strict_spans

READINGS = {
    "strict": "a gold entity whose tags break the scheme cannot be found",
    "conlleval": "a tag that cannot go on an entity opens one, as in conlleval",
}


def report(
    gold: Sequence[Sequence[str]], predicted: Sequence[Sequence[Span]], scheme: str
) -> dict[str, Any]:
    """Score predicted spans against gold tags as they are written.

    Parameters
    ----------
    gold : sequence of sequences of str
        Tags of each sentence, in `scheme`, with whatever errors they have.
    predicted : sequence of sequences of Span
        Spans of each sentence.
    scheme : str
        A name in `nertag.text.tags.SCHEMES`.

    Returns
    -------
    dict
        For each of `READINGS`: ``types`` (label to precision, recall, f1, support), ``micro`` and
        ``macro``. Shares are between 0 and 1.
    """
    lengths = list(map(len, gold))
    readings = {
        "strict": [strict_spans(tags, scheme) for tags in gold],
        "conlleval": [spans(tags) for tags in gold],
    }
    guess = _as_bio(predicted, lengths)
    return {name: _table(_as_bio(wanted, lengths), guess) for name, wanted in readings.items()}


def _as_bio(rows: Sequence[Sequence[Span]], lengths: Sequence[int]) -> list[list[str]]:
    """Legal tags, which seqeval cannot misread and does not refuse, whatever the gold was."""
    return [spans_to_tags(row, length, "BIO") for row, length in zip(rows, lengths)]


def _table(truth: list[list[str]], guess: list[list[str]]) -> dict[str, Any]:
    from seqeval.metrics import classification_report

    if all(tag == "O" for tags in (*truth, *guess) for tag in tags):
        nothing = {"precision": 0.0, "recall": 0.0, "f1": 0.0, "support": 0}
        return {"types": {}, "micro": nothing, "macro": nothing}
    rows = classification_report(truth, guess, output_dict=True, zero_division=0)
    figures = {
        name: {
            "precision": float(row["precision"]),
            "recall": float(row["recall"]),
            "f1": float(row["f1-score"]),
            "support": int(row["support"]),
        }
        for name, row in rows.items()
    }
    micro, macro = figures.pop("micro avg"), figures.pop("macro avg")
    figures.pop("weighted avg")
    return {"types": dict(sorted(figures.items())), "micro": micro, "macro": macro}
