"""Records of JSON of any kind: the text stands under a key, all else is kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from nertag.config import ReadingSettings
from nertag.errors import ArgumentError, ArgumentTypeError
from nertag.formats import Oddities, Source
from nertag.formats.json import dump_value, read_values
from nertag.tagging.chunks import CHUNK, CHUNK_CHARACTERS
from nertag.tagging.feeds.feed import Feed, Result
from nertag.tagging.tagged_text import entity_dict
from nertag.tagging.tagger import Tagger
from nertag.text import Sentence


class Record(NamedTuple):
    """A record with a text.

    Parameters
    ----------
    value : dict
        The record.
    text : str or Sentence, optional
        Its text, or the words that it has instead.
    """

    value: dict[str, Any]
    text: str | Sentence | None


class RecordFeed(Feed[Record]):
    """Files of records; each is written with its entities.

    Parameters
    ----------
    reading : ReadingSettings
        How the files are read; ``tokens`` is what the model's tokens are.
    column : str
        The key of the text: a string, a list of words for a model of words, or null.
    output_column : str
        The key of the entities.
    """

    def __init__(self, reading: ReadingSettings, column: str, output_column: str) -> None:
        super().__init__(reading)
        self._column, self._output_column = column, output_column

    def _blocks(self, source: Source) -> Iterator[list[Record]]:
        block: list[Record] = []
        characters = 0
        for line, value in read_values(source):
            block.append(self._record(source, line, value))
            characters += _characters(block[-1])
            if len(block) == CHUNK or characters >= CHUNK_CHARACTERS:
                yield block
                block, characters = [], 0
        if block:
            yield block

    def _record(self, source: Source, line: int, value: Any) -> Record:
        if not isinstance(value, dict) or self._column not in value:
            what = f"is not an object with the key {self._column!r}"
            raise source.error(line, what, "`column` names the key of the text")
        if self._output_column in value:
            what = f"has the key {self._output_column!r} already"
            raise source.error(line, what, "name another with `output_column`")
        text = value[self._column]
        if text is None or isinstance(text, str):
            return Record(value, text)
        if self.reading.tokens == "char":
            what = f"has {type(text).__name__} under {self._column!r}, expected a string"
            raise source.error(line, what)
        try:
            return Record(value, Sentence.from_words(text))
        except (ArgumentError, ArgumentTypeError) as error:
            raise source.error(line, f"under {self._column!r}: {error}") from None

    def key(self, item: Record) -> Iterable[bytes]:
        """The bytes by which a record is known again."""
        return [dump_value(item.value).encode("utf-8", "surrogatepass")]

    def tag(
        self, tagger: Tagger, items: Sequence[Record], file: str | None, asked: Mapping[str, Any]
    ) -> Result:
        """Tag some records; see `Feed.tag`."""
        tagged = iter(
            tagger.tag_texts([one.text for one in items if one.text is not None], **asked)
        )
        lines = []
        for value, text in items:
            entities = None if text is None else list(map(entity_dict, next(tagged).entities))
            lines.append(dump_value({**value, self._output_column: entities}))
        return Result(lines, sum(map(_characters, items)), Oddities())


def _characters(record: Record) -> int:
    text = record.text
    return len(text.text if isinstance(text, Sentence) else text or "")
