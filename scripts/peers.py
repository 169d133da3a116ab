"""What users would take instead: a linear CRF on character n-grams, by sklearn-crfsuite."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import nertag
from nertag.config import reading_from
from nertag.evaluation.metrics.classification import classification_report
from nertag.formats.reading import read_labelled
from nertag.text.tags import repair, spans
from nertag.text.tokens import tokenise


def features(sentence: nertag.Sentence) -> list[dict[str, float]]:
    """Of each character: it and its neighbours up to two away, and the pairs among them."""
    text = ["<s>"] * 2 + sentence.words + ["</s>"] * 2
    found = []
    for i in range(2, len(text) - 2):
        single = {f"{k}={text[i + k]}": 1.0 for k in range(-2, 3)}
        pairs = {f"{k}:{text[i + k]}{text[i + k + 1]}": 1.0 for k in range(-2, 2)}
        found.append({"bias": 1.0} | single | pairs)
    return found


def crfsuite(known: Sequence[nertag.Sentence], scheme: str, path: Path | None = None) -> Any:
    """A linear CRF trained on tagged sentences; it lies at `path`, or in a temporary file."""
    import sklearn_crfsuite

    regularised = {"algorithm": "lbfgs", "c1": 0.1, "c2": 0.1}
    model = sklearn_crfsuite.CRF(
        **regularised, max_iterations=100, model_filename=path and str(path)
    )
    model.fit(list(map(features, known)), [repair(s.tags, scheme)[0] for s in known])
    return model


def crfsuite_f1(train: Path, dev: Path) -> float:
    """Strict entity F1 on `dev` of a linear CRF trained on `train` alone."""
    files = [read_labelled(path, reading_from({})) for path in (train, dev)]
    known, wanted = (file.sentences for file in files)
    predicted: Sequence[Sequence[str]] = crfsuite(known, files[0].scheme).predict(
        list(map(features, wanted))
    )
    scores = classification_report(
        [s.tags for s in wanted], list(map(spans, predicted)), files[1].scheme
    )
    return float(scores["strict"]["micro"]["f1"])


def crfsuite_fit(train: Path, path: Path) -> None:
    """Train a linear CRF on a labelled file and leave it at `path`."""
    file = read_labelled(train, reading_from({}))
    crfsuite(file.sentences, file.scheme, path)


def crfsuite_speed(path: Path, texts: Sequence[str]) -> float:
    """Characters a second, on one core, of features and tagging by the CRF that lies at `path`."""
    import sklearn_crfsuite

    model = sklearn_crfsuite.CRF(model_filename=str(path))
    sentences = [tokenise(text, "char") for text in texts]
    start = time.perf_counter()
    for sentence in sentences:
        model.predict_single(features(sentence))
    return sum(map(len, texts)) / (time.perf_counter() - start)
