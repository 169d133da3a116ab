"""What users would take instead: a linear CRF by sklearn-crfsuite, and spaCy's recogniser."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import nertag
from nertag.config import reading_from
from nertag.evaluation.metrics.classification import classification_report
from nertag.formats import Labelled
from nertag.formats.reading import read_labelled
from nertag.text.tags import repair, spans, spans_to_tags
from nertag.text.tokens import tokenise

EPOCHS, DROPPED = 30, 0.2
"""Passes and dropout of spaCy's training."""


def files_of(train: Path, dev: Path, tokens: str) -> list[Labelled]:
    """The labelled files of a set."""
    return [read_labelled(path, reading_from({"tokens": tokens})) for path in (train, dev)]


def strict_f1(gold: Labelled, predicted: Sequence[Sequence[nertag.text.Span]]) -> float:
    """Strict entity F1 of the spans that were found in a file."""
    scores = classification_report([s.tags for s in gold.sentences], predicted, gold.scheme)
    return float(scores["strict"]["micro"]["f1"])


# sklearn-crfsuite


def character_features(sentence: nertag.Sentence) -> list[dict[str, float]]:
    """Of each character: it and its neighbours up to two away, and the pairs among them."""
    text = ["<s>"] * 2 + sentence.words + ["</s>"] * 2
    found = []
    for i in range(2, len(text) - 2):
        single = {f"{k}={text[i + k]}": 1.0 for k in range(-2, 3)}
        pairs = {f"{k}:{text[i + k]}{text[i + k + 1]}": 1.0 for k in range(-2, 2)}
        found.append({"bias": 1.0} | single | pairs)
    return found


def word_features(sentence: nertag.Sentence) -> list[dict[str, float]]:
    """Of each word and its neighbours up to two away: itself, its shape, its ends; and pairs."""
    of_each = [list(_spelling(word)) for word in sentence.words]
    edge = [["edge"]] * 2
    around = [*edge, *of_each, *edge]
    lower = ["<s>", *(word.lower() for word in sentence.words), "</s>"]
    return [
        {"bias": 1.0}
        | {f"{k}{part}": 1.0 for k in range(-2, 3) for part in around[i + 2 + k]}
        | {f"{k}:{lower[i + k + 1]} {lower[i + k + 2]}": 1.0 for k in (-1, 0)}
        for i in range(len(of_each))
    ]


def _spelling(word: str) -> Iterator[str]:
    shape = "".join(
        "X" if c.isupper() else "d" if c.isdigit() else "x" if c.isalpha() else c for c in word
    )
    lower = word.lower()
    yield from (f"w={lower}", f"s={shape}", f"c={word.isupper()}{word.istitle()}{word.isdigit()}")
    for size in range(1, 5):
        yield from (f"<{lower[:size]}", f">{lower[-size:]}")


FEATURES = {"char": character_features, "word": word_features}


def crfsuite(
    known: Sequence[nertag.Sentence], scheme: str, tokens: str, path: Path | None = None
) -> Any:
    """A linear CRF trained on tagged sentences; it lies at `path`, or in a temporary file."""
    import sklearn_crfsuite

    regularised = {"algorithm": "lbfgs", "c1": 0.1, "c2": 0.1}
    model = sklearn_crfsuite.CRF(
        **regularised, max_iterations=100, model_filename=path and str(path)
    )
    model.fit(list(map(FEATURES[tokens], known)), [repair(s.tags, scheme)[0] for s in known])
    return model


def crfsuite_f1(train: Path, dev: Path, tokens: str, seed: int) -> float:
    """F1 on `dev` of a linear CRF trained on `train` alone; its training has no chance in it."""
    known, wanted = files_of(train, dev, tokens)
    model = crfsuite(known.sentences, known.scheme, tokens)
    return strict_f1(
        wanted, list(map(spans, model.predict(list(map(FEATURES[tokens], wanted.sentences)))))
    )


def crfsuite_fit(train: Path, path: Path) -> None:
    """Train a linear CRF on a labelled file of characters and leave it at `path`."""
    file = read_labelled(train, reading_from({}))
    crfsuite(file.sentences, file.scheme, "char", path)


def crfsuite_speed(path: Path, texts: Sequence[str]) -> float:
    """Characters a second, on one core, of features and tagging by the CRF that lies at `path`."""
    import sklearn_crfsuite

    model = sklearn_crfsuite.CRF(model_filename=str(path))
    sentences = [tokenise(text, "char") for text in texts]
    start = time.perf_counter()
    for sentence in sentences:
        model.predict_single(character_features(sentence))
    return sum(map(len, texts)) / (time.perf_counter() - start)


# spaCy


def spacy_f1(train: Path, dev: Path, tokens: str, seed: int) -> float:
    """F1 on `dev` of the best epoch of spaCy's recogniser, trained from nothing on `train`."""
    import spacy
    from spacy.util import fix_random_seed, minibatch

    fix_random_seed(seed)
    known, wanted = files_of(train, dev, tokens)
    pipeline = spacy.blank("en")
    pipeline.add_pipe("ner")
    examples = [_example(pipeline, sentence, known.scheme) for sentence in known.sentences]
    optimiser = pipeline.initialize(lambda: examples)
    shuffled, best = random.Random(seed), 0.0
    for _ in range(EPOCHS):
        shuffled.shuffle(examples)
        for batch in minibatch(examples, 32):
            pipeline.update(batch, drop=DROPPED, sgd=optimiser)
        docs = pipeline.pipe(_doc(pipeline, sentence) for sentence in wanted.sentences)
        found = [[(one.start, one.end, one.label_) for one in doc.ents] for doc in docs]
        best = max(best, strict_f1(wanted, found))
    return best


def _doc(pipeline: Any, sentence: nertag.Sentence) -> Any:
    from spacy.tokens import Doc

    return Doc(pipeline.vocab, words=sentence.words)


def _example(pipeline: Any, sentence: nertag.Sentence, scheme: str) -> Any:
    from spacy.training import Example

    found = spans(repair(sentence.tags, scheme)[0])
    tags = spans_to_tags(found, len(sentence), "BILOU")
    return Example.from_dict(_doc(pipeline, sentence), {"entities": list(tags)})


PEERS: dict[str, Callable[[Path, Path, str, int], float]] = {
    "sklearn-crfsuite": crfsuite_f1,
    "spacy": spacy_f1,
}
"""Each takes a training file, a dev file, what tokens are and a seed, and gives the dev F1."""
