"""The scores of a model or of a file of predictions, as values; a manifest's are checked."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Annotated, Any

from msgspec import Meta

from nertag.pages import render

Count = Annotated[int, Meta(ge=0, le=1 << 53)]
Share = Annotated[float, Meta(ge=0, le=1)]


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

    precision: Share
    recall: Share
    f1: Share
    support: Count


@dataclass(frozen=True, slots=True)
class ReadingScores:
    """The scores under one reading of the tags.

    Parameters
    ----------
    types : dict of str to LabelScores
        The scores of each label.
    micro : LabelScores
        All entities counted together.
    macro : LabelScores
        The plain mean over the labels.
    """

    types: dict[str, LabelScores]
    micro: LabelScores
    macro: LabelScores


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

    level: Share
    f1: Share
    low: Share
    high: Share


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
    only_in_gold : dict of str to int
        Labels that could not be predicted, and the number of their gold entities.
    interval : F1Interval, optional
        Interval of the strict F1. None in the manifests of early models.
    notes : tuple of str
        What was repaired or ignored while the files were read, one line each.
    """

    sentences: Count
    tokens: Count
    scheme: str
    strict: ReadingScores
    conlleval: ReadingScores
    only_in_gold: dict[str, Count]
    interval: F1Interval | None = None
    notes: tuple[str, ...] = ()

    @property
    def f1(self) -> float:
        """The strict micro F1, the figure that chooses a model."""
        return self.strict.micro.f1

    def _repr_html_(self) -> str:
        """What a notebook shows: the table that ``nertag evaluate`` prints."""
        means = {
            "micro (strict)": self.strict.micro,
            "macro (strict)": self.strict.macro,
            "micro (conlleval)": self.conlleval.micro,
        }
        return render(
            "model/scores.html", scores=self, rows=[*self.strict.types.items(), *means.items()]
        )

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
