"""A model in memory with its engine: loaded, saved, copied and described."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from nertag.config import Settings
from nertag.model import Bundle, Scores, bundle_files, bundle_from, load_bundle, save_bundle
from nertag.model.engines import Engine, load_engine
from nertag.tagging.tokenizer import Tokenizer

Model = TypeVar("Model", bound="LoadedModel")


class LoadedModel:
    """A trained model and its engine. Nothing in it changes; several threads may share it.

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
        self._bundle = bundle
        self._loading = dict(loading or {})
        self._raw_scores = raw_scores
        self._tokenizer = tokenizer
        self._made = engine

    @classmethod
    def load(
        cls: type[Model],
        model: str | Path = "model",
        *,
        device: str = "auto",
        engine: str = "auto",
        precision: str = "auto",
        raw_scores: bool = False,
        tokenizer: Tokenizer | None = None,
    ) -> Model:
        """Load a model directory.

        Parameters
        ----------
        model : path
            The model directory.
        device : str
            ``auto``, ``cpu``, ``gpu`` or ``gpu:N``.
        engine : {"auto", "onnx", "openvino", "tensorflow"}
            ``auto`` uses TensorFlow where there is a GPU, else the fastest for the precision.
        precision : {"auto", "float32", "bfloat16", "int8"}
            Arithmetic of the network: ``bfloat16`` and ``int8`` are faster, and tag a little
            differently. ``auto`` is bfloat16 where OpenVINO and the processor have it and it costs
            the model at most 0.1 points of F1 on dev, else float32.
        raw_scores : bool
            Use the probabilities as the model gives them, without the temperature of training.
        tokenizer : callable, optional
            What splits raw text into words instead of the model's rules: it gives their texts in
            order, or pairs of start and end in code points.

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
        return cls(bundle, made, loading=loading, raw_scores=raw_scores, tokenizer=tokenizer)

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
        return self._bundle.manifest.dev

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
        return f"<{type(self).__name__} of {settings.reading.tokens} tokens, labels {labels}{dev}>"

    def __reduce__(self) -> tuple[object, ...]:
        contents, facts = bundle_files(self._bundle)
        how = {
            "loading": self._loading,
            "raw_scores": self._raw_scores,
            "tokenizer": self._tokenizer,
        }
        return _restored, (type(self), contents, facts, how)


def model_of(tagger: LoadedModel) -> Bundle:
    """The model of a tagger, for the parts of nertag that report on it.

    Parameters
    ----------
    tagger : Tagger
        The tagger.
    """
    return tagger._bundle


def _restored(
    cls: type[Model],
    contents: Mapping[str, bytes],
    facts: Mapping[str, Any],
    how: Mapping[str, Any],
) -> Model:
    """The reverse of `LoadedModel.__reduce__`."""
    bundle = bundle_from(contents, facts, "a pickled tagger")
    return cls(bundle, **how)
