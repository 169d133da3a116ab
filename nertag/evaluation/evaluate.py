"""Scoring a tagger on labelled text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nertag.config import Settings, settings_from
from nertag.errors import DataError
from nertag.evaluation.metrics.bootstrap import (
    LEVEL,
    SAMPLES,
    f1_difference,
    f1_interval,
    sentence_counts,
)
from nertag.evaluation.metrics.counts import Counts
from nertag.evaluation.predictions import Outcome
from nertag.formats import read_labelled
from nertag.tagging import Tagger
from nertag.text import Sentence, Span, spans, strict_spans

AS_TRAINED = (
    "tokens",
    "token_column",
    "tag_column",
    "scheme",
    "layer",
    "offset_unit",
    "overlap",
)
"""Settings of reading that hold for a model's data at large, not for one file."""


def evaluate(
    path: str | Path, model: str | Path | Tagger = "model", **reading: Any
) -> dict[str, Any]:
    """Score a model on a labelled file.

    Parameters
    ----------
    path : path
        A file of any format that `nertag.read` reads.
    model : path or Tagger
    **reading
        ``device``, ``engine``, ``precision`` and the settings of reading. Those in `AS_TRAINED` are
        as they were given when the model was trained if left out; format and encoding may differ
        from then.

    Returns
    -------
    dict
        As `Outcome.scores`.

    Raises
    ------
    DataError, ConfigError, ModelFormatError
    """
    how = {name: reading.pop(name) for name in ("device", "engine", "precision") if name in reading}
    tagger = model if isinstance(model, Tagger) else Tagger.load(model, **how)
    return tagged(path, tagger, **reading).scores()


def tagged(path: str | Path, tagger: Tagger, **reading: Any) -> Outcome:
    """What a tagger finds in a labelled file; takes and raises what `evaluate` does."""
    scheme, sentences = _read(path, _as_trained(tagger, reading))
    return Outcome.of(tagger, path, scheme, sentences)


def evaluate_predictions(gold: str | Path, predicted: str | Path, **reading: Any) -> dict[str, Any]:
    """Score a file of predictions, of any tool, against a labelled file of the same sentences.

    Parameters
    ----------
    **reading
        The settings of reading, for both; each file may be of a format of its own.

    Returns
    -------
    dict
        As `Outcome.scores`.

    Raises
    ------
    DataError
        The files do not hold the same texts; names the line of the first that differs.
    """
    return found_by_tool(gold, predicted, **reading).scores()


def found_by_tool(gold: str | Path, predicted: str | Path, **reading: Any) -> Outcome:
    """What a tool found in a labelled file; takes and raises what `evaluate_predictions` does."""
    settings = settings_from(reading)
    scheme, right = _read(gold, settings)
    predictions = _read_predictions(predicted, gold, right, settings)
    labels = sorted({label for row in predictions for _, _, label in row})
    return Outcome(gold, scheme, right, predictions, labels)


def training_sentences(
    path: str | Path, tagger: Tagger | None = None, **reading: Any
) -> Sequence[Sentence]:
    """The labelled file that a model was trained on, read as `tagged` or `found_by_tool` read."""
    return _read(path, _as_trained(tagger, reading) if tagger else settings_from(reading))[1]


def _as_trained(tagger: Tagger, reading: Mapping[str, Any]) -> Settings:
    kept = {name: getattr(tagger.bundle.settings, name) for name in AS_TRAINED}
    return settings_from({**kept, **reading})


def compare_predictions(
    first: str | Path, second: str | Path, gold: str | Path, **reading: Any
) -> dict[str, Any]:
    """Score two files of predictions against the same labelled file, and test the difference.

    Scores are strict: a gold entity whose tags break the scheme cannot be found.

    Parameters
    ----------
    **reading
        The settings of reading, for all three; each file may be of a format of its own.

    Returns
    -------
    dict
        ``sentences``, ``scheme``, ``level`` (of the intervals), ``samples``; ``first`` and
        ``second``, each with ``path``, ``precision``, ``recall``, ``f1``, ``low`` and ``high``;
        ``difference``, the second F1 minus the first, with ``f1``, ``low``, ``high`` and ``p``.

    Raises
    ------
    DataError
        The files do not hold the same texts; names the line of the first that differs.
    """
    settings = settings_from(reading)
    scheme, right = _read(gold, settings)
    wanted = [strict_spans(sentence.tags, scheme) for sentence in right]
    counts = [
        sentence_counts(wanted, _read_predictions(path, gold, right, settings))
        for path in (first, second)
    ]
    return {
        "sentences": len(right),
        "scheme": scheme,
        "level": LEVEL,
        "samples": SAMPLES,
        "first": {"path": str(first), **_with_interval(counts[0])},
        "second": {"path": str(second), **_with_interval(counts[1])},
        "difference": asdict(f1_difference(*counts)),
    }


def _with_interval(counts: NDArray[np.int64]) -> dict[str, float]:
    total = Counts(*counts.sum(axis=0).tolist())
    figures = {"precision": total.precision, "recall": total.recall}
    return {**figures, **asdict(f1_interval(counts))}


def _read(path: str | Path, settings: Settings) -> tuple[str, Sequence[Sentence]]:
    scheme, [labelled] = read_labelled([path], settings)
    return scheme, labelled.sentences


def _read_predictions(
    path: str | Path, gold: str | Path, right: Sequence[Sentence], settings: Settings
) -> list[list[Span]]:
    """The spans of each sentence of a file that must hold the sentences of `gold`."""
    _, found = _read(path, settings)
    if len(right) != len(found):
        what = f"{len(found):,} sentences where {gold} has {len(right):,}"
        raise DataError(path, 0, what, "each must be there, in the same order")
    for wanted, sentence in zip(right, found):
        if wanted.words != sentence.words:
            what = f"these are not the tokens of {gold}:{wanted.line}"
            hint = "the texts must be the same; `tokens` says how they are split"
            raise DataError(path, sentence.line, what, hint)
    return [spans(sentence.tags) for sentence in found]
