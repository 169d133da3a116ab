"""Precision, recall and F1 for each type, by seqeval, under both readings of gold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from nertag.schemes import Span, join, split, write

READINGS = {
    "strict": "a gold entity whose tags break the scheme cannot be found",
    "conlleval": "a tag that cannot go on an entity opens one, as in conlleval",
}

# seqeval's names of the schemes; those it lacks are spelled with the letters of BIOES.
_SEQEVAL = {"BIO": "IOB2", "IOB1": "IOB1", "BIOES": "IOBES", "BMES": "IOBES", "BILOU": "IOBES"}
_SPELLED = {"BMES": {"M": "I"}, "BILOU": {"L": "E", "U": "S"}}


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
        A name in `nertag.schemes.SCHEMES`.

    Returns
    -------
    dict
        For each of `READINGS`: ``types`` (label to precision, recall, f1, support), ``micro`` and
        ``macro``. Shares are between 0 and 1.
    """
    from seqeval import scheme as seqeval_schemes
    from seqeval.metrics import classification_report

    letters = _SPELLED.get(scheme, {})

    def spelled(tags: Sequence[str]) -> list[str]:
        parts = map(split, tags)
        return [join(letters.get(letter, letter), label) for letter, label in parts]

    truth = [spelled(tags) for tags in gold]
    guess = [spelled(write(found, len(tags), scheme)) for found, tags in zip(predicted, gold)]
    named = getattr(seqeval_schemes, _SEQEVAL[scheme])
    tables = {
        "strict": {"mode": "strict", "scheme": named},
        "conlleval": {},
    }
    if all(tag == "O" for tags in (*truth, *guess) for tag in tags):
        nothing = {"precision": 0.0, "recall": 0.0, "f1": 0.0, "support": 0}
        return {name: {"types": {}, "micro": nothing, "macro": nothing} for name in tables}
    return {
        name: _table(classification_report(truth, guess, output_dict=True, zero_division=0, **how))
        for name, how in tables.items()
    }


def _table(rows: dict[str, Any]) -> dict[str, Any]:
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
