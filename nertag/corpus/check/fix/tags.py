"""Fixes tags in the lines of a file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from nertag.corpus.check.fix.change import Change
from nertag.formats import Format, Rule, Source
from nertag.text import Sentence, Span, spans, spans_to_tags

_POSITION_DIGIT = re.compile(r"\s[0-9]")


def fix_tags(
    lines: list[str], sentences: Iterable[Sentence], source: Source, format: Format, scheme: str
) -> Iterator[Change]:
    """Write the tags in the lines of a file as the scheme demands.

    Parameters
    ----------
    lines : list of str
        They are changed.
    sentences : iterable of Sentence
        With ``tokens = word``, so that each token is a line.
    source : Source
        The file, which says how it is read.
    format : Format
        The format of the file, which has a tag column.
    scheme : str
        The scheme that the tags are to be legal in.
    """
    assert format.tag_column
    parting, column = format.tag_column(lines, source)
    characters = not isinstance(format.tokens, str) and format.tokens(source) == "char"
    for sentence in sentences:
        blank = [_is_blank(word, characters) for word in sentence.words]
        legal, fixed = _fixed(sentence.tags, blank, scheme)
        for i, tag in enumerate(sentence.tags):
            if tag == fixed[i] != "O":
                continue
            number = sentence.line_of(i)
            # The columns and, between them, what parts them.
            parts = re.split(parting, lines[number - 1])
            written = parts[2 * column].strip()
            if written == fixed[i]:
                continue
            cell = parts[2 * column]
            parts[2 * column] = cell.replace(written, fixed[i], 1) if written else fixed[i] + cell
            lines[number - 1] = "".join(parts)
            if not written:
                rule = Rule.EMPTY_TAG
            else:
                rule = Rule.BROKEN_TAGS if tag != legal[i] else Rule.BLANK_EDGED_SPAN
            yield Change(rule, number, f"{written or 'an empty tag'} -> {fixed[i]}")


def _is_blank(word: str, characters: bool) -> bool:
    """Whether a token is blank; in files of characters also with its index in the word after it."""
    return not word.strip() or bool(characters and _POSITION_DIGIT.fullmatch(word))


def _fixed(tags: Sequence[str], blank: Sequence[bool], scheme: str) -> tuple[list[str], list[str]]:
    """The tags as the scheme demands, and these without blank tokens at the ends of spans."""
    found = spans(tags)
    trimmed = [span for span in (_trimmed(*span, blank) for span in found) if span[0] < span[1]]
    legal, fixed = (
        [
            _as_written(tag, right)
            for tag, right in zip(tags, spans_to_tags(spans, len(tags), scheme))
        ]
        for spans in (found, trimmed)
    )
    return legal, fixed


def _trimmed(start: int, end: int, label: str, blank: Sequence[bool]) -> Span:
    while start < end and blank[start]:
        start += 1
    while start < end and blank[end - 1]:
        end -= 1
    return start, end, label


def _as_written(tag: str, right: str) -> str:
    """A tag with the letter of another, its label and hyphen as they are; or O."""
    return "O" if right == "O" else right[0] + tag[1:]
