"""The part of a long sentence that is worth showing: its entities and some text around them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from nertag.evaluation import Marked
from nertag.formats.markup import pieces_of
from nertag.text import Entity

AROUND = 60
"""Characters shown before the first entity and after the last one."""
LONGEST = 700
"""Characters shown at most, unless an entity would be cut."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of text, perhaps an entity.

    Parameters
    ----------
    text : str
        The piece as it is in the sentence.
    label : str, optional
        Label of the entity; None if the piece is none.
    right : bool
        Whether gold and predicted agree on the entity.
    """

    text: str
    label: str | None = None
    right: bool = True


@dataclass(frozen=True)
class Excerpt:
    """A sentence as it is shown.

    Parameters
    ----------
    line : int
        Line in the file, from 1; 0 if unknown.
    mistakes : int
        Number of mistakes in the sentence.
    gold : sequence of Piece
        The shown text with the gold entities.
    predicted : sequence of Piece
        The shown text with the predicted entities.
    """

    line: int
    mistakes: int
    gold: Sequence[Piece]
    predicted: Sequence[Piece]

    @classmethod
    def of(cls, sentence: Marked) -> Excerpt:
        """Cut a sentence to what is worth showing.

        Parameters
        ----------
        sentence : Marked
            The sentence.
        """
        return cls(
            line=sentence.line,
            mistakes=sentence.mistakes,
            gold=list(_pieces(sentence, sentence.gold, sentence.predicted)),
            predicted=list(_pieces(sentence, sentence.predicted, sentence.gold)),
        )


def _window(sentence: Marked) -> tuple[int, int]:
    """Start and end of the part of a sentence that is shown; no entity is cut."""
    entities = [*sentence.gold, *sentence.predicted]
    start = max(0, min(entity.start for entity in entities) - AROUND)
    end = min(start + LONGEST, max(entity.end for entity in entities) + AROUND, len(sentence.text))
    while cut := [entity.end for entity in entities if entity.start < end < entity.end]:
        end = max(cut)
    return start, end


def _pieces(
    sentence: Marked, entities: Sequence[Entity], others: Collection[Entity]
) -> Iterator[Piece]:
    start, end = _window(sentence)
    inside = [entity for entity in entities if start <= entity.start and entity.end <= end]
    moved = [Entity(one.start - start, one.end - start, one.label, one.text) for one in inside]
    right = iter([entity in others for entity in inside])
    if start:
        yield Piece("… ")
    for text, label in pieces_of(sentence.text[start:end], moved):
        yield Piece(text) if label is None else Piece(text, label, next(right))
    if end < len(sentence.text):
        yield Piece(" …")
