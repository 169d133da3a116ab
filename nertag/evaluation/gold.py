"""Labelled sentences and the entities in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from nertag.errors import DataError
from nertag.text import Sentence, Span, broken_tags, spans, spans_to_tags, with_unknown


@dataclass(frozen=True)
class Gold:
    """Labelled sentences; their entities are worked out once, when they are first asked for.

    Parameters
    ----------
    path : path
        The file.
    scheme : str
        How its tags are written.
    sentences : sequence of Sentence
        The sentences, with tags as written.
    notes : tuple of str
        What was repaired or ignored while it was read, one line each.
    format : str
        The name of the file's format; empty if it is not known.
    """

    path: str | Path
    scheme: str
    sentences: Sequence[Sentence]
    notes: tuple[str, ...] = ()
    format: str = ""

    def __len__(self) -> int:
        return len(self.sentences)

    @cached_property
    def spans(self) -> list[list[Span]]:
        """The entities of each sentence; a tag that cannot continue an entity opens one."""
        return [spans(sentence.tags) for sentence in self.sentences]

    @cached_property
    def strict_spans(self) -> list[list[Span]]:
        """The entities of each sentence whose tags keep to the scheme."""
        return [
            [span for span in found if broken.isdisjoint(range(span[0], span[1]))]
            for found, broken in zip(self.spans, map(set, self._broken))
        ]

    @cached_property
    def labels(self) -> list[str]:
        """The labels of the entities, sorted."""
        return sorted({label for found in self.spans for _, _, label in found})

    @cached_property
    def broken_count(self) -> int:
        """How many tags break the scheme."""
        return sum(map(len, self._broken))

    @cached_property
    def in_bio(self) -> list[Sentence]:
        """The sentences with their tags repaired to legal BIO."""
        return [
            sentence.tagged(tuple(with_unknown(tags, sentence.tags)))
            for sentence, tags in zip(self.sentences, self._legal)
        ]

    @property
    def _legal(self) -> Iterator[list[str]]:
        """The tags of each sentence's entities, in BIO."""
        pairs = zip(self.sentences, self.spans)
        return (spans_to_tags(found, len(sentence), "BIO") for sentence, found in pairs)

    @cached_property
    def whole(self) -> list[int]:
        """The indices of the sentences of which every token is labelled."""
        return [i for i, sentence in enumerate(self.sentences) if not sentence.is_partial]

    def check_whole(self) -> None:
        """Refuse sentences with tokens that are not labelled: they cannot be scored.

        Raises
        ------
        DataError
            There is one.
        """
        for sentence in self.sentences:
            if sentence.is_partial:
                what = "some tokens are not labelled, so it cannot be scored"
                raise DataError(self.path, sentence.line, what, "label it whole, or leave it out")

    def at(self, indices: Sequence[int]) -> Gold:
        """Some of the sentences.

        Parameters
        ----------
        indices : sequence of int
            The indices of the sentences, from 0.
        """
        return replace(self, sentences=[self.sentences[index] for index in indices])

    @cached_property
    def _broken(self) -> list[list[int]]:
        """The indices of the tags of each sentence that break the scheme."""
        return [
            broken_tags(sentence.tags, found, self.scheme)
            for sentence, found in zip(self.sentences, self.spans)
        ]
