"""A labelled file as the checks see it."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, chain

from nertag.text import Entity, Sentence


@dataclass(frozen=True)
class Content:
    """What a labelled file holds.

    Parameters
    ----------
    path : str
        The name of the file.
    sentences : list of Sentence
        As the file has them.
    entities : list of tuple of Entity
        The entities of each sentence.
    """

    path: str
    sentences: list[Sentence]
    entities: list[tuple[Entity, ...]]

    @cached_property
    def text(self) -> str:
        """The texts of all sentences, a line feed between them."""
        return "\n".join(sentence.text for sentence in self.sentences)

    @cached_property
    def starts(self) -> list[int]:
        """Where in `text` each sentence starts."""
        lengths = (len(sentence.text) + 1 for sentence in self.sentences)
        return list(accumulate(lengths, initial=0))[:-1]

    @cached_property
    def labels(self) -> Counter[str]:
        """How many entities each label has."""
        return Counter(entity.label for entity in chain.from_iterable(self.entities))

    @property
    def labelled(self) -> Iterator[tuple[Sentence, Entity]]:
        """Each entity with its sentence."""
        for sentence, entities in zip(self.sentences, self.entities):
            for entity in entities:
                yield sentence, entity

    def sentence_at(self, index: int) -> tuple[Sentence, int]:
        """The sentence at an index of `text`, and the index in it."""
        i = bisect_right(self.starts, index) - 1
        return self.sentences[i], index - self.starts[i]

    def line_at(self, index: int) -> int:
        """The line of the file for an index of `text`."""
        return line_in(*self.sentence_at(index))


def line_in(sentence: Sentence, index: int) -> int:
    """The line of the file for an index in a sentence's text."""
    return sentence.line_of(max(0, bisect_right(sentence.starts, index) - 1))


def rows(sentence: Sentence) -> int:
    """How many tokens the file has for a sentence: its lines, where each is one."""
    lines = sentence.lines
    return len(lines if isinstance(lines, range) else set(lines)) if lines else len(sentence)


def label_name(label: str) -> str:
    """A label as a report names it."""
    if not label:
        return "(no label)"
    return label if label.isprintable() else repr(label)
