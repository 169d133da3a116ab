"""Mends tags in the lines of a file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from nertag.corpus.check.fix.change import Change
from nertag.formats import Source
from nertag.formats.columnar import COLUMNS, HEAD, layout_of, token_kind
from nertag.text import Sentence, Span, spans, spans_to_tags

_POSITION_DIGIT = re.compile(r"\s[0-9]")


def mend_tags(
    lines: list[str], sentences: Iterable[Sentence], source: Source, format: str, scheme: str
) -> Iterator[Change]:
    """Write the tags in the lines of a file as the scheme demands.

    Parameters
    ----------
    lines : list of str
        They are changed.
    sentences : iterable of Sentence
        With ``tokens = word``, so that each token is a line.
    source : Source
    format : {"columns", "germeval"}
    scheme : str
    """
    parting, column = _tag_column(lines, source, format)
    characters = format == "columns" and token_kind(source) == "char"
    for sentence in sentences:
        blank = [_is_blank(word, characters) for word in sentence.words]
        legal, mended = _mended(sentence.tags, blank, scheme)
        for i, tag in enumerate(sentence.tags):
            if tag == mended[i] != "O":
                continue
            number = sentence.line_of(i)
            # The columns and, between them, what parts them.
            parts = re.split(parting, lines[number - 1])
            written = parts[2 * column].strip()
            if written == mended[i]:
                continue
            cell = parts[2 * column]
            parts[2 * column] = cell.replace(written, mended[i], 1) if written else mended[i] + cell
            lines[number - 1] = "".join(parts)
            if not written:
                kind = "empty-tag"
            else:
                kind = "broken-tags" if tag != legal[i] else "blank-edged-span"
            yield Change(kind, number, f"{written or 'an empty tag'} -> {mended[i]}")


def _tag_column(lines: Sequence[str], source: Source, format: str) -> tuple[str, int]:
    """What parts the columns, as a pattern, and the column of the tag."""
    if format == "germeval":
        return "(\t)", COLUMNS[source.reading.layer]
    head = [line.removesuffix("\r") for line in lines[:HEAD]]
    layout = layout_of(head, source)
    if layout is None:
        return "(\t)", 0  # there is no line to mend
    return f"({layout.separator}+)" if layout.separator == " " else "(\t)", layout.tag


def _is_blank(word: str, characters: bool) -> bool:
    """Whether a token is blank; in files of characters also with its place in a word behind it."""
    return not word.strip() or bool(characters and _POSITION_DIGIT.fullmatch(word))


def _mended(tags: Sequence[str], blank: Sequence[bool], scheme: str) -> tuple[list[str], list[str]]:
    """The tags as the scheme demands, and these without blank tokens at the ends of spans."""
    found = spans(tags)
    trimmed = [span for span in (_trimmed(*span, blank) for span in found) if span[0] < span[1]]
    legal, mended = (
        [
            _as_written(tag, right)
            for tag, right in zip(tags, spans_to_tags(spans, len(tags), scheme))
        ]
        for spans in (found, trimmed)
    )
    return legal, mended


def _trimmed(start: int, end: int, label: str, blank: Sequence[bool]) -> Span:
    while start < end and blank[start]:
        start += 1
    while start < end and blank[end - 1]:
        end -= 1
    return start, end, label


def _as_written(tag: str, right: str) -> str:
    """A tag with the letter of another, its label and hyphen as they are; or O."""
    return "O" if right == "O" else right[0] + tag[1:]
