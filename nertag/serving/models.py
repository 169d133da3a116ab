"""The models of a service, by name."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import NamedTuple

from nertag.model import Facts
from nertag.serving.batching import Batcher, Limits
from nertag.serving.metrics import Metrics, ModelMetrics
from nertag.tagging import TaggedText, Tagger, model_of
from nertag.text import Entity

WARM_UP = ("a", "a " * 40, "中" * 80, "中 " * 4096)
"""Texts that each model tags before it is ready; much is made only once there is much to tag."""


class Asked(NamedTuple):
    """What is asked of a tagger, as for `Tagger.tag`.

    Parameters
    ----------
    scores : bool
        Give each entity its probability.
    n_best : int
        Number of the most probable readings to give too.
    min_score : float
        Ignore entities that are less probable, from 0 to 1.
    known, forbidden : tuple of Entity
        What is known of a text that is tagged alone.
    """

    scores: bool = False
    n_best: int = 0
    min_score: float = 0.0
    known: tuple[Entity, ...] = ()
    forbidden: tuple[Entity, ...] = ()

    def tag(self, tagger: Tagger, texts: Sequence[str]) -> list[TaggedText]:
        """Tag texts as it is asked.

        Parameters
        ----------
        tagger : Tagger
            The tagger.
        texts : sequence of str
            The texts.
        """
        if self.known or self.forbidden:
            return [tagger.tag(text, **self._asdict()) for text in texts]
        scores, n_best, min_score = self[:3]
        return tagger.tag_texts(texts, scores=scores, n_best=n_best, min_score=min_score)


class UnknownModel(LookupError):
    """There is no model of this name; the message says which there are."""


@dataclass(frozen=True)
class ServedModel:
    """A model that is served.

    Parameters
    ----------
    name : str
        The name that requests call it by.
    tagger : Tagger
        The tagger.
    version : str
        Twelve hexadecimal digits that change with the model's files.
    tag : Batcher
        Tags texts of several requests together.
    """

    name: str
    tagger: Tagger
    version: str
    tag: Batcher[TaggedText]

    def warm_up(self) -> None:
        """Tag a little, so that the first request does not pay for what is made on first use."""
        for asked in (Asked(), Asked(scores=True)):
            asked.tag(self.tagger, WARM_UP)


class Models(Mapping[str, ServedModel]):
    """The models of a service, by name.

    Parameters
    ----------
    models : sequence of ServedModel
        The models; the first answers where none is named.
    """

    def __init__(self, models: Sequence[ServedModel]) -> None:
        self._models = {model.name: model for model in models}
        self.ready = False

    def __getitem__(self, name: str) -> ServedModel:
        return self._models[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._models)

    def __len__(self) -> int:
        return len(self._models)

    def named(self, name: str | None, version: str | None = None) -> ServedModel:
        """The model of a name, or the first one.

        Parameters
        ----------
        name : str, optional
            The name.
        version : str, optional
            The version that it must have.

        Raises
        ------
        UnknownModel
            There is no such model.
        """
        if name is None:
            return next(iter(self._models.values()))
        if name not in self._models:
            raise UnknownModel(f"there is no model {name!r}, expected one of: {', '.join(self)}")
        model = self._models[name]
        if version not in (None, model.version):
            raise UnknownModel(f"there is no version {version!r}, expected {model.version}")
        return model

    def swap(self, model: ServedModel) -> None:
        """Put a model in the place of the one of its name; what that has begun it ends.

        Parameters
        ----------
        model : ServedModel
            The new one.
        """
        self._models[model.name] = model

    def warm_up(self) -> None:
        """Tag a little with each model; then they are ready."""
        for model in self.values():
            model.warm_up()
        self.ready = True


@dataclass(frozen=True)
class Loader:
    """Loads models of a service; they run on the CPU.

    Parameters
    ----------
    precision : {"auto", "float32", "bfloat16", "int8"}
        Arithmetic of the networks.
    pool : Executor
        The threads that tag.
    limits : Limits
        How batches are made.
    metrics : Metrics
        What the service counts.
    """

    precision: str
    pool: Executor
    limits: Limits
    metrics: Metrics

    def load(self, name: str, folder: Path) -> ServedModel:
        """Load a model.

        Parameters
        ----------
        name : str
            The name that requests call it by.
        folder : Path
            The model directory.

        Raises
        ------
        NertagError
            The model cannot be used.
        """
        tagger = Tagger.load(folder, device="cpu", precision=self.precision)
        counted = self.metrics.of_model(name)
        batcher = Batcher(partial(_work, tagger, counted), self.pool, self.limits, counted)
        return ServedModel(name, tagger, version_of(model_of(tagger).manifest), batcher)


def _work(
    tagger: Tagger, metrics: ModelMetrics, texts: Sequence[str], asked: Asked
) -> list[TaggedText]:
    tagged = asked.tag(tagger, texts)
    metrics.tagged(tagged)
    return tagged


def version_of(manifest: Facts) -> str:
    """Twelve hexadecimal digits that change with a model's files.

    Parameters
    ----------
    manifest : Facts
        The model's manifest.
    """
    sums = {name: file.sha256 for name, file in manifest.files.items()}
    return hashlib.sha256(json.dumps(sums, sort_keys=True).encode()).hexdigest()[:12]
