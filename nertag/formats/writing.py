"""What a writer of labelled text is told."""

from __future__ import annotations

from dataclasses import dataclass

from nertag.formats.rules import Rule
from nertag.formats.source import Source
from nertag.text import Annotated, MarkedText


@dataclass(frozen=True)
class Writing:
    """How to write labelled text.

    Parameters
    ----------
    source : Source
        Where the sentences come from: takes the notes on what the target cannot hold, and makes
        the errors.
    scheme : str
        Of the tags.
    """

    source: Source
    scheme: str = "BIO"

    def leave_out(self, sentence: Annotated) -> None:
        """Note that the format can hold nothing but the text and the entities of a sentence."""
        if sentence.document or sentence.comments or sentence.record:
            self.source.oddities.note(Rule.NOT_HELD, sentence.line)
        if isinstance(sentence, MarkedText):
            self.leave_out_scores(sentence)

    def leave_out_scores(self, text: MarkedText) -> None:
        """Note that the format cannot hold the scores of a text's entities."""
        scores = sum(entity.score is not None for entity in text.entities)
        if scores:
            self.source.oddities.note(Rule.SCORE_NOT_HELD, text.line, scores)
