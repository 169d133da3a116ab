"""What a user knows of a text before it is tagged, as the tags that its tokens must not take."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence

import numpy as np

from nertag.arrays import Bools
from nertag.errors import ArgumentError, ArgumentTypeError
from nertag.text import Entity, Sentence, blank_tokens, join_tag, lines_of, split_tag


def barred_tags(
    sentence: Sentence,
    known: Iterable[Entity],
    forbidden: Iterable[Entity],
    tags: Sequence[str],
) -> Bools:
    """The tags that each token must not take, given what is known of a text.

    Parameters
    ----------
    sentence : Sentence
        The text and its tokens.
    known : iterable of Entity
        Entities that are right: each is in the output just so.
    forbidden : iterable of Entity
        Pieces that no entity of this label touches; no entity at all where the label is empty.
    tags : sequence of str
        All tags, in BIOES.

    Returns
    -------
    ndarray of bool, shape (tokens, tags)

    Raises
    ------
    ArgumentTypeError, ArgumentError
        One of them is no entity of this text, or they contradict each other.
    """
    numbers = {tag: number for number, tag in enumerate(tags)}
    parts = [split_tag(tag) for tag in tags]
    barred = np.zeros((len(sentence), len(tags)), np.bool_)
    for name, piece in _pieces(sentence, forbidden, "forbidden"):
        own = [bool(letter != "O" and piece.label in ("", label)) for letter, label in parts]
        if not any(own):
            raise ArgumentError(f"{name} has the label {piece.label!r}, which the model has not")
        first = bisect_left(sentence.ends, piece.start + 1)
        barred[first : bisect_left(sentence.starts, piece.end)] |= np.array(own)
    taken = np.zeros(len(sentence), np.bool_)
    for name, entity in _pieces(sentence, known, "known"):
        first, last = _tokens(sentence, entity, name)
        if join_tag("B", entity.label) not in numbers:
            raise ArgumentError(f"{name} has the label {entity.label!r}, which the model has not")
        for token, letter in zip(range(first, last), _letters(last - first)):
            tag = numbers[join_tag(letter, entity.label)]
            if taken[token] or barred[token, tag]:
                what = "overlaps another" if taken[token] else "is forbidden too"
                raise ArgumentError(f"{name} ({entity.start} to {entity.end}) {what}")
            barred[token] = True
            barred[token, tag] = False
        taken[first:last] = True
    return barred


def _pieces(
    sentence: Sentence, pieces: Iterable[Entity], argument: str
) -> Iterable[tuple[str, Entity]]:
    """The pieces with their names in messages; all lie in the text."""
    for number, piece in enumerate(pieces):
        name = f"`{argument}[{number}]`"
        if not isinstance(piece, Entity):
            raise ArgumentTypeError(f"{name} is {piece!r:.40}, expected an Entity")
        if not 0 <= piece.start < piece.end <= len(sentence.text):
            what = f"from {piece.start} to {piece.end}, expected a piece of the text"
            raise ArgumentError(f"{name} reaches {what} of {len(sentence.text):,} characters")
        if piece.text != sentence.text[piece.start : piece.end]:
            found = sentence.text[piece.start : piece.end]
            raise ArgumentError(f"{name} is {piece.text!r:.40}, but {found!r:.40} stands there")
        yield name, piece


def _tokens(sentence: Sentence, entity: Entity, name: str) -> tuple[int, int]:
    """The first token of an entity, and the one after its last."""
    first = bisect_left(sentence.starts, entity.start)
    last = bisect_left(sentence.ends, entity.end) + 1
    starts, ends = sentence.starts[first : first + 1], sentence.ends[last - 1 : last]
    place = f"{name} ({entity.start} to {entity.end})"
    if [*starts, *ends] != [entity.start, entity.end]:
        raise ArgumentError(f"{place} begins or ends within a token, expected whole tokens")
    if blank_tokens(sentence)[[first, last - 1]].any():
        raise ArgumentError(f"{place} begins or ends with a blank, which no entity does")
    if not any(start <= first and last <= stop for start, stop in lines_of(sentence)):
        raise ArgumentError(f"{place} has a line break in it, which no entity has")
    return first, last


def _letters(length: int) -> str:
    return "S" if length == 1 else "B" + "I" * (length - 2) + "E"
