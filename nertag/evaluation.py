"""Scoring a tagger on labelled text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from nertag.config import settings_from
from nertag.errors import DataError
from nertag.formats import reading as formats
from nertag.metrics.report import report
from nertag.schemes import Span, spans
from nertag.tagger import Tagger
from nertag.types import Sentence

AS_TRAINED = ("tokens", "token_column", "tag_column", "scheme", "layer", "overlap")
"""Settings of reading that hold for a model's data at large, not for one file."""


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
    return _scores(sentences, tagger.spans(sentences), scheme, tagger.bundle.labels)


def _scores(
    gold: Sequence[Sentence],
    predicted: Sequence[Sequence[Span]],
    scheme: str,
    labels: Iterable[str],
) -> dict[str, Any]:
    scores = report([sentence.tags for sentence in gold], predicted, scheme)
    known = {label or "_" for label in labels}  # seqeval's name of no label
    return {
        "sentences": len(gold),
        "tokens": sum(map(len, gold)),
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
        A file of any format that `nertag.read` reads.
    model : path or Tagger
    **reading
        ``device``, and the settings of reading. Those for columns are as they were given when the
        model was trained if left out; format and encoding may differ from then.

    Raises
    ------
    DataError, ConfigError, ModelFormatError
    """
    device = reading.pop("device", "auto")
    tagger = model if isinstance(model, Tagger) else Tagger.load(model, device=device)
    trained = tagger.bundle.settings
    kept = {name: getattr(trained, name) for name in AS_TRAINED}
    settings = settings_from({**kept, **reading})
    scheme, [labelled] = formats.read([path], settings)
    return evaluate_sentences(tagger, labelled.sentences, scheme)


def evaluate_predictions(gold: str | Path, predicted: str | Path, **reading: Any) -> dict[str, Any]:
    """Score a file of predictions, of any tool, against a labelled file of the same sentences.

    Parameters
    ----------
    **reading
        The settings of reading, for both; each file may be of a format of its own.

    Returns
    -------
    dict
        As `evaluate_sentences`.

    Raises
    ------
    DataError
        The files do not hold the same texts; names the line of the first that differs.
    """
    settings = settings_from(reading)
    scheme, [right] = formats.read([gold], settings)
    _, [found] = formats.read([predicted], settings)
    if len(right.sentences) != len(found.sentences):
        what = f"{len(found.sentences):,} sentences where {gold} has {len(right.sentences):,}"
        raise DataError(predicted, 0, what, "each must be there, in the same order")
    for wanted, sentence in zip(right.sentences, found.sentences):
        if wanted.words != sentence.words:
            what = f"these are not the tokens of {gold}:{wanted.line}"
            hint = "the texts must be the same; --tokens says how they are split"
            raise DataError(predicted, sentence.line, what, hint)
    predictions = [spans(sentence.tags) for sentence in found.sentences]
    labels = {label for row in predictions for _, _, label in row}
    return _scores(right.sentences, predictions, scheme, labels)
