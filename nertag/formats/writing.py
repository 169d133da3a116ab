"""What a writer of labelled text is told."""

from __future__ import annotations

from dataclasses import dataclass

from nertag.formats.rules import Rule
from nertag.formats.source import Source
from nertag.text import Annotated


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
        """Note that the format cannot hold the document and the comments of a sentence."""
        if sentence.document or sentence.comments:
            self.source.oddities.note(Rule.NOT_HELD, sentence.line)
