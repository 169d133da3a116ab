"""A trained model as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from nertag.arrays import Ints
from nertag.config import Settings
from nertag.decoding import Lattice, Potentials
from nertag.features import Features, Lookups, Vocabulary, spell
from nertag.model.schema import Facts
from nertag.text import Sentence, fold, labels_of, tokenise

Arrays = Mapping[str, NDArray[np.float32]]

MOST_LOST = 0.001
"""F1 that a precision may cost on dev, to be taken without being asked for."""


@dataclass(frozen=True)
class Bundle:
    """All that is needed to tag, and how the model was trained.

    Parameters
    ----------
    settings : Settings
        The settings that the model was trained with.
    lookups : Lookups
        What the network looks up.
    tags : tuple of str
        The tags in BIO or BIOES, ``O`` first; the index of a tag is its id.
    weights : mapping of str to ndarray of float32
        All other weights, by name; empty before training.
    facts : mapping
        Scheme of the training data, dev scores, counts: what ``nertag info`` shows.
    history : list of dict
        One row an epoch.
    graphs : mapping of str to bytes
        The network as ONNX, by precision: ``float32``, ``int8``.
    """

    settings: Settings
    lookups: Lookups
    tags: tuple[str, ...]
    weights: Arrays
    facts: Mapping[str, Any] = field(default_factory=dict)
    history: list[dict[str, Any]] = field(default_factory=list)
    graphs: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def vocabulary(self) -> Vocabulary:
        """The tokens the network knows."""
        return self.lookups.vocabulary

    @cached_property
    def features(self) -> Features:
        """What the network reads of a token besides the vectors of the token and its bigram."""
        vectors = self.settings.vectors
        return self.lookups.features(
            classes=vectors.character_classes, any_case=vectors.gazetteer_case == "any"
        )

    def tokenise(self, text: str) -> Sentence:
        """Split a text as the model was trained to see it.

        Parameters
        ----------
        text : str
            The text.
        """
        return tokenise(text, self.settings.reading.tokens, self.manifest.words)

    def encode(self, sentence: Sentence) -> Ints:
        """What the network looks up of each token of a sentence.

        Parameters
        ----------
        sentence : Sentence
            The sentence.

        Returns
        -------
        ndarray of int32, shape (tokens,) or (tokens, values)
            Ids; or beside each id the rows of the spelling, `SPELLING_WIDTH` of them, and those of
            the pieces that make a vector of an unknown word, `MOST_PIECES`.
        """
        ids = self.vocabulary.encode(sentence)
        beside = [spell(sentence.words)] if self.settings.reads_spelling else []
        if self.lookups.subwords:
            beside.append(self.lookups.subwords.spell(list(map(fold, sentence.words))))
        return np.column_stack([ids, *beside]) if beside else ids

    @cached_property
    def manifest(self) -> Facts:
        """What `facts` say, as values; facts of newer versions are not among them."""
        return msgspec.convert(dict(self.facts), Facts)

    @property
    def labels(self) -> list[str]:
        """The entity labels."""
        return labels_of(self.tags)

    @property
    def temperature(self) -> float:
        """Temperature that divides the scores; 1.0 means none."""
        return self.manifest.calibration.temperature

    @cached_property
    def lattice(self) -> Lattice:
        """The tags that are decoded, and how."""
        fitted = self.manifest.calibration
        return Lattice.of(self.tags, self.potentials, fitted.threshold, fitted.temperature)

    def bears(self, precision: str) -> bool:
        """Whether the precision was measured on dev, and costs at most `MOST_LOST` of F1.

        Parameters
        ----------
        precision : str
            The precision.
        """
        found = self.manifest.precisions.get(precision)
        return found is not None and found.float32 - found.f1 <= MOST_LOST

    @property
    def potentials(self) -> Potentials:
        """What the head adds to the emissions, illegal sequences forbidden."""
        if self.settings.network.head == "softmax":
            return Potentials.of(self.tags, None)
        transitions, start, end = (
            self.weights[f"crf.{name}"] for name in ("transitions", "start", "end")
        )
        return Potentials.of(self.tags, (transitions, start, end))
