"""Scoring a tagger on labelled text."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from nertag.config import settings_from
from nertag.formats import columns
from nertag.metrics.report import report
from nertag.schemes import detect
from nertag.tagger import Tagger
from nertag.types import Sentence


def evaluate_sentences(
    tagger: Tagger, sentences: Sequence[Sentence], scheme: str
) -> dict[str, Any]:
    """Score the tagger on sentences with gold tags as written.

    Returns
    -------
    dict
        ``sentences``, ``tokens``, ``scheme``, ``only_in_gold`` (labels the model does not know,
        with their number), and what `nertag.metrics.report.report` returns.
    """
    gold = [sentence.tags for sentence in sentences]
    scores = report(gold, tagger.spans(sentences), scheme)
    known = {label or "_" for label in tagger.bundle.labels}  # seqeval's name of no label
    return {
        "sentences": len(sentences),
        "tokens": sum(map(len, sentences)),
        "scheme": scheme,
        "only_in_gold": {
            label: row["support"]
            for label, row in scores["conlleval"]["types"].items()
            if label not in known
        },
        **scores,
    }


def evaluate(
    path: str | Path, model: str | Path | Tagger = "model", **reading: Any
) -> dict[str, Any]:
    """Score a model on a labelled file.

    Parameters
    ----------
    path : path
        A column file.
    model : path or Tagger
    **reading
        ``token_column``, ``tag_column``, ``scheme``, ``device``: as in training; what is left out
        is as it was given when the model was trained.

    Raises
    ------
    DataError, ConfigError, ModelFormatError
    """
    device = reading.pop("device", "auto")
    tagger = model if isinstance(model, Tagger) else Tagger.load(model, device=device)
    settings = settings_from({**tagger.bundle.settings.to_dict(), **reading})
    labelled = columns.read(
        path,
        tokens=settings.tokens,
        token_column=settings.token_column,
        tag_column=settings.tag_column,
    )
    scheme = settings.scheme
    if scheme == "auto":
        scheme = detect(sentence.tags for sentence in labelled.sentences)
    return evaluate_sentences(tagger, labelled.sentences, scheme)
