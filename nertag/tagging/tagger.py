"""The tagger: texts in, tagged texts out, in order, in bounded memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from nertag.arrays import Bools
from nertag.io import in_order
from nertag.model import Bundle
from nertag.model.engines import Engine
from nertag.tagging.arguments import (
    check_asked,
    check_sentences,
    check_text,
    check_texts,
    checked_texts,
)
from nertag.tagging.assemble import Assembler
from nertag.tagging.chunks import chunks
from nertag.tagging.constraints import barred_tags
from nertag.tagging.loaded_model import LoadedModel
from nertag.tagging.other_libraries import entity_frame
from nertag.tagging.rows import SentenceRows
from nertag.tagging.sentence_look import SentenceLook
from nertag.tagging.tagged_text import TaggedText
from nertag.tagging.tokenizer import Splitter, Tokenizer
from nertag.tagging.windows import tag_rows
from nertag.text import Entity, Sentence

if TYPE_CHECKING:
    import pandas


class Tagger(LoadedModel):
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
    tokenizer : callable, optional
        What splits raw text into words instead of the model's rules: it gives their texts in order,
        or pairs of start and end in code points.

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
        tokenizer: Tokenizer | None = None,
    ) -> None:
        super().__init__(
            bundle, engine, loading=loading, raw_scores=raw_scores, tokenizer=tokenizer
        )
        self._split = Splitter(bundle, tokenizer)
        self._lattice = bundle.lattice
        self._assembler = Assembler(self._lattice.tags)

    def tag(
        self,
        text: str | Sentence,
        *,
        scores: bool = False,
        n_best: int = 0,
        min_score: float = 0.0,
        known: Sequence[Entity] = (),
        forbidden: Sequence[Entity] = (),
    ) -> TaggedText:
        """Tag one text of any length; the best, and all probabilities, given what is known of it.

        Parameters
        ----------
        text : str or Sentence
            The text; a sentence is tagged with the tokens that it has.
        scores : bool
            Give each entity its probability.
        n_best : int
            Number of the most probable readings to give too.
        min_score : float
            Ignore entities that are less probable, from 0 to 1.
        known : sequence of Entity
            Entities that are right: each is in the output just so.
        forbidden : sequence of Entity
            Pieces that no entity of this label touches; no entity at all where the label is empty.

        Raises
        ------
        ArgumentTypeError, ArgumentError
            An argument is of another type, or makes no sense; also a TypeError or a ValueError.
        """
        check_text(text)
        if not (known or forbidden):
            return self.tag_texts([text], scores=scores, n_best=n_best, min_score=min_score)[0]
        sentence = self._split(text)
        barred = barred_tags(sentence, known, forbidden, self._lattice.tags)
        return self._tagged([sentence], barred, scores, n_best, min_score)[0]

    def tag_many(
        self,
        texts: Iterable[str | Sentence],
        *,
        scores: bool = False,
        n_best: int = 0,
        min_score: float = 0.0,
    ) -> Iterator[TaggedText]:
        """Tag a stream of texts, one result a text, in the same order, on all cores.

        Some thousand texts are read ahead; memory does not grow with the length of the stream.

        Parameters
        ----------
        texts : iterable of str or Sentence
            The texts; may be endless. Sentences are tagged with the tokens that they have.
        scores : bool
            Give each entity its probability.
        n_best : int
            Number of the most probable readings to give too.
        min_score : float
            Ignore entities that are less probable, from 0 to 1.

        Raises
        ------
        ArgumentTypeError, ArgumentError
            An argument is of another type, or makes no sense. It is raised at once; for one of
            the texts when it is reached.
        """
        check_texts(texts)
        check_asked(n_best, min_score)
        return self._tag_stream(texts, scores=scores, n_best=n_best, min_score=min_score)

    def _tag_stream(
        self, texts: Iterable[str | Sentence], *, scores: bool, n_best: int, min_score: float
    ) -> Iterator[TaggedText]:
        work = partial(self.tag_texts, scores=scores, n_best=n_best, min_score=min_score)
        for tagged in in_order(work, chunks(checked_texts(texts))):
            yield from tagged

    def to_frame(
        self, texts: Iterable[str | Sentence], *, scores: bool = False, min_score: float = 0.0
    ) -> pandas.DataFrame:
        """Tag texts; the entities as a data frame of pandas, a row each.

        The columns are named as in the JSON of ``nertag tag``: ``start``, ``end``, ``label``,
        ``text``, and ``score`` if it is asked for. The index says which text: its place, from 0,
        or its name in the index of a series of pandas. A text without entities has no row.

        Parameters
        ----------
        texts : iterable of str or Sentence
            The texts, such as a column of a data frame.
        scores : bool
            Give each entity its probability.
        min_score : float
            Ignore entities that are less probable, from 0 to 1.

        Raises
        ------
        ArgumentTypeError, ArgumentError
            An argument is of another type, or makes no sense.
        MissingPackageError
            pandas is not installed.

        Examples
        --------
        >>> nertag.load("model").to_frame(["今天下雨。", "李雷在北京。"])
           start  end label text
        1      0    2   PER   李雷
        1      3    5   LOC   北京
        """
        tagged = self.tag_many(texts, scores=scores, min_score=min_score)
        return entity_frame(texts, (one.to_dict()["entities"] for one in tagged), scores=scores)

    def tag_texts(
        self,
        texts: Sequence[str | Sentence],
        *,
        scores: bool = False,
        n_best: int = 0,
        min_score: float = 0.0,
    ) -> list[TaggedText]:
        """Tag some texts together, on one core; similar lengths share a batch.

        Parameters
        ----------
        texts : sequence of str or Sentence
            The texts. Sentences are tagged with the tokens that they have.
        scores : bool
            Give each entity its probability.
        n_best : int
            Number of the most probable readings to give too.
        min_score : float
            Ignore entities that are less probable, from 0 to 1.

        Raises
        ------
        ArgumentTypeError, ArgumentError
            An argument is of another type, or makes no sense.
        """
        check_texts(texts)
        sentences = [self._split(text) for text in checked_texts(texts)]
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
        scores : bool
            Give each entity its probability.
        n_best : int
            Number of the most probable readings to give too.
        min_score : float
            Ignore entities that are less probable, from 0 to 1.

        Raises
        ------
        ArgumentTypeError, ArgumentError
            An argument is of another type, or makes no sense.
        """
        return self._tagged(sentences, None, scores, n_best, min_score)

    def _tagged(
        self,
        sentences: Sequence[Sentence],
        barred: Bools | None,
        scores: bool,
        n_best: int,
        min_score: float,
    ) -> list[TaggedText]:
        check_sentences(sentences, self.settings.reading.tokens)
        check_asked(n_best, min_score)
        rows = SentenceRows(sentences, self._bundle.encode, barred)
        if scores or n_best or min_score:
            return self._assembler.with_probabilities(
                sentences,
                SentenceLook(rows, self._engine, self._lattice),
                self.temperature,
                scores=scores,
                n_best=n_best,
                min_score=min_score,
            )
        paths = rows.join_paths(tag_rows(rows.rows, self._engine, self._lattice))
        return self._assembler.plain(sentences, paths)

    def look(self, sentences: Sequence[Sentence]) -> SentenceLook:
        """Sentences as the network sees them; their probabilities come from it.

        Parameters
        ----------
        sentences : sequence of Sentence
            The sentences.
        """
        rows = SentenceRows(sentences, self._bundle.encode)
        return SentenceLook(rows, self._engine, self._lattice)

    def marginals(self, text: str | Sentence) -> NDArray[np.float64]:
        """The probability of each tag at each token, shape ``(tokens, tags)``, as in `tags`.

        Parameters
        ----------
        text : str or Sentence
            The text; a sentence has its own tokens.
        """
        check_text(text)
        sentence = self._split(text)
        check_sentences([sentence], self.settings.reading.tokens)
        found = self.look([sentence]).marginals(self.temperature)[0]
        return self._lattice.fold(found, len(self.tags))
