"""One HTML page that shows sentences with their entities; to look at, without scripts or links."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from zlib import crc32

from nertag.formats.markup.pieces import pieces_of
from nertag.formats.writing import Writing
from nertag.pages import render, stream
from nertag.text import Entity, MarkedText

COLOURS = 16
"""Colours that the style sheet has."""


def write(sentences: Iterable[MarkedText], writing: Writing) -> Iterator[tuple[str, ...]]:
    """Sentences with entities as one page, part by part; the entities do not overlap."""
    page = _Page()
    parts = stream(
        "formats/markup/sentences.html",
        title=Path(writing.source.path).name,
        sentences=page.walk(sentences, writing),
        page=page,
    )
    return ((part,) for part in parts)


def coloured(text: str, entities: Iterable[Entity]) -> str:
    """A text with its entities in colour, to stand in the page of a notebook."""
    pieces = list(pieces_of(text, entities))
    colours = _Colours()
    used = {colours[label] for _, label in pieces if label is not None}
    hues = {colour: 360 * colour // COLOURS for colour in sorted(used)}
    return render("formats/markup/notebook.html", pieces=pieces, colours=colours, hues=hues)


class _Page:
    """What is known of the sentences of a page that were written so far."""

    def __init__(self) -> None:
        self.sentences = 0
        self.colours = _Colours()
        self._labels: Counter[str] = Counter()

    def walk(
        self, sentences: Iterable[MarkedText], writing: Writing
    ) -> Iterator[tuple[int, int, Iterator[tuple[str, str | None]]]]:
        """Number, line and pieces of each sentence, which is counted."""
        for sentence in sentences:
            writing.leave_out(sentence)
            self.sentences += 1
            self._labels.update(entity.label for entity in sentence.entities)
            yield self.sentences, sentence.line, pieces_of(sentence.text, sentence.entities)

    @property
    def entities(self) -> int:
        """The number of entities."""
        return self._labels.total()

    def legend(self) -> list[tuple[str, int]]:
        """Labels with the number of their entities, the most frequent first."""
        return sorted(self._labels.items(), key=lambda pair: (-pair[1], pair[0]))


class _Colours(dict[str, int]):
    """Label to colour: the one that the label's name gives it, or the next free one."""

    def __missing__(self, label: str) -> int:
        taken = set(self.values())
        colour = crc32(label.encode("utf-8", "surrogatepass")) % COLOURS
        while colour in taken and len(taken) < COLOURS:
            colour = (colour + 1) % COLOURS
        self[label] = colour
        return colour
