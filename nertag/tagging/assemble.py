"""Tagged texts from what the network finds: paths, spans and probabilities."""

from __future__ import annotations

from collections.abc import Sequence

from nertag.arrays import Ints
from nertag.decoding import SpanReader
from nertag.tagging.rows import LikelyPath
from nertag.tagging.sentence_look import SentenceLook
from nertag.tagging.tagged_text import Reading, TaggedText
from nertag.text import Sentence, as_bio

OUTSIDE = 0
"""The id of the tag O."""


class Assembler:
    """Writes tag ids as tags in BIO and as entities.

    Parameters
    ----------
    tags : sequence of str
        The tag of each id, in BIO or BIOES.
    """

    def __init__(self, tags: Sequence[str]) -> None:
        self._reader = SpanReader(tags)
        self._names = tuple(map(as_bio, tags))

    def plain(self, sentences: Sequence[Sentence], paths: Sequence[Ints]) -> list[TaggedText]:
        """Tagged texts without probabilities.

        Parameters
        ----------
        sentences : sequence of Sentence
            The sentences.
        paths : sequence of ndarray of int32, each of shape (tokens,)
            The tag id of each token, for each sentence.
        """
        return [
            TaggedText(
                sentence.text,
                sentence.tagged(self._tags(path)),
                tuple(sentence.entity(*span) for span in spans),
            )
            for sentence, path, spans in zip(sentences, paths, self._reader.read(paths))
        ]

    def with_probabilities(
        self,
        sentences: Sequence[Sentence],
        look: SentenceLook,
        temperature: float,
        *,
        scores: bool,
        n_best: int,
        min_score: float,
    ) -> list[TaggedText]:
        """Tagged texts whose entities are chosen or described by their probabilities.

        Parameters
        ----------
        sentences : sequence of Sentence
            The sentences.
        look : SentenceLook
            How the network sees these sentences.
        temperature : float
            Temperature that divides the scores; 1.0 means none.
        scores : bool
            Give each entity its probability.
        n_best : int
            Number of the most probable readings to give too.
        min_score : float
            Ignore entities that are less probable, from 0 to 1.
        """
        found = look.spans
        readings = look.readings(n_best, temperature) if n_best else [[] for _ in found]
        probabilities = look.probabilities(found, temperature)
        tagged = []
        for n, (sentence, spans) in enumerate(zip(sentences, found)):
            path, entities = look.paths[n], []
            for (start, end, label), score in zip(spans, probabilities[n]):
                if score < min_score:
                    path[start:end] = OUTSIDE
                else:
                    entities.append(sentence.entity(start, end, label, score if scores else None))
            tags = sentence.tagged(self._tags(path))
            more = self._readings(sentence, readings[n])
            tagged.append(TaggedText(sentence.text, tags, tuple(entities), more))
        return tagged

    def _readings(self, sentence: Sentence, paths: Sequence[LikelyPath]) -> tuple[Reading, ...]:
        found = self._reader.read([path for path, _ in paths])
        return tuple(
            Reading(
                probability,
                self._tags(path),
                tuple(sentence.entity(*span) for span in spans),
            )
            for (path, probability), spans in zip(paths, found)
        )

    def _tags(self, path: Ints) -> tuple[str, ...]:
        return tuple(map(self._names.__getitem__, path.tolist()))
