"""The tagger: texts in, tagged texts out, in order, in bounded memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nertag.arrays import Ints
from nertag.config import Settings
from nertag.decoding import Lattice, SpanReader
from nertag.io import in_order
from nertag.model import Bundle, Scores, bundle_files, bundle_from, load_bundle, save_bundle
from nertag.model.engines import Engine, load_engine
from nertag.tagging.arguments import (
    check_asked,
    check_sentences,
    check_text,
    check_texts,
    checked_texts,
)
from nertag.tagging.probabilities import SentenceLook
from nertag.tagging.rows import LikelyPath, SentenceRows
from nertag.tagging.tagged_text import Reading, TaggedText
from nertag.tagging.windows import tag_rows
from nertag.text import Sentence, as_bio, tokenise

CHUNK, CHUNK_CHARACTERS = 256, 32_768
"""Texts that are tagged together, so that similar lengths share a batch, and all their length."""

OUTSIDE = 0
"""The id of the tag O."""


class Tagger:
    """A trained model ready for use. Nothing in it changes; several threads may share it.

    It pickles and deep-copies: the copy makes its engine anew, in the process that uses it.

    Parameters
    ----------
    bundle : Bundle
        The model.
    engine : callable, optional
        Ids ``(batch, time)`` to emissions ``(batch, time, tags)``; made on first use by default.
    loading : mapping of str to str, optional
        How to make the engine: ``device``, ``engine`` and ``precision`` as for `load`.
    raw_scores : bool
        Use the probabilities as the model gives them, without the temperature of training.

    Examples
    --------
    >>> tagger = nertag.load("model")
    >>> [(e.start, e.end, e.label) for e in tagger.tag("李雷在北京。").entities]
    [(0, 2, 'PER'), (3, 5, 'LOC')]
    """

    def __init__(
        self,
        bundle: Bundle,
        engine: Engine | None = None,
        *,
        loading: Mapping[str, str] | None = None,
        raw_scores: bool = False,
    ) -> None:
        self._bundle = bundle
        self._loading = dict(loading or {})
        self._raw_scores = raw_scores
        self._made = engine
        self._lattice = Lattice.of(bundle.tags, bundle.potentials)
        self._reader = SpanReader(self._lattice.tags)
        self._written = tuple(map(as_bio, self._lattice.tags))

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
            The model directory.
        device : str
            ``auto``, ``cpu``, ``gpu`` or ``gpu:N``.
        engine : {"auto", "onnx", "tensorflow"}
            ``auto`` uses TensorFlow where there is a GPU, ONNX Runtime otherwise.
        precision : {"float32", "int8"}
            Arithmetic of the ONNX engine: ``int8`` is faster, and tags a little differently.
        raw_scores : bool
            Use the probabilities as the model gives them, without the temperature of training.

        Raises
        ------
        ModelFormatError
            There is no model, or it is damaged.
        ConfigError
            The device is not there, or the engine cannot do what is asked.
        """
        bundle = load_bundle(model)
        loading = {"device": device, "engine": engine, "precision": precision}
        made = load_engine(bundle, **loading)
        return cls(bundle, made, loading=loading, raw_scores=raw_scores)

    def save(self, directory: str | Path) -> None:
        """Write the model directory; what is there already is replaced at the last moment.

        Parameters
        ----------
        directory : path
            The model directory; it is made if it is not there.

        Raises
        ------
        DataError
            It cannot be written.
        """
        save_bundle(self._bundle, directory)

    @property
    def labels(self) -> list[str]:
        """The labels of the entities, sorted."""
        return self._bundle.labels

    @property
    def tags(self) -> tuple[str, ...]:
        """The tags that the network tells apart, in BIO or BIOES: the columns of `marginals`."""
        return self._bundle.tags

    @property
    def settings(self) -> Settings:
        """The settings it was trained with."""
        return self._bundle.settings

    @property
    def scores(self) -> Scores | None:
        """The scores on the dev data of training; None if the model does not have any."""
        dev = self._bundle.facts.get("dev")
        return Scores.from_dict(dev) if dev else None

    @property
    def temperature(self) -> float:
        """Temperature that divides emissions and transitions for probabilities; 1.0 means none."""
        return 1.0 if self._raw_scores else self._bundle.temperature

    @property
    def _engine(self) -> Engine:
        if self._made is None:
            self._made = load_engine(self._bundle, **self._loading)
        return self._made

    def __repr__(self) -> str:
        labels = ", ".join(self.labels)
        scores = self.scores
        dev = f", dev F1 {scores.f1:.2%}" if scores else ""
        settings = self.settings
        return f"<Tagger of {settings.reading.tokens} tokens, labels {labels}{dev}>"

    def __reduce__(self) -> tuple[object, ...]:
        return _restored, (*bundle_files(self._bundle), self._loading, self._raw_scores)

    def tag(
        self, text: str, *, scores: bool = False, n_best: int = 0, min_score: float = 0.0
    ) -> TaggedText:
        """Tag one text of any length.

        Parameters
        ----------
        text : str
            The text.
        scores : bool
            Give each entity its probability.
        n_best : int
            Number of the most probable readings to give too.
        min_score : float
            Leave out entities that are less probable, from 0 to 1.

        Raises
        ------
        ArgumentTypeError, ArgumentError
            An argument is of another type, or makes no sense; also a TypeError or a ValueError.
        """
        check_text(text)
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

        Parameters
        ----------
        texts : iterable of str
            The texts; may be endless.
        scores, n_best, min_score
            As for `tag`.

        Raises
        ------
        ArgumentTypeError, ArgumentError
            As for `tag`, at once; for one of the texts when it is reached.
        """
        check_texts(texts)
        check_asked(n_best, min_score)
        return self._tag_stream(texts, scores=scores, n_best=n_best, min_score=min_score)

    def _tag_stream(
        self, texts: Iterable[str], *, scores: bool, n_best: int, min_score: float
    ) -> Iterator[TaggedText]:
        work = partial(self.tag_texts, scores=scores, n_best=n_best, min_score=min_score)
        for tagged in in_order(work, _chunks(checked_texts(texts))):
            yield from tagged or ()

    def tag_texts(
        self,
        texts: Sequence[str],
        *,
        scores: bool = False,
        n_best: int = 0,
        min_score: float = 0.0,
    ) -> list[TaggedText]:
        """Tag some texts together, on one core; similar lengths share a batch.

        Takes and raises what `tag_many` does.
        """
        check_texts(texts)
        kind = self.settings.reading.tokens
        sentences = [tokenise(text, kind) for text in checked_texts(texts)]
        return self.tag_sentences(sentences, scores=scores, n_best=n_best, min_score=min_score)

    def tag_sentences(
        self,
        sentences: Sequence[Sentence],
        *,
        scores: bool = False,
        n_best: int = 0,
        min_score: float = 0.0,
    ) -> list[TaggedText]:
        """Tag sentences whose tokens are given.

        Parameters
        ----------
        sentences : sequence of Sentence
            The sentences. With character tokens every character of their texts is a token.
        scores, n_best, min_score
            As for `tag`.

        Raises
        ------
        ArgumentTypeError, ArgumentError
            As for `tag`.
        """
        check_sentences(sentences)
        check_asked(n_best, min_score)
        if scores or n_best or min_score:
            return self._tag_surely(sentences, scores, n_best, min_score)
        pieces = self._rows(sentences)
        rows = pieces.join_paths(tag_rows(pieces.rows, self._engine, self._lattice))
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
        found = look.spans
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

    def look(self, sentences: Sequence[Sentence]) -> SentenceLook:
        """Sentences as the network sees them: what scores and other readings come from."""
        return SentenceLook(self._rows(sentences), self._engine, self._lattice)

    def marginals(self, text: str) -> NDArray[np.float64]:
        """The probability of each tag at each token, shape ``(tokens, tags)``.

        The columns are those of `tags`.

        Parameters
        ----------
        text : str
            The text.
        """
        check_text(text)
        sentence = tokenise(text, self.settings.reading.tokens)
        found = self.look([sentence]).marginals(self.temperature)[0]
        return self._lattice.fold(found, len(self.tags))

    def _rows(self, sentences: Sequence[Sentence]) -> SentenceRows:
        return SentenceRows(sentences, self._bundle.encode)

    def _names(self, row: Ints) -> tuple[str, ...]:
        return tuple(map(self._written.__getitem__, row.tolist()))


def model_of(tagger: Tagger) -> Bundle:
    """The model of a tagger, for those parts of nertag that report on it."""
    return tagger._bundle


def _restored(
    contents: Mapping[str, bytes],
    facts: Mapping[str, Any],
    loading: Mapping[str, str],
    raw_scores: bool,
) -> Tagger:
    """The reverse of `Tagger.__reduce__`."""
    bundle = bundle_from(contents, facts, "a pickled tagger")
    return Tagger(bundle, loading=loading, raw_scores=raw_scores)


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
