"""The tagger: texts in, tagged texts out, in order, in bounded memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from nertag import bundle as bundles
from nertag.bundle import Bundle
from nertag.inference import Engine, tag_rows
from nertag.schemes import Span
from nertag.spans import SpanReader
from nertag.text import tokenise
from nertag.types import Sentence, TaggedText

LOOK_AHEAD = 2048
"""Texts that are read before the first of them is tagged, so that similar lengths share a batch."""
LOOK_AHEAD_TOKENS = 131_072


class Tagger:
    """A trained model ready for use. Nothing in it changes; several threads may share it.

    Parameters
    ----------
    bundle : Bundle
    engine : callable
        Ids ``(batch, time)`` to emissions ``(batch, time, tags)``.

    Examples
    --------
    >>> tagger = nertag.load("model")                                  # doctest: +SKIP
    >>> [(e.start, e.end, e.label) for e in tagger.tag("李雷在北京。").entities]  # doctest: +SKIP
    [(0, 2, 'PER'), (3, 5, 'LOC')]
    """

    def __init__(self, bundle: Bundle, engine: Engine) -> None:
        self.bundle = bundle
        self._engine = engine
        self._potentials = bundle.potentials
        self._reader = SpanReader(bundle.tags)

    @classmethod
    def load(cls, model: str | Path = "model", *, device: str = "auto") -> Tagger:
        """Load a model directory.

        Raises
        ------
        ModelFormatError
            There is none, or it is damaged.
        ConfigError
            The device is not there.
        """
        bundle = bundles.load(model)
        from nertag.engines.tensorflow import load_engine

        return cls(bundle, load_engine(bundle, device))

    def tag(self, text: str) -> TaggedText:
        """Tag one text of any length."""
        return self.tag_sentences([tokenise(text, self.bundle.settings.tokens)])[0]

    def tag_many(self, texts: Iterable[str]) -> Iterator[TaggedText]:
        """Tag a stream of texts, one result a text, in the same order.

        Some thousand texts are read ahead; memory does not grow with the length of the stream.
        """
        waiting: list[Sentence] = []
        tokens = 0
        for text in texts:
            waiting.append(tokenise(text, self.bundle.settings.tokens))
            tokens += len(waiting[-1])
            if len(waiting) == LOOK_AHEAD or tokens >= LOOK_AHEAD_TOKENS:
                yield from self.tag_sentences(waiting)
                waiting, tokens = [], 0
        yield from self.tag_sentences(waiting)

    def tag_sentences(self, sentences: Sequence[Sentence]) -> list[TaggedText]:
        """Tag sentences whose tokens are given."""
        vocabulary, names = self.bundle.vocabulary, self.bundle.tags
        rows = tag_rows(
            [vocabulary.encode(sentence) for sentence in sentences], self._engine, self._potentials
        )
        tagged = []
        for sentence, row, spans in zip(sentences, rows, self._reader.read(rows)):
            tags = tuple([names[tag] for tag in row.tolist()])
            entities = tuple(sentence.entity(*span) for span in spans)
            tagged.append(TaggedText(sentence.text, replace(sentence, tags=tags), entities))
        return tagged

    def spans(self, sentences: Sequence[Sentence]) -> list[list[Span]]:
        """The spans found in sentences, as numbers of tokens: what evaluation compares."""
        encode = self.bundle.vocabulary.encode
        rows = tag_rows([encode(s) for s in sentences], self._engine, self._potentials)
        return self._reader.read(rows)
