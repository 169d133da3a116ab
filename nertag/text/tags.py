"""Tag schemes as tables: detect, read as spans, repair to BIO, write, legal transitions.

Inside, nertag works in BIO; only a network may use BIOES. A tag of a file is a letter, ``-`` or
``_``, and a label; `SCHEMES` has the letters of each scheme.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from nertag.errors import NertagError

Span = tuple[int, int, str]
"""(first token, token after the last, label)"""

UNKNOWN_TAG = "?"
"""The tag of a token of which nothing is known: it may have any. No scheme has it, so `split_tag`
refuses it, and what cannot deal with it says so."""

ILLEGAL = -1e4
"""Added to the score of what a scheme forbids: finite, so that no sum turns into nan."""


@dataclass(frozen=True, slots=True)
class Scheme:
    """The letters for the first, a middle, the last and the only token of an entity."""

    begin: str
    inside: str
    end: str
    single: str


SCHEMES = {
    "BIO": Scheme("B", "I", "I", "B"),
    "IOB1": Scheme("I", "I", "I", "I"),  # and B where an entity of the same label went before
    "BIOES": Scheme("B", "I", "E", "S"),
    "BMES": Scheme("B", "M", "E", "S"),
    "BILOU": Scheme("B", "I", "L", "U"),
}
"""The schemes that tell apart any entities."""
_SCHEMES_OF_FILES = {**SCHEMES, "IO": Scheme("I", "I", "I", "I")}
"""Also that in which entities of one label that touch are one."""
NO_ENTITY = frozenset({"O", UNKNOWN_TAG})
"""Tags of tokens that are marked as no part of an entity."""
_LETTERS = frozenset("BIMELSU")
_OPENING = frozenset("BSU")
_CLOSING = frozenset("ELSU")


class TagError(NertagError, ValueError):
    """A tag that no scheme knows."""


@lru_cache(maxsize=4096)
def split_tag(tag: str) -> tuple[str, str]:
    """A tag's letter and label: ``B-PER`` and ``B_PER`` are ``("B", "PER")``.

    Raises
    ------
    TagError
        The tag is neither ``O`` nor a known letter with a label.
    """
    if tag == "O":
        return "O", ""
    if tag[:1] in _LETTERS and (len(tag) == 1 or (tag[1] in "-_" and len(tag) > 2)):
        return tag[0], tag[2:]
    raise TagError(f"the tag {tag!r} is neither O nor like B-LABEL")


def join_tag(letter: str, label: str) -> str:
    """A tag from its letter and label, the reverse of `split_tag`."""
    return f"{letter}-{label}" if label else letter


def detect_scheme(sequences: Iterable[Sequence[str]]) -> str:
    """Name the scheme that most of the tag sequences are written in.

    If E, S, M, L or U occur, it is the scheme in which the fewest tags are wrong. Between BIO and
    IOB1 the entities decide that do not follow another of their label: in BIO they open with B, in
    IOB1 with I. The majority wins, so a few wrong tags do no harm.

    Parameters
    ----------
    sequences : iterable of sequence of str
        The tags of each sentence.

    Returns
    -------
    str
        A key of `SCHEMES`.
    """
    rows = [["O" if tag == UNKNOWN_TAG else tag for tag in tags] for tags in sequences]
    if any(split_tag(tag)[0] in "ESMLU" for tags in rows for tag in tags):
        read = [(tags, spans(tags)) for tags in rows]
        wrong = {
            scheme: sum(len(broken_tags(tags, found, scheme)) for tags, found in read)
            for scheme in ("BIOES", "BMES", "BILOU", "BIO")
        }
        best = min(wrong, key=wrong.__getitem__)
        if best != "BIO":
            return best
    fresh = {"B": 0, "I": 0}
    for tags in rows:
        before: str | None = None
        for tag in tags:
            letter, label = split_tag(tag)
            if letter in fresh and label != before:
                fresh[letter] += 1
            before = label if letter != "O" else None
    return "IOB1" if fresh["I"] > fresh["B"] else "BIO"


def spans(tags: Sequence[str]) -> list[Span]:
    """Read tags as spans like conlleval: a tag that cannot continue an entity opens one.

    An unknown tag is in no span.
    """
    found: list[Span] = []
    start, open_label = 0, None
    for i, tag in enumerate(tags):
        if tag in NO_ENTITY and open_label is None:
            continue
        letter, label = ("O", "") if tag == UNKNOWN_TAG else split_tag(tag)
        opens = letter in _OPENING or letter == "O" or label != open_label
        if open_label is not None and opens:
            found.append((start, i, open_label))
            open_label = None
        if letter != "O" and open_label is None:
            start, open_label = i, label
        if letter in _CLOSING and open_label is not None:
            found.append((start, i + 1, open_label))
            open_label = None
    if open_label is not None:
        found.append((start, len(tags), open_label))
    return found


def spans_to_tags(entities: Iterable[Span], length: int, scheme: str) -> list[str]:
    """Spans that do not overlap, in order, as the tags of `scheme`; the reverse of `spans`."""
    letters = _SCHEMES_OF_FILES[scheme]
    tags = ["O"] * length
    before: tuple[int, str] | None = None
    for start, end, label in entities:
        tags[start:end] = [join_tag(letters.inside, label)] * (end - start)
        if scheme == "IOB1" and before == (start, label):
            tags[start] = join_tag("B", label)
        elif end - start == 1:
            tags[start] = join_tag(letters.single, label)
        else:
            tags[start] = join_tag(letters.begin, label)
            tags[end - 1] = join_tag(letters.end, label)
        before = (end, label)
    return tags


def with_unknown(tags: list[str], written: Sequence[str]) -> list[str]:
    """Tags made of spans, with those unknown that were `written` so and are in no span."""
    if UNKNOWN_TAG not in written:
        return tags
    pairs = zip(tags, written)
    return [mark if mark == UNKNOWN_TAG and tag == "O" else tag for tag, mark in pairs]


def broken_tags(tags: Sequence[str], found: Sequence[Span], scheme: str) -> list[int]:
    """The indices of the tags that `scheme` would write differently.

    Parameters
    ----------
    tags : sequence of str
        The tags of a sentence.
    found : sequence of Span
        The spans that `spans` reads in them.
    scheme : str
        A key of `SCHEMES`, or ``IO``.
    """
    legal = with_unknown(spans_to_tags(found, len(tags), scheme), tags)
    if legal == list(tags):
        return []
    pairs = enumerate(zip(tags, legal))
    return [i for i, (tag, right) in pairs if tag != right and split_tag(tag) != split_tag(right)]


def repair(tags: Sequence[str], scheme: str) -> tuple[list[str], int]:
    """Tags of `scheme` as legal BIO, and how many of them broke the scheme."""
    found = spans(tags)
    legal = with_unknown(spans_to_tags(found, len(tags), "BIO"), tags)
    return legal, len(broken_tags(tags, found, scheme))


def strict_spans(tags: Sequence[str], scheme: str) -> list[Span]:
    """The spans whose tags all follow the scheme: what strict scoring counts."""
    found = spans(tags)
    legal = spans_to_tags(found, len(tags), scheme)
    return [
        (start, end, label)
        for start, end, label in found
        if all(split_tag(tags[i]) == split_tag(legal[i]) for i in range(start, end))
    ]


def tag_set(labels: Iterable[str], scheme: str = "BIO") -> tuple[str, ...]:
    """The tags for the labels in BIO or BIOES, ``O`` first."""
    letters = scheme.replace("O", "")
    return ("O", *(join_tag(letter, label) for label in sorted(set(labels)) for letter in letters))


def labels_of(tags: Sequence[str]) -> list[str]:
    """The labels of a tag set."""
    return [label for letter, label in map(split_tag, tags) if letter == "B"]


def as_bio(tag: str) -> str:
    """A tag of BIOES in BIO: ``E-PER`` is ``I-PER``, ``S-PER`` is ``B-PER``."""
    letter, label = split_tag(tag)
    return join_tag({"E": "I", "S": "B"}.get(letter, letter), label)


@dataclass(frozen=True, slots=True)
class Legality:
    """What a scheme allows, as scores to add: 0 or `ILLEGAL`.

    Parameters
    ----------
    transitions : ndarray of float32, shape (tags, tags)
        Whether the column's tag may follow the row's.
    start, end : ndarray of float32, shape (tags,)
        Whether the first and the last token may have the tag.
    """

    transitions: NDArray[np.float32]
    start: NDArray[np.float32]
    end: NDArray[np.float32]


def legality(tags: Sequence[str]) -> Legality:
    """What is allowed among `tags`, in BIO or BIOES.

    I-X and E-X only follow B-X or I-X. If there is a tag E-X, one of the two must follow B-X and
    I-X; in BIO anything may follow, or the end.
    """
    parts = [split_tag(tag) for tag in tags]
    closed = {label for letter, label in parts if letter == "E"}
    transitions = np.zeros((len(tags), len(tags)), np.float32)
    start, end = np.zeros((2, len(tags)), np.float32)
    for row, (letter, label) in enumerate(parts):
        going_on, opened = letter in "IE", letter in "BI"
        if going_on:
            start[row] = ILLEGAL
        if opened and label in closed:
            end[row] = ILLEGAL
        for column, (following, other) in enumerate(parts):
            goes_on = following in "IE"
            if (goes_on and not (opened and other == label)) or (
                opened and label in closed and not goes_on
            ):
                transitions[row, column] = ILLEGAL
    return Legality(transitions, start, end)
