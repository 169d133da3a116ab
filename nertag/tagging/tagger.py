"""The tagger: texts in, tagged texts out, in order, in bounded memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nertag.arrays import Ints
from nertag.decoding import SpanReader
from nertag.io import in_order
from nertag.model import Bundle, load_bundle
from nertag.model.engines import Engine, load_engine
from nertag.tagging.probabilities import LikelyPath, Look
from nertag.tagging.windows import tag_rows
from nertag.text import Reading, Sentence, Span, TaggedText, as_bio, tokenise

CHUNK, CHUNK_CHARACTERS = 256, 32_768
"""Texts that are tagged together, so that similar lengths share a batch, and all their length."""

OUTSIDE = 0
"""The id of the tag O."""


class Tagger:
    """A trained model ready for use. Nothing in it changes; several threads may share it.

    Parameters
    ----------
    bundle : Bundle
    engine : callable
        Ids ``(batch, time)`` to emissions ``(batch, time, tags)``.
    raw_scores : bool
        Leave the probabilities as the model gives them, also where training has found a temperature
        that makes them truer.

    Examples
    --------
    >>> tagger = nertag.load("model")                                  # doctest: +SKIP
    >>> [(e.start, e.end, e.label) for e in tagger.tag("李雷在北京。").entities]  # doctest: +SKIP
    [(0, 2, 'PER'), (3, 5, 'LOC')]
    """

    def __init__(self, bundle: Bundle, engine: Engine, *, raw_scores: bool = False) -> None:
        self.bundle = bundle
        self.temperature = 1.0 if raw_scores else bundle.temperature
        self._engine = engine
        self._potentials = bundle.potentials
        self._reader = SpanReader(bundle.tags)
        self._written = tuple(map(as_bio, bundle.tags))

    @classmethod
    def load(
        cls,
        model: str | Path = "model",
        *,
        device: str = "auto",
        engine: str = "auto",
        precision: str = "float32",
        raw_scores: bool = False,
    ) -> Tagger:
        """Load a model directory.

        Parameters
        ----------
        model : path
        device : str
            ``auto``, ``cpu``, ``gpu`` or ``gpu:N``.
        engine : {"auto", "onnx", "tensorflow"}
            ``auto`` takes TensorFlow where there is a GPU, ONNX Runtime otherwise.
        precision : {"float32", "int8"}
            Of the ONNX engine: ``int8`` is faster, and tags a little differently.
        raw_scores : bool
            Leave out the temperature that makes scores truer.

        Raises
        ------
        ModelFormatError
            There is no model, or it is damaged.
        ConfigError
            The device is not there, or the engine cannot do what is asked.
        """
        bundle = load_bundle(model)
        loaded = load_engine(bundle, engine=engine, precision=precision, device=device)
        return cls(bundle, loaded, raw_scores=raw_scores)

    def tag(
        self, text: str, *, scores: bool = False, n_best: int = 0, min_score: float = 0.0
    ) -> TaggedText:
        """Tag one text of any length.

        Parameters
        ----------
        text : str
        scores : bool
            Give each entity its probability.
        n_best : int
            Give so many of the most probable readings too.
        min_score : float
            Leave out entities that are less probable.
        """
        return self.tag_texts([text], scores=scores, n_best=n_best, min_score=min_score)[0]

    def tag_many(
        self,
        texts: Iterable[str],
        *,
        scores: bool = False,
        n_best: int = 0,
        min_score: float = 0.0,
    ) -> Iterator[TaggedText]:
        """Tag a stream of texts, one result a text, in the same order, on all cores.

        Some thousand texts are read ahead; memory does not grow with the length of the stream.
        """
        work = partial(self.tag_texts, scores=scores, n_best=n_best, min_score=min_score)
        for tagged in in_order(work, _chunks(texts)):
            yield from tagged or ()

    def tag_texts(
        self,
        texts: Sequence[str],
        *,
        scores: bool = False,
        n_best: int = 0,
        min_score: float = 0.0,
    ) -> list[TaggedText]:
        """Tag some texts together, on one core; similar lengths share a batch."""
        kind = self.bundle.settings.tokens
        sentences = [tokenise(text, kind) for text in texts]
        return self.tag_sentences(sentences, scores=scores, n_best=n_best, min_score=min_score)

    def tag_sentences(
        self,
        sentences: Sequence[Sentence],
        *,
        scores: bool = False,
        n_best: int = 0,
        min_score: float = 0.0,
    ) -> list[TaggedText]:
        """Tag sentences whose tokens are given."""
        if scores or n_best or min_score:
            return self._tag_surely(sentences, scores, n_best, min_score)
        rows = tag_rows(self._encode(sentences), self._engine, self._potentials)
        return [
            TaggedText(
                sentence.text,
                replace(sentence, tags=self._names(row)),
                tuple(sentence.entity(*span) for span in spans),
            )
            for sentence, row, spans in zip(sentences, rows, self._reader.read(rows))
        ]

    def _tag_surely(
        self, sentences: Sequence[Sentence], scores: bool, n_best: int, min_score: float
    ) -> list[TaggedText]:
        look = self.look(sentences)
        found = self._reader.read(look.paths)
        readings = look.readings(n_best, self.temperature) if n_best else [[] for _ in found]
        probabilities = look.probabilities(found, self.temperature)
        tagged = []
        for n, (sentence, spans) in enumerate(zip(sentences, found)):
            path, entities = look.paths[n], []
            for (start, end, label), score in zip(spans, probabilities[n]):
                if score < min_score:
                    path[start:end] = OUTSIDE
                else:
                    entities.append(sentence.entity(start, end, label, score if scores else None))
            tags = replace(sentence, tags=self._names(path))
            more = self._readings(sentence, readings[n])
            tagged.append(TaggedText(sentence.text, tags, tuple(entities), more))
        return tagged

    def _readings(self, sentence: Sentence, paths: Sequence[LikelyPath]) -> tuple[Reading, ...]:
        found = self._reader.read([path for path, _ in paths])
        return tuple(
            Reading(
                probability,
                self._names(path),
                tuple(sentence.entity(*span) for span in spans),
            )
            for (path, probability), spans in zip(paths, found)
        )

    def look(self, sentences: Sequence[Sentence]) -> Look:
        """Sentences as the network sees them: what scores and other readings come from."""
        return Look(self._encode(sentences), self._engine, self._potentials, self.bundle.tags)

    def marginals(self, text: str) -> NDArray[np.float64]:
        """The probability of each tag at each token, shape ``(tokens, tags)``.

        The tags are those of ``bundle.tags``, in that order; they may be of BIOES.
        """
        sentence = tokenise(text, self.bundle.settings.tokens)
        return self.look([sentence]).marginals(self.temperature)[0]

    def spans(self, sentences: Sequence[Sentence]) -> list[list[Span]]:
        """The spans found in sentences, as numbers of tokens: what evaluation compares."""
        rows = tag_rows(self._encode(sentences), self._engine, self._potentials)
        return self._reader.read(rows)

    def _encode(self, sentences: Sequence[Sentence]) -> list[Ints]:
        return list(map(self.bundle.vocabulary.encode, sentences))

    def _names(self, row: Ints) -> tuple[str, ...]:
        return tuple(map(self._written.__getitem__, row.tolist()))


def _chunks(texts: Iterable[str]) -> Iterator[list[str]]:
    chunk: list[str] = []
    characters = 0
    for text in texts:
        chunk.append(text)
        characters += len(text)
        if len(chunk) == CHUNK or characters >= CHUNK_CHARACTERS:
            yield chunk
            chunk, characters = [], 0
    if chunk:
        yield chunk
