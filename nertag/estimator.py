"""The tagger as an estimator of scikit-learn: fit, predict, score."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from inspect import Parameter, Signature
from typing import TYPE_CHECKING, Any

from nertag.api import TrainSettings, train
from nertag.config import SETTINGS
from nertag.errors import ArgumentError, needs
from nertag.evaluation import evaluate
from nertag.tagging import TaggedText
from nertag.text import Sentence, Span, as_bio, spans, tag_set

with needs("sklearn"):
    from sklearn.base import BaseEstimator
    from sklearn.utils.validation import check_is_fitted

if TYPE_CHECKING:
    from typing_extensions import Unpack

Text = str | Sequence[str]
"""A raw text, or the tokens of a sentence."""


class NertagClassifier(BaseEstimator):  # type: ignore[misc]
    """A sequence tagger with the interface of scikit-learn and of sklearn-crfsuite.

    What it learned is held in memory and is pickled with it: no file is left.

    Parameters
    ----------
    **settings
        Any setting of `nertag.Settings` by its name. One that is not given is None here, and is as
        its preset says. `tokens` is ``word`` unless it is given.

    Attributes
    ----------
    classes_ : list of str
        The tags, in BIO.
    tagger_ : Tagger
        The trained tagger.

    Examples
    --------
    >>> tagger = nertag.NertagClassifier(preset="small", units=64)
    >>> tagger, tagger.get_params()["units"]
    (NertagClassifier(preset='small', units=64), 64)
    """

    def __init__(self, **settings: Unpack[TrainSettings]) -> None:
        unknown = [name for name in settings if name not in SETTINGS]
        if unknown:
            raise TypeError(f"NertagClassifier has no parameter {unknown[0]!r}")
        for name in SETTINGS:
            setattr(self, name, settings.get(name))

    def fit(
        self,
        X: Sequence[Text],
        y: Sequence[Sequence[Any]],
        X_dev: Sequence[Text] | None = None,
        y_dev: Sequence[Sequence[Any]] | None = None,
    ) -> NertagClassifier:
        """Train on sentences.

        Parameters
        ----------
        X : sequence of sequences of str, or of str
            The tokens of each sentence, or raw texts.
        y : sequence of sequences of str, or of sequences of (start, end, label)
            The tags of each sentence, in any scheme; of a raw text the entities, in code points.
        X_dev, y_dev : sequence, optional
            The same for the sentences on which the best epoch is chosen; a share of the training
            sentences by default.

        Returns
        -------
        NertagClassifier
            Itself.

        Raises
        ------
        NertagError
            Data or settings are wrong; names the item.
        """
        with tempfile.TemporaryDirectory() as folder:
            dev = None if X_dev is None else _pairs(X_dev, y_dev)
            self.tagger_ = train(_pairs(X, y), dev, output=folder, **self._settings)
        self.classes_ = list(tag_set(self.tagger_.labels))
        return self

    def predict(self, X: Sequence[Text]) -> list[list[str]]:
        """The tags of each sentence, in BIO, one a token.

        Parameters
        ----------
        X : sequence of sequences of str, or of str
            The tokens of each sentence, or raw texts, whose tokens are the tagger's.
        """
        return [list(found.tags) for found in self._tagged(X)]

    def predict_spans(self, X: Sequence[Text]) -> list[list[Span]]:
        """The entities of each sentence: first token, token after the last, label.

        Parameters
        ----------
        X : sequence of sequences of str, or of str
            The tokens of each sentence, or raw texts; of these offsets are in code points.
        """
        found = self._tagged(X)
        return [
            [(e.start, e.end, e.label) for e in one.entities]
            if isinstance(text, str)
            else spans(one.tags)
            for text, one in zip(X, found)
        ]

    def predict_marginals(self, X: Sequence[Text]) -> list[list[dict[str, float]]]:
        """The probability of each tag of each token, by the names of the tags.

        Parameters
        ----------
        X : sequence of sequences of str, or of str
            The tokens of each sentence, or raw texts.
        """
        check_is_fitted(self)
        tags = list(map(as_bio, self.tagger_.tags))
        found = []
        for text in X:
            rows = self.tagger_.marginals(self._sentence(text)).tolist()
            found.append([_by_name(tags, row) for row in rows])
        return found

    def score(self, X: Sequence[Text], y: Sequence[Sequence[Any]]) -> float:
        """The strict F1 of the entities, from 0 to 1.

        Parameters
        ----------
        X : sequence of sequences of str, or of str
            The tokens of each sentence, or raw texts.
        y : sequence of sequences of str, or of sequences of (start, end, label)
            Their tags or entities, as for `fit`.
        """
        check_is_fitted(self)
        return evaluate(_pairs(X, y), self.tagger_).f1

    @property
    def _settings(self) -> dict[str, Any]:
        given = {name: value for name, value in self.get_params().items() if value is not None}
        return {"tokens": "word", **given}

    def _tagged(self, X: Sequence[Text]) -> list[TaggedText]:
        check_is_fitted(self)
        return list(self.tagger_.tag_many(map(self._sentence, X)))

    def _sentence(self, text: Text) -> str | Sentence:
        if isinstance(text, str):
            return text
        words = list(map(str, text))
        if self.tagger_.settings.reading.tokens == "word":
            return Sentence.from_words(words)
        if any(len(word) != 1 for word in words):
            raise ArgumentError("a token has several characters, but `tokens` is char")
        return "".join(words)


# scikit-learn reads the names of the parameters here.
_PARAMETERS = [Parameter(name, Parameter.KEYWORD_ONLY, default=None) for name in SETTINGS]
NertagClassifier.__init__.__signature__ = Signature(  # type: ignore[attr-defined]
    [Parameter("self", Parameter.POSITIONAL_OR_KEYWORD), *_PARAMETERS]
)


def _pairs(X: Sequence[Text], y: Sequence[Sequence[Any]] | None) -> list[tuple[Text, Any]]:
    if y is None or len(X) != len(y):
        count = "none" if y is None else f"{len(y):,}"
        raise ArgumentError(f"X has {len(X):,} sentences and y {count}: expected one for each")
    return list(zip(X, y))


def _by_name(tags: Sequence[str], row: Sequence[float]) -> dict[str, float]:
    summed = dict.fromkeys(tags, 0.0)
    for tag, probability in zip(tags, row):
        summed[tag] += probability
    return summed
