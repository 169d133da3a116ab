"""Labelled sentences and the entities in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from nertag.text import Sentence, Span, broken_tags, spans, spans_to_tags


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
            replace(sentence, tags=tuple(spans_to_tags(found, len(sentence), "BIO")))
            for sentence, found in zip(self.sentences, self.spans)
        ]

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
