"""What was tagged, as values of pandas and of spaCy; neither is imported before it is asked for."""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from itertools import count
from typing import TYPE_CHECKING, Any

from nertag.errors import ArgumentError, needs
from nertag.text import Entity

if TYPE_CHECKING:
    import pandas
    from spacy.language import Language
    from spacy.tokens import Doc

SHOWN = 3
"""Entities that a warning names."""


def entity_frame(
    texts: object, entities: Iterable[list[dict[str, Any]]], *, scores: bool
) -> pandas.DataFrame:
    """Entities as a data frame, a row each; the index says of which text.

    Parameters
    ----------
    texts : iterable
        The texts; the index of a series of pandas is kept.
    entities : iterable of list of dict
        The entities of each text as plain values.
    scores : bool
        Whether there is a column of scores.
    """
    with needs("pandas"):
        import pandas

    names = texts.index if isinstance(texts, pandas.Series) else count()
    found = [(name, entity) for name, of_text in zip(names, entities) for entity in of_text]
    types = {"start": "int64", "end": "int64", "label": "str", "text": "str"}
    types |= {"score": "float64"} if scores else {}
    values = {
        name: pandas.Series([entity[name] for _, entity in found], dtype=kind)
        for name, kind in types.items()
    }
    return pandas.DataFrame(values).set_axis([name for name, _ in found], axis=0)


def spacy_document(text: str, entities: Iterable[Entity], nlp: Language) -> Doc:
    """A document of spaCy with those entities that begin and end with its tokens.

    Parameters
    ----------
    text : str
        The text.
    entities : iterable of Entity
        Its entities, which do not overlap.
    nlp : Language
        What splits the text into tokens.

    Raises
    ------
    ArgumentError
        The tokens of `nlp` do not make up the text.
    """
    document = nlp.make_doc(text)
    if document.text != text:
        raise ArgumentError("the tokenizer of `nlp` changes the text: its offsets would be others")
    aligned, others = [], []
    for entity in entities:
        span = document.char_span(entity.start, entity.end, label=entity.label)
        if span is None or not entity.label:
            others.append(entity)
        else:
            aligned.append(span)
    document.set_ents(aligned)
    if others:
        named = ", ".join(f"{e.text!r} {e.label} ({e.start} to {e.end})" for e in others[:SHOWN])
        more = f" and {len(others) - SHOWN:,} more" if len(others) > SHOWN else ""
        warnings.warn(
            f"{len(others):,} entities are not in spaCy's document, whose tokens do not begin and "
            f"end with them: {named}{more}",
            stacklevel=3,
        )
    return document
