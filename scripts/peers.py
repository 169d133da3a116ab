"""What users would take instead: a linear CRF on character n-grams, by sklearn-crfsuite."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import nertag
from nertag.config import settings_from
from nertag.formats.reading import read
from nertag.metrics.report import report
from nertag.schemes import repair, spans


def features(sentence: nertag.Sentence) -> list[dict[str, float]]:
    """Of each character: it and its neighbours up to two away, and the pairs among them."""
    text = ["<s>"] * 2 + sentence.words + ["</s>"] * 2
    found = []
    for i in range(2, len(text) - 2):
        single = {f"{k}={text[i + k]}": 1.0 for k in range(-2, 3)}
        pairs = {f"{k}:{text[i + k]}{text[i + k + 1]}": 1.0 for k in range(-2, 2)}
        found.append({"bias": 1.0} | single | pairs)
    return found


def crfsuite_f1(train: Path, dev: Path) -> float:
    """Strict entity F1 on `dev` of a linear CRF trained on `train` alone."""
    import sklearn_crfsuite

    scheme, files = read([train, dev], settings_from({}))
    known, wanted = (file.sentences for file in files)
    model = sklearn_crfsuite.CRF(algorithm="lbfgs", c1=0.1, c2=0.1, max_iterations=100)
    model.fit(list(map(features, known)), [repair(s.tags, scheme)[0] for s in known])
    predicted: Sequence[Sequence[str]] = model.predict(list(map(features, wanted)))
    scores = report([s.tags for s in wanted], list(map(spans, predicted)), scheme)
    return float(scores["strict"]["micro"]["f1"])
