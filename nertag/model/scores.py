"""The scores of a model or of a file of predictions, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class LabelScores:
    """The scores of one label, or the mean over all labels.

    Parameters
    ----------
    precision : float
        Share of the predicted entities that are right, from 0 to 1.
    recall : float
        Share of the gold entities that were found, from 0 to 1.
    f1 : float
        Harmonic mean of precision and recall.
    support : int
        Number of gold entities.
    """

    precision: float
    recall: float
    f1: float
    support: int


@dataclass(frozen=True, slots=True)
class ReadingScores:
    """The scores under one reading of the tags.

    Parameters
    ----------
    types : mapping of str to LabelScores
        The scores of each label.
    micro : LabelScores
        All entities counted together.
    macro : LabelScores
        The plain mean over the labels.
    """

    types: Mapping[str, LabelScores]
    micro: LabelScores
    macro: LabelScores

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> ReadingScores:
        """The reverse of `dataclasses.asdict`.

        Parameters
        ----------
        values : mapping
            Plain values, as `dataclasses.asdict` makes them.
        """
        types = {label: LabelScores(**row) for label, row in values["types"].items()}
        return cls(types, LabelScores(**values["micro"]), LabelScores(**values["macro"]))


@dataclass(frozen=True, slots=True)
class F1Interval:
    """The interval in which the strict F1 of all such sentences lies.

    Parameters
    ----------
    level : float
        How often such an interval holds that F1: 0.95.
    f1 : float
        The strict F1 of these sentences.
    low : float
        The lower bound.
    high : float
        The upper bound.
    """

    level: float
    f1: float
    low: float
    high: float


@dataclass(frozen=True)
class Scores:
    """How well labelled text is predicted.

    Parameters
    ----------
    sentences : int
        Number of sentences in the labelled text.
    tokens : int
        Number of tokens in the labelled text.
    scheme : str
        How its tags are written: ``BIO``, ``BIOES``, ...
    strict : ReadingScores
        A tag that breaks the scheme is no entity, in the gold and in the predictions; equals
        seqeval with ``mode="strict"``.
    conlleval : ReadingScores
        A tag that cannot continue an entity opens one; equals conlleval and seqeval's default.
    interval : F1Interval, optional
        Interval of the strict F1. None in the manifests of early models.
    only_in_gold : mapping of str to int
        Labels that could not be predicted, and the number of their gold entities.
    notes : tuple of str
        What was repaired or ignored while the files were read, one line each.
    """

    sentences: int
    tokens: int
    scheme: str
    strict: ReadingScores
    conlleval: ReadingScores
    interval: F1Interval | None
    only_in_gold: Mapping[str, int]
    notes: tuple[str, ...] = ()

    @property
    def f1(self) -> float:
        """The strict micro F1, the figure that chooses a model."""
        return self.strict.micro.f1

    def to_dict(self) -> dict[str, Any]:
        """Plain values, as the command line prints them; `notes` are no part of it."""
        interval = {"interval": asdict(self.interval)} if self.interval else {}
        return {
            "sentences": self.sentences,
            "tokens": self.tokens,
            "scheme": self.scheme,
            **interval,
            "only_in_gold": dict(self.only_in_gold),
            "strict": asdict(self.strict),
            "conlleval": asdict(self.conlleval),
        }

    @classmethod
    def from_dict(cls, values: Mapping[str, Any], notes: tuple[str, ...] = ()) -> Scores:
        """The reverse of `to_dict`.

        Parameters
        ----------
        values : mapping
            Plain values, as `to_dict` makes them.
        notes : tuple of str
            What was repaired or ignored while the files were read, one line each.
        """
        interval = values.get("interval")
        return cls(
            sentences=values["sentences"],
            tokens=values["tokens"],
            scheme=values["scheme"],
            strict=ReadingScores.from_dict(values["strict"]),
            conlleval=ReadingScores.from_dict(values["conlleval"]),
            interval=F1Interval(**interval) if interval else None,
            only_in_gold=values["only_in_gold"],
            notes=notes,
        )
