"""Tagged words to sentences: as they are, or character by character."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import accumulate, pairwise
from typing import Any

from nertag.formats.rules import Rule
from nertag.formats.source import Source
from nertag.text import UNKNOWN_TAG, Sentence, join_tag, split_tag

Line = tuple[str, str, int]
"""(token, tag, line number)"""


def sentence(
    rows: Sequence[Line],
    source: Source,
    *,
    middle: str = "I",
    blanks: Sequence[str] | None = None,
    document: str = "",
    comments: tuple[str, ...] = (),
    record: Mapping[str, Any] | None = None,
) -> Sentence:
    """A sentence of tagged words: they are its tokens, or their characters with ``tokens = char``.

    Parameters
    ----------
    rows : sequence of (token, tag, line)
        The words, one at least.
    source : Source
        The file: says how it is read, and takes the notes.
    middle : {"I", "M"}
        The letter for the middle of an entity in the file's scheme.
    blanks : sequence of str, optional
        What stands before each word in the text. Where the file does not say, words are parted by
        blanks; as characters only words of letters that follow each other are.
    document : str
        The name of the document that the sentence belongs to; empty if there is none.
    comments : tuple of str
        The comments on the sentence.
    record : mapping of str to object, optional
        What else the file says about the sentence.
    """
    record = record or {}
    tags = tuple(tag for _, tag, _ in rows)
    lines = tuple(line for _, _, line in rows)
    line = lines[0]
    by_character = source.reading.tokens == "char"
    if by_character and blanks is None and max(len(token) for token, _, _ in rows) == 1:
        text = "".join(token for token, _, _ in rows)
        places = range(len(text)), range(1, len(text) + 1)
        return Sentence(text, *places, tags, line, document, comments, lines, record)
    blanks = _blanks([token for token, _, _ in rows], by_character) if blanks is None else blanks
    if by_character:
        text = "".join(blank + token for (token, _, _), blank in zip(rows, blanks))
        tags = _of_characters(rows, middle, blanks, source)
        places = range(len(text)), range(1, len(text) + 1)
        lines = tuple(
            line
            for (token, _, line), blank in zip(rows, blanks)
            for _ in range(len(blank) + len(token))
        )
        return Sentence(text, *places, tags, line, document, comments, lines, record)
    return replace(
        split(rows, source, blanks),
        tags=tags,
        document=document,
        comments=comments,
        lines=lines,
        record=record,
    )


def split(rows: Sequence[Line], source: Source, blanks: Sequence[str] | None = None) -> Sentence:
    """Words as the tokens of a sentence without tags, whatever the file's tokens are.

    Parameters
    ----------
    rows : sequence of (token, tag, line)
        The words, one at least.
    source : Source
        The file: says whether the text is one of characters or of words.
    blanks : sequence of str, optional
        What stands before each word in the text; see `sentence`.
    """
    words = [token for token, _, _ in rows]
    blanks = _blanks(words, source.reading.tokens == "char") if blanks is None else blanks
    text = "".join(blank + word for word, blank in zip(words, blanks))
    ends = tuple(accumulate(len(word) + len(blank) for word, blank in zip(words, blanks)))
    starts = tuple(end - len(word) for end, word in zip(ends, words))
    return Sentence(text, starts, ends, line=rows[0][2])


def _blanks(words: Sequence[str], by_character: bool) -> list[str]:
    """What stands before each word where the file does not say."""
    return [""] + [
        " " * (not by_character or _needs_blank(before, word)) for before, word in pairwise(words)
    ]


def blanks_in(text: str, forms: Sequence[str]) -> list[str] | None:
    """What stands before each word in a text; None if the words do not spell it.

    Blanks at the end of the text are not kept.
    """
    blanks, index = [], 0
    for form in forms:
        start = text.find(form, index)
        if start < 0 or text[index:start].strip():
            return None
        blanks.append(text[index:start])
        index = start + len(form)
    return None if text[index:].strip() else blanks


def _of_characters(
    rows: Sequence[Line], middle: str, blanks: Sequence[str], source: Source
) -> tuple[str, ...]:
    tags: list[str] = []
    for (token, tag, line), blank in zip(rows, blanks):
        if len(token) > 1:
            source.oddities.note(Rule.SPLIT_TOKEN, line)
        if blank:
            tags += [_blank_tag(tags[-1], tag, middle) if tags else "O"] * len(blank)
        tags += spread(tag, len(token), middle)
    return tuple(tags)


def _needs_blank(before: str, token: str) -> bool:
    if len(before) < 2 and len(token) < 2:
        return False
    joint = before[-1:] + token[:1]
    return len(joint) == 2 and joint.isalnum() and max(joint) < "\u2e80"


def _blank_tag(before: str, after: str, middle: str) -> str:
    """The tag of a blank between two tokens: it is inside if an entity goes on over it."""
    if UNKNOWN_TAG in (before, after):
        return UNKNOWN_TAG
    (closing, label), (opening, next_label) = split_tag(before), split_tag(after)
    goes_on = closing in "BIM" and opening in "IMEL" and label == next_label
    return join_tag(middle, label) if goes_on else "O"


def spread(tag: str, length: int, middle: str) -> list[str]:
    """The tags of a token's characters: its own, carried on over its length.

    Parameters
    ----------
    tag : str
        The tag of the token.
    length : int
        How many characters the token has.
    middle : {"I", "M"}
        The letter for the middle of an entity in the file's scheme.
    """
    if length == 1 or tag in ("O", UNKNOWN_TAG):
        return [tag] * length
    letter, label = split_tag(tag)
    tags = [join_tag(middle, label)] * length
    if letter in "BSU":
        tags[0] = join_tag("B", label)
    if letter in "ELSU":
        tags[-1] = join_tag("E" if letter in "ES" else "L", label)
    return tags
