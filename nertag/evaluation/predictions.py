"""Labelled sentences and what was found in them: scored in one look or from all sides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from nertag.decoding import SpanReader
from nertag.evaluation.analysis import Results, analyse
from nertag.evaluation.calibration import calibrate, calibration_error
from nertag.evaluation.metrics.bootstrap import LEVEL, f1_interval, sentence_counts
from nertag.evaluation.metrics.classification import classification_report
from nertag.evaluation.mistakes import Scores
from nertag.model import Bundle, versions
from nertag.tagging import Tagger
from nertag.text import Sentence, Span, strict_spans

MOST_FITTED = 2000
"""Sentences on which a temperature is fitted; evenly chosen where there are more."""


@dataclass(frozen=True)
class Outcome:
    """What a model or a tool found in labelled sentences.

    Parameters
    ----------
    path : path
        The labelled file.
    scheme : str
        How its tags are written.
    gold : sequence of Sentence
        With tags as written.
    predicted : sequence of sequences of Span
        Of each sentence, in order.
    labels : collection of str
        Those that could be found.
    bundle : Bundle, optional
        The model, if one found them.
    probabilities : sequence of mappings of Span to float, optional
        Of each sentence's spans, gold and predicted.
    """

    path: str | Path
    scheme: str
    gold: Sequence[Sentence]
    predicted: Sequence[Sequence[Span]]
    labels: Sequence[str]
    bundle: Bundle | None = None
    probabilities: Scores | None = None

    @classmethod
    def of(
        cls, tagger: Tagger, path: str | Path, scheme: str, sentences: Sequence[Sentence]
    ) -> Outcome:
        """Let a tagger find what there is in labelled sentences."""
        look, bundle = tagger.look(sentences), tagger.bundle
        predicted = SpanReader(bundle.tags).read(look.paths)
        both = [
            list(dict.fromkeys((*strict_spans(sentence.tags, scheme), *spans)))
            for sentence, spans in zip(sentences, predicted)
        ]
        sure = look.probabilities(both, tagger.temperature)
        scores = [dict(zip(spans, row)) for spans, row in zip(both, sure)]
        return cls(path, scheme, sentences, predicted, bundle.labels, bundle, scores)

    @classmethod
    def calibration(
        cls, tagger: Tagger, scheme: str, sentences: Sequence[Sentence]
    ) -> dict[str, Any]:
        """The temperature that makes a tagger's scores truest on labelled sentences, if any does.

        Returns
        -------
        dict
            ``temperature`` (1 if none helps on sentences that it was not fitted on), and the
            expected calibration error ``before`` and ``after``.
        """
        some = sentences[:: -(-len(sentences) // MOST_FITTED) or 1]
        look = tagger.look(some)
        predicted = SpanReader(tagger.bundle.tags).read(look.paths)
        gold = [set(strict_spans(sentence.tags, scheme)) for sentence in some]
        fitted = calibrate(
            lambda temperature: list(chain(*look.probabilities(predicted, temperature))),
            [span in wanted for spans, wanted in zip(predicted, gold) for span in spans],
            [number for number, spans in enumerate(predicted) for _ in spans],
        )
        return {
            "temperature": fitted.temperature if fitted.helps else 1.0,
            "before": calibration_error(fitted.before),
            "after": calibration_error(fitted.after),
        }

    def scores(self) -> dict[str, Any]:
        """The scores as plain values.

        Returns
        -------
        dict
            ``sentences``, ``tokens``, ``scheme``, ``interval`` (of the strict F1: ``level``,
            ``f1``, ``low``, ``high``), ``only_in_gold`` (labels that could not be found, with
            their number), and what `classification_report` returns.
        """
        gold = [sentence.tags for sentence in self.gold]
        scores = classification_report(gold, self.predicted, self.scheme)
        wanted = [strict_spans(sentence.tags, self.scheme) for sentence in self.gold]
        return {
            "sentences": len(self.gold),
            "tokens": sum(map(len, self.gold)),
            "scheme": self.scheme,
            "interval": {
                "level": LEVEL,
                **asdict(f1_interval(sentence_counts(wanted, self.predicted))),
            },
            "only_in_gold": {
                label: row["support"]
                for label, row in scores["conlleval"]["types"].items()
                if label not in self.labels
            },
            **scores,
        }

    def results(self, training: Sequence[Sentence] | None = None) -> Results:
        """What a report shows; `training` are the labelled sentences that the model has seen."""
        facts = self.bundle.facts if self.bundle else {}
        return analyse(
            str(self.path),
            self.scheme,
            self.gold,
            self.predicted,
            scores=self.probabilities,
            training=training,
            history=self.bundle.history if self.bundle else (),
            best_epoch=facts.get("best_epoch", 0),
            about=self._about(training),
        )

    def _about(self, training: Sequence[Sentence] | None) -> dict[str, dict[str, str]]:
        data = {"labelled file": str(self.path), "tags": self.scheme}
        if training is not None:
            data["training sentences"] = f"{len(training):,}"
            data["training tokens"] = f"{sum(map(len, training)):,}"
        about = {"Data": data, "Settings": {}, "Versions": {"scored with": _listed(versions())}}
        if self.bundle:
            facts = self.bundle.facts
            if training is None and "train" in facts:
                data["training sentences"] = f"{facts['train']['sentences']:,}"
                data["training tokens"] = f"{facts['train']['tokens']:,}"
            if "epochs" in facts:
                data["epochs"] = f"{facts['epochs']}, the best is {facts['best_epoch']}"
            settings = self.bundle.settings.to_dict()
            about["Settings"] = {name: _plain(value) for name, value in settings.items()}
            if "written_by" in facts:
                about["Versions"]["trained with"] = _listed(facts["written_by"])
        return about


def _listed(found: Mapping[str, str]) -> str:
    return ", ".join(f"{name} {version}" for name, version in found.items())


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return " ".join(value) if isinstance(value, tuple) else str(value)
