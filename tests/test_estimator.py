"""The estimator keeps to what scikit-learn and sklearn-crfsuite do."""

import pickle
import re
from pathlib import Path

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import Pipeline
from sklearn.utils.estimator_checks import estimator_checks_generator
from tiny import FAST, sentences

import nertag
from nertag import NertagClassifier
from nertag.errors import ArgumentError, ConfigError

WORDS = {**FAST, "vectors": "none", "epochs": 6}
ROWS = sentences(60)
X = [[token for token, _ in row] for row in ROWS]
Y = [[tag for _, tag in row] for row in ROWS]


@pytest.fixture(scope="module")
def fitted():
    return NertagClassifier(**WORDS).fit(X, Y, X[:30], Y[:30])


def test_parameters_are_the_settings():
    made = NertagClassifier(units=7, vectors="none")
    assert made.get_params().keys() == nertag.Settings().to_dict().keys()
    assert (made.get_params()["units"], made.units, made.dropout) == (7, 7, None)
    assert clone(made.set_params(units=9)).units == 9
    assert repr(made) == "NertagClassifier(units=9, vectors='none')"
    with pytest.raises(TypeError, match="no parameter 'unit'"):
        NertagClassifier(unit=7)


def test_what_is_not_fitted_does_not_predict():
    for method in ("predict", "predict_spans", "predict_marginals"):
        with pytest.raises(NotFittedError):
            getattr(NertagClassifier(), method)([["a"]])


def test_each_sentence_needs_its_tags():
    with pytest.raises(ArgumentError, match="X has 2 sentences and y 1"):
        NertagClassifier().fit([["a"], ["b"]], [["O"]])
    with pytest.raises(ArgumentError, match="X has 1 sentences and y none"):
        NertagClassifier().fit([["a"]], [["B-X"]], [["a"]])
    with pytest.raises(ConfigError, match="units"):
        NertagClassifier(units=0).fit([["a"]], [["B-X"]])


@pytest.mark.slow
def test_it_learns_and_predicts_in_the_tokens_that_are_given(fitted):
    assert fitted.classes_ == ["O", "B-LOC", "I-LOC", "B-PER", "I-PER"]
    predicted = fitted.predict(X)
    assert list(map(len, predicted)) == list(map(len, X))
    assert fitted.score(X, Y) > 0.5
    assert fitted.score(X, predicted) == 1
    assert fitted.predict([]) == []
    assert fitted.predict([np.array(X[0])]) == [predicted[0]]
    assert fitted.predict(X[::-1]) == predicted[::-1]
    assert fitted.get_params() == NertagClassifier(**WORDS).get_params()


@pytest.mark.slow
def test_spans_are_those_of_the_tags(fitted):
    for row, tags, spans in zip(X, fitted.predict(X), fitted.predict_spans(X)):
        written = ["O"] * len(row)
        for start, end, label in spans:
            written[start:end] = [f"B-{label}", *[f"I-{label}"] * (end - start - 1)]
        assert written == tags
    text = " ".join(X[0])
    [found] = fitted.predict_spans([text])
    assert all(0 <= start < end <= len(text) for start, end, _ in found)


@pytest.mark.slow
def test_marginals_are_probabilities_of_the_classes(fitted):
    found = fitted.predict_marginals(X[:5])
    assert [len(row) for row in found] == [len(row) for row in X[:5]]
    for row in found:
        for token in row:
            assert set(token) == set(fitted.classes_)
            assert sum(token.values()) == pytest.approx(1)


@pytest.mark.slow
def test_a_fitted_one_pickles(fitted):
    again = pickle.loads(pickle.dumps(fitted))
    assert again.get_params() == fitted.get_params()
    assert again.predict(X) == fitted.predict(X)


@pytest.mark.slow
def test_it_is_a_part_of_what_scikit_learn_composes():
    tagger = NertagClassifier(**{**WORDS, "epochs": 1})
    composed = Pipeline([("tagger", tagger)])
    search = GridSearchCV(composed, {"tagger__units": [4, 8]}, cv=2)
    search.fit(X, Y)
    assert search.cv_results_["mean_test_score"].shape == (2,)
    assert search.best_params_["tagger__units"] in (4, 8)
    assert len(search.predict(X)) == len(X)


@pytest.mark.slow
def test_characters_and_texts(tmp_path):
    texts = ["".join(row) for row in X]
    tagger = NertagClassifier(**{**WORDS, "tokens": "char"}).fit(X, Y)
    assert tagger.predict(texts) == tagger.predict(X)
    with pytest.raises(ArgumentError, match="several characters"):
        tagger.predict([["ab"]])
    spans = [
        [(entity.start, entity.end, entity.label) for entity in tagger.tagger_.tag(text).entities]
        for text in texts
    ]
    assert tagger.predict_spans(texts) == spans
    assert tagger.score(texts, spans) == 1


APPLY = {
    "check_do_not_raise_errors_in_init_or_set_params",
    "check_estimator_cloneable",
    "check_estimator_repr",
    "check_estimator_tags_renamed",
    "check_get_params_invariance",
    "check_mixin_order",
    "check_no_attributes_set_in_init",
    "check_parameters_default_constructible",
    "check_set_params",
    "check_valid_tag_types",
}
"""Of scikit-learn's checks, those that fit nothing. All others give `fit` a table of numbers, and a
number for each of its rows; X are sequences of tokens here, and y sequences of tags."""
CHECKS = [
    (check.func.__name__, check, estimator)
    for estimator, check in estimator_checks_generator(NertagClassifier())
]


def test_the_checks_are_known():
    assert {name for name, _, _ in CHECKS} >= APPLY


def test_the_checks_that_cannot_apply_are_documented():
    page = Path(__file__).resolve().parents[1] / "docs/how-to/scikit-learn.md"
    listed = set(re.findall(r"`(check_\w+)`", page.read_text(encoding="utf-8")))
    assert listed >= {name for name, _, _ in CHECKS} - APPLY
    assert not listed & APPLY


@pytest.mark.parametrize(
    ("check", "estimator"),
    [pytest.param(check, one, id=name) for name, check, one in CHECKS if name in APPLY],
)
def test_checks_of_scikit_learn(check, estimator):
    check(estimator)
