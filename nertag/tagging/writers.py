"""Writers of tagged text: JSON lines, columns, inline markup."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from nertag.formats.columnar import SHOWN
from nertag.formats.markup import inline_line
from nertag.tagging.tagged_text import TaggedText, entity_dict

_SHOWN = str.maketrans(SHOWN)
_encode = json.JSONEncoder(ensure_ascii=False).encode


def to_json(tagged: TaggedText, file: str | None = None) -> str:
    """One JSON line; offsets are code points in the line's text.

    Parameters
    ----------
    tagged : TaggedText
        The tagged text.
    file : str, optional
        Name of the text's file, if it is to be written.
    """
    named = {} if file is None else {"file": file}
    return _encode({**named, **tagged.to_dict()}) + "\n"


def to_conll(tagged: TaggedText, file: str | None = None) -> str:
    """A line for each token, token TAB tag, and an empty line after the last.

    Parameters
    ----------
    tagged : TaggedText
        The tagged text.
    file : str, optional
        Ignored: the format has no place for it.
    """
    return rows_of(tagged.sentence.words, tagged.tags)


def rows_of(words: Sequence[str], tags: Sequence[str]) -> str:
    """A line for each token, token TAB tag, and an empty line after the last.

    Parameters
    ----------
    words : sequence of str
        The tokens.
    tags : sequence of str
        Their tags.
    """
    rows = [f"{word.translate(_SHOWN)}\t{tag}\n" for word, tag in zip(words, tags)]
    return "".join(rows) + "\n"


def to_inline(tagged: TaggedText, file: str | None = None) -> str:
    """The text with entities as ``[北京|LOC]``; see `nertag.formats.markup.inline`.

    Parameters
    ----------
    tagged : TaggedText
        The tagged text.
    file : str, optional
        Ignored: the format has no place for it.
    """
    return inline_line(tagged.text, tagged.entities) + "\n"


WRITERS: dict[str, Callable[[TaggedText, str | None], str]] = {
    "json": to_json,
    "conll": to_conll,
    "inline": to_inline,
}


def to_json_in_parts(
    pieces: Iterable[str], parts: Iterable[TaggedText], file: str | None = None
) -> Iterator[str]:
    """The JSON line of a long text, piece by piece.

    Parameters
    ----------
    pieces : iterable of str
        The text in pieces.
    parts : iterable of TaggedText
        The same text in parts that are tagged; consumed after `pieces`.
    file : str, optional
        Name of the text's file, if it is to be written.
    """
    line = {} if file is None else {"file": file}
    yield _encode({**line, "text": ""}).removesuffix('"}')
    for piece in pieces:
        yield _encode(piece)[1:-1]
    yield '", "entities": ['
    start, between = 0, ""
    for part in parts:
        moved = [replace(e, start=start + e.start, end=start + e.end) for e in part.entities]
        for entity in moved:
            yield between + _encode(entity_dict(entity))
            between = ", "
        start += len(part.text)
    yield "]}\n"
