"""Labelled files: their texts are tagged, what they say of entities is ignored and counted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from nertag.config import ReadingSettings
from nertag.formats import FORMATS, Oddities, Rule, Source, reader, tags_on
from nertag.formats.columnar import DOCSTART
from nertag.formats.json import digits, dump_value
from nertag.tagging.chunks import CHUNK, CHUNK_CHARACTERS
from nertag.tagging.feeds.feed import Feed, Result
from nertag.tagging.tagged_text import TaggedText
from nertag.tagging.tagger import Tagger
from nertag.tagging.writers import rows_of
from nertag.text import Entity, Sentence


class LabelledText(NamedTuple):
    """A text of a labelled file.

    Parameters
    ----------
    text : str or Sentence
        The text, or its tokens where the file has them.
    value : object
        The value of JSON that it is from, or the lines before the rows of a sentence.
    """

    text: str | Sentence
    value: Any


class LabelledFeed(Feed[LabelledText]):
    """Files of a labelled format.

    Parameters
    ----------
    name : str
        The format.
    reading : ReadingSettings
        How the files are read; ``tokens`` is what the model's tokens are.
    write : callable, optional
        A tagged text, and the name of its file or None, to what is written. By default values of
        JSON are written with the entities found, and tokens with their tags.
    """

    def __init__(
        self,
        name: str,
        reading: ReadingSettings,
        write: Callable[[TaggedText, str | None], str] | None = None,
    ) -> None:
        super().__init__(reading)
        self._name, self._format, self._write = name, FORMATS[name], write
        if self._format.listed and write is None:
            self.before, self.between, self.after = "[\n", ",\n", "\n]\n"

    def _blocks(self, source: Source) -> Iterator[list[LabelledText]]:
        block: list[LabelledText] = []
        characters = 0
        for item in self._items(source):
            block.append(item)
            characters += len(_text(item))
            if len(block) == CHUNK or characters >= CHUNK_CHARACTERS:
                yield block
                block, characters = [], 0
        if block:
            yield block

    def _items(self, source: Source) -> Iterator[LabelledText]:
        if self._format.text_of and self._format.mark:
            for line, value in self._format.values(source):
                text = self._format.text_of(source, line, value)
                if _has_marks(value, self._format.mark(value, (), ())):
                    source.oddities.note(Rule.OWN_ENTITIES, line)
                yield LabelledText(text, value)
            return
        read = self._format.split_words or reader(self._name)
        document = ""
        for one in read(source):
            if not isinstance(one, Sentence):
                if one.entities:
                    source.oddities.note(Rule.OWN_ENTITIES, one.line)
                yield LabelledText(one.text, "")
                continue
            if any(tag != "O" for tag in one.tags):
                source.oddities.note(Rule.OWN_ENTITIES, one.line)
            head = f"{DOCSTART}\tO\n\n" * (one.document != document)
            document = one.document
            yield LabelledText(one, head + "".join(f"# {comment}\n" for comment in one.comments))

    def key(self, item: LabelledText) -> Iterable[bytes]:
        """The bytes by which a text is known again."""
        return [(_text(item) + "\n" + dump_value(item.value)).encode("utf-8", "surrogatepass")]

    def tag(
        self,
        tagger: Tagger,
        items: Sequence[LabelledText],
        file: str | None,
        asked: Mapping[str, Any],
    ) -> Result:
        """Tag some texts; see `Feed.tag`."""
        by_character = tagger.settings.reading.tokens == "char"
        texts = [_text(item) if by_character else item.text for item in items]
        tagged = tagger.tag_texts(texts, **asked)
        oddities = Oddities()
        if self._write:
            pieces = [self._write(one, file) for one in tagged]
        else:
            pieces = [self._piece(*both, oddities) for both in zip(items, tagged)]
        return Result([self.between.join(pieces)], sum(map(len, map(_text, items))), oddities)

    def _piece(self, item: LabelledText, tagged: TaggedText, oddities: Oddities) -> str:
        """What is written for a text in its own format."""
        tags: tuple[str, ...] = ()
        if isinstance(item.text, Sentence):
            tags = _tags(item.text, tagged, oddities)
        if self._format.mark:
            entities = [_rounded(entity) for entity in tagged.entities]
            piece = dump_value(self._format.mark(item.value, entities, tags))
            return piece.removesuffix("\n") if self._format.listed else piece
        assert isinstance(item.text, Sentence)
        return str(item.value) + rows_of(item.text.words, tags)


def _rounded(entity: Entity) -> Entity:
    return entity if entity.score is None else replace(entity, score=digits(entity.score))


def _text(item: LabelledText) -> str:
    return item.text if isinstance(item.text, str) else item.text.text


def _tags(sentence: Sentence, tagged: TaggedText, oddities: Oddities) -> tuple[str, ...]:
    """The tags of a sentence's tokens, which need not be those that were tagged."""
    if len(sentence) == len(tagged.sentence):
        return tagged.tags
    return tags_on(sentence, tagged.entities, Source("", oddities=oddities))


def _has_marks(value: Any, bare: Any) -> bool:
    """Whether a value has entities, which the same without any has not."""
    fields, others = (value, bare) if isinstance(value, dict) else (value[-1], bare[-1])
    return any(fields[key] and fields[key] != others.get(key) for key in fields)
