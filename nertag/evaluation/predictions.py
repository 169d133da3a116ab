"""Labelled sentences and what was found in them: scores, and all that a report shows."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import chain
from typing import Any

import msgspec

from nertag.evaluation.analysis import Results, analyse
from nertag.evaluation.calibration import calibrate, calibration_error
from nertag.evaluation.gold import Gold
from nertag.evaluation.metrics.bootstrap import LEVEL, f1_interval, sentence_counts
from nertag.evaluation.metrics.classification import classification_report
from nertag.evaluation.mistakes import Scores as Probabilities
from nertag.evaluation.read import Predictions
from nertag.model import Bundle, Scores, versions
from nertag.tagging import SentenceLook, Tagger, model_of
from nertag.text import Sentence, Span

MOST_FITTED = 2000
"""Sentences on which a temperature is fitted; evenly chosen where there are more."""


@dataclass(frozen=True)
class Outcome:
    """What a model or a tool found in labelled sentences.

    Parameters
    ----------
    gold : Gold
        The labelled sentences.
    predicted : sequence of sequences of Span
        The spans of each sentence whose tags keep to the scheme.
    conlleval : sequence of sequences of Span
        The spans of each sentence, where a tag that cannot continue an entity opens one.
    labels : collection of str
        The labels that could be predicted.
    bundle : Bundle, optional
        The model, if one predicted.
    probabilities : sequence of mappings of Span to float, optional
        The probability of each span of each sentence, gold and predicted.
    notes : tuple of str
        What was repaired or ignored while the files were read, one line each.
    """

    gold: Gold
    predicted: Sequence[Sequence[Span]]
    conlleval: Sequence[Sequence[Span]]
    labels: Sequence[str]
    bundle: Bundle | None = None
    probabilities: Probabilities | None = None
    notes: tuple[str, ...] = ()

    @classmethod
    def of(cls, tagger: Tagger, gold: Gold, look: SentenceLook | None = None) -> Outcome:
        """What a tagger finds in labelled sentences.

        Parameters
        ----------
        tagger : Tagger
            The tagger that predicts.
        gold : Gold
            The labelled sentences.
        look : SentenceLook, optional
            The tagger's look at these sentences; it is made by default.
        """
        look = look or tagger.look(gold.sentences)
        predicted = look.spans
        both = [
            list(dict.fromkeys((*wanted, *spans)))
            for wanted, spans in zip(gold.strict_spans, predicted)
        ]
        sure = look.probabilities(both, tagger.temperature)
        probabilities = [dict(zip(spans, row)) for spans, row in zip(both, sure)]
        bundle = model_of(tagger)
        return cls(gold, predicted, predicted, bundle.labels, bundle, probabilities, gold.notes)

    @classmethod
    def by_tool(cls, gold: Gold, predictions: Predictions) -> Outcome:
        """What a tool found in labelled sentences.

        Parameters
        ----------
        gold : Gold
            The labelled sentences.
        predictions : Predictions
            The predictions of the same sentences.
        """
        labels = sorted({label for row in predictions.conlleval for _, _, label in row})
        notes = tuple(dict.fromkeys(gold.notes + predictions.notes))
        return cls(gold, predictions.strict, predictions.conlleval, labels, notes=notes)

    @classmethod
    def calibration(cls, gold: Gold, look: SentenceLook) -> dict[str, Any]:
        """The temperature at which a tagger's scores fit labelled sentences best.

        Parameters
        ----------
        gold : Gold
            The labelled sentences.
        look : SentenceLook
            The tagger's look at all these sentences.

        Returns
        -------
        dict
            ``temperature`` (1 if none helps on sentences that it was not fitted on), and the
            expected calibration error ``before`` and ``after``.
        """
        step = math.ceil(len(gold) / MOST_FITTED) or 1
        predicted = [spans if n % step == 0 else [] for n, spans in enumerate(look.spans)]
        pairs = zip(predicted, map(set, gold.strict_spans))
        fitted = calibrate(
            lambda temperature: list(chain(*look.probabilities(predicted, temperature))),
            [span in wanted for spans, wanted in pairs for span in spans],
            [n // step for n, spans in enumerate(predicted) for _ in spans],
        )
        return {
            "temperature": fitted.temperature if fitted.helps else 1.0,
            "before": calibration_error(fitted.before),
            "after": calibration_error(fitted.after),
        }

    def scores(self) -> Scores:
        """Precision, recall and F1 under both readings of the tags."""
        sentences, scheme = self.gold.sentences, self.gold.scheme
        tags = [sentence.tags for sentence in sentences]
        found = classification_report(tags, self.predicted, scheme, self.conlleval)
        counts = sentence_counts(self.gold.strict_spans, self.predicted)
        interval = asdict(f1_interval(counts))
        only_in_gold = {
            label: row["support"]
            for label, row in found["conlleval"]["types"].items()
            if label not in self.labels
        }
        values = {
            "sentences": len(sentences),
            "tokens": sum(map(len, sentences)),
            "scheme": scheme,
            "interval": {"level": LEVEL, **interval},
            "only_in_gold": only_in_gold,
            **found,
        }
        return msgspec.convert({**values, "notes": self.notes}, Scores)

    def results(self, training: Sequence[Sentence] | None = None) -> Results:
        """What a report shows.

        Parameters
        ----------
        training : sequence of Sentence, optional
            The labelled sentences that the model was trained on.
        """
        best_epoch = self.bundle.manifest.best_epoch if self.bundle else None
        return analyse(
            str(self.gold.path),
            self.gold.scheme,
            self.gold.sentences,
            self.predicted,
            scores=self.probabilities,
            training=training,
            history=self.bundle.history if self.bundle else (),
            best_epoch=best_epoch or 0,
            about=self._about(training),
        )

    def _about(self, training: Sequence[Sentence] | None) -> dict[str, dict[str, str]]:
        data = {"labelled file": str(self.gold.path), "tags": self.gold.scheme}
        if training is not None:
            data["training sentences"] = f"{len(training):,}"
            data["training tokens"] = f"{sum(map(len, training)):,}"
        about = {"Data": data, "Settings": {}, "Versions": {"scored with": _listed(versions())}}
        if self.bundle:
            facts = self.bundle.manifest
            if training is None and facts.train is not None:
                data["training sentences"] = f"{facts.train.sentences:,}"
                data["training tokens"] = f"{facts.train.tokens:,}"
            if facts.epochs is not None:
                data["epochs"] = f"{facts.epochs}, the best is {facts.best_epoch}"
            settings = self.bundle.settings.to_dict()
            about["Settings"] = {name: _plain(value) for name, value in settings.items()}
            if facts.written_by is not None:
                about["Versions"]["trained with"] = _listed(facts.written_by)
        return about


def _listed(found: Mapping[str, str]) -> str:
    return ", ".join(f"{name} {version}" for name, version in found.items())


def _plain(value: Any) -> str:
    if value is None:
        return "auto"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return " ".join(value) if isinstance(value, tuple) else str(value)
