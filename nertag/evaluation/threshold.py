"""Whether F1 rises if entities must be likely enough, instead of in the best sequence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nertag.evaluation.gold import Gold
from nertag.evaluation.metrics import count
from nertag.tagging import SentenceLook
from nertag.text import Span

LEAST_GAIN = 0.005
"""F1 on dev that a threshold must gain: where it matters little, the best sequence is found
sooner."""


@dataclass(frozen=True)
class Threshold:
    """The threshold for entities, and what it brings.

    Parameters
    ----------
    probability : float
        What the probability of an entity must exceed; 0 where the best sequence decides. Half of
        the F1 of the best sequences by default, see `nertag.decoding.likely_spans`: nothing is
        fitted.
    before : float
        F1 of the entities of the best sequences.
    after : float
        F1 of the entities that are likelier than the threshold.
    """

    probability: float
    before: float
    after: float

    @classmethod
    def of(
        cls, gold: Gold, look: SentenceLook, temperature: float, wanted: float | None = None
    ) -> Threshold:
        """What a threshold brings on labelled sentences.

        Parameters
        ----------
        gold : Gold
            The labelled sentences.
        look : SentenceLook
            A tagger's look at them, whose spans are those of the best sequences.
        temperature : float
            Temperature that divides the scores.
        wanted : float, optional
            The threshold that is used whatever it brings. By default it is half of F1 if that
            gains enough, else none.
        """

        def f1(spans: Sequence[Sequence[Span]]) -> float:
            return count(gold.strict_spans, spans).f1

        before = f1(look.spans)
        half = before / 2 if wanted is None else wanted
        after = f1(look.likely_spans(half, temperature)) if half else before
        if wanted is None and after - before < LEAST_GAIN:
            return cls(0.0, before, before)
        return cls(half, before, after)

    def __str__(self) -> str:
        gain = f"dev F1 {self.before:.2%} -> {self.after:.2%}"
        return f"entities are those that are more than {self.probability:.0%} likely: {gain}"
