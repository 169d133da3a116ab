"""Plain text: each line is tagged by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import islice
from typing import Any

from nertag.config import ReadingSettings
from nertag.formats import Oddities, Source
from nertag.io import LONGEST_LINE, Line, LongLine, read_blocks
from nertag.tagging.chunks import CHUNK
from nertag.tagging.feeds.feed import Feed, Result
from nertag.tagging.long_text import tag_in_parts
from nertag.tagging.tagged_text import TaggedText
from nertag.tagging.tagger import Tagger
from nertag.tagging.writers import WRITERS, to_json_in_parts


class LineFeed(Feed[Line]):
    """Files of text.

    Parameters
    ----------
    reading : ReadingSettings
        How the files are read.
    write : callable
        A tagged text, and the name of its file or None, to what is written.
    longest : int
        Bytes that a line may have at most.
    """

    def __init__(
        self,
        reading: ReadingSettings,
        write: Callable[[TaggedText, str | None], str],
        longest: int = LONGEST_LINE,
    ) -> None:
        super().__init__(reading)
        self._write, self._longest = write, longest

    def _blocks(self, source: Source) -> Iterator[list[Line]]:
        if source.line_ends():
            lines = source.lines()
            while block := list[Line](islice(lines, CHUNK)):
                yield block
            return
        yield from read_blocks(source.path, self.reading.encoding, source.replaced, self._longest)

    def key(self, item: Line) -> Iterator[bytes]:
        """The bytes by which a line is known again."""
        for piece in _pieces(item):
            yield piece.encode("utf-8", "surrogatepass")
        yield b"\n"

    def tag(
        self, tagger: Tagger, items: Sequence[Line], file: str | None, asked: Mapping[str, Any]
    ) -> Result:
        """Tag some lines; see `Feed.tag`."""
        content: Iterable[str]
        if isinstance(items[0], LongLine) and not asked.get("n_best"):
            content = self._in_parts(items[0], tagger, file, asked)
        else:
            tagged = tagger.tag_texts(list(map(str, items)), **asked)
            content = ["".join([self._write(one, file) for one in tagged])]
        return Result(content, sum(map(len, items)), Oddities())

    def _in_parts(
        self, line: LongLine, tagger: Tagger, file: str | None, asked: Mapping[str, Any]
    ) -> Iterator[str]:
        """What is written of a long line, while it is tagged."""
        parts = tag_in_parts(line.pieces, partial(tagger.tag, **asked))
        if self._write is WRITERS["json"]:
            yield from to_json_in_parts(line.pieces, parts, file)
            return
        for part in parts:
            yield self._write(part, file).removesuffix("\n")
        yield "\n"


def _pieces(line: Line) -> list[str]:
    return line.pieces if isinstance(line, LongLine) else [line]
