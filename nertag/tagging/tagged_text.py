"""What a tagger finds in a text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from nertag.formats.json import digits
from nertag.formats.markup import coloured
from nertag.tagging.other_libraries import spacy_document
from nertag.text import Entity, Sentence, Token

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

SHOWN = 40
"""Characters of a text, and entities, that a `repr` shows."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One of the ways to tag a text.

    Parameters
    ----------
    probability : float
        The probability of these tags, by the model.
    tags : tuple of str
        In BIO, one a token.
    entities : tuple of Entity
        The entities that the tags mark.
    """

    probability: float
    tags: tuple[str, ...]
    entities: tuple[Entity, ...]


@dataclass(frozen=True, slots=True, repr=False)
class TaggedText:
    """A text with the tags and the entities that a model found in it.

    Parameters
    ----------
    text : str
        The text as it was given.
    sentence : Sentence
        The text with its tokens and the tags found.
    entities : tuple of Entity
        In the order of the text; they never overlap.
    readings : tuple of Reading
        The most probable ones, the best first, where they were asked for.

    Examples
    --------
    >>> tokens = nertag.Sentence("Anna in Bern", (0, 5, 8), (4, 7, 12), ("B-PER", "O", "B-LOC"))
    >>> found = tokens.entity(0, 1, "PER"), tokens.entity(2, 3, "LOC")
    >>> nertag.TaggedText(tokens.text, tokens, found)
    <TaggedText 'Anna in Bern': Anna PER, Bern LOC>
    """

    text: str
    sentence: Sentence
    entities: tuple[Entity, ...]
    readings: tuple[Reading, ...] = ()

    @property
    def tokens(self) -> list[Token]:
        """The tokens with their offsets."""
        return self.sentence.tokens

    @property
    def tags(self) -> tuple[str, ...]:
        """The tags found, in BIO, one a token."""
        return self.sentence.tags

    def to_dict(self) -> dict[str, Any]:
        """The text and its entities as plain values, as a line of ``nertag tag`` has them.

        Probabilities have four digits.
        """
        found: dict[str, Any] = {"text": self.text}
        found["entities"] = list(map(entity_dict, self.entities))
        if self.readings:
            found["readings"] = [
                {
                    "probability": digits(one.probability),
                    "entities": list(map(entity_dict, one.entities)),
                }
                for one in self.readings
            ]
        return found

    def to_spacy(self, nlp: Language) -> Doc:
        """A document of spaCy with the entities in ``doc.ents``, to go on with in a pipeline.

        Its tokens are those of `nlp`. An entity that does not begin and end with them is left out,
        and a warning names it. Scores have no place in it.

        Parameters
        ----------
        nlp : Language
            The pipeline of spaCy; only its tokenizer is used.

        Raises
        ------
        ArgumentError
            The tokenizer changes the text.
        """
        return spacy_document(self.text, self.entities, nlp)

    def __repr__(self) -> str:
        shown = [f"{entity.text} {entity.label}".strip() for entity in self.entities[:SHOWN]]
        shown += [f"and {len(self.entities) - SHOWN:,} more"] * (len(self.entities) > SHOWN)
        text = self.text if len(self.text) <= SHOWN else self.text[: SHOWN - 1] + "…"
        return f"<TaggedText {text!r}: {', '.join(shown) or 'no entity'}>"

    def _repr_html_(self) -> str:
        """What a notebook shows: the text with its entities in colour."""
        return coloured(self.text, self.entities)


def entity_dict(entity: Entity) -> dict[str, Any]:
    """An entity as plain values; with its score, if it has one.

    Parameters
    ----------
    entity : Entity
        The entity.
    """
    found: dict[str, Any] = {
        "start": entity.start,
        "end": entity.end,
        "label": entity.label,
        "text": entity.text,
    }
    if entity.score is not None:
        found["score"] = digits(entity.score)
    return found
