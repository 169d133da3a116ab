"""A trained model as values, and the model directory that holds them.

Weights are plain named arrays (safetensors), the rest is text and JSON; nothing that is loaded is
ever executed.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load as load_arrays
from safetensors.numpy import save as save_arrays

from nertag.arrays import Ints
from nertag.config import Settings
from nertag.decoding import Potentials
from nertag.errors import ConfigError, ModelFormatError
from nertag.features import Features, Lookups, Vocabulary, spell
from nertag.model import store
from nertag.model.check_weights import check_weights
from nertag.model.saved_settings import read_settings
from nertag.model.schema import Facts, Manifest
from nertag.model.versions import versions
from nertag.text import Sentence, TagError, labels_of, tokenise

FORMATS = (1, store.FORMAT)
GRAPH_FILES = {"float32": "model.onnx", "int8": "model_int8.onnx"}
"""The network's graphs, which a model need not have, by precision."""
EXTERNAL = b"\x0a\x08location"
"""What an ONNX graph has where it takes weights from another file."""
_DAMAGE = (
    ArithmeticError,
    ConfigError,
    LookupError,
    MemoryError,
    RecursionError,
    SafetensorError,
    TagError,
    TypeError,
    ValueError,
)
Arrays = Mapping[str, NDArray[np.float32]]


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
        ndarray of int32, shape (tokens,) or (tokens, 1 + SPELLING_WIDTH)
            Ids, or ids and the rows of the spelling beside them.
        """
        ids = self.vocabulary.encode(sentence)
        if not self.settings.reads_spelling:
            return ids
        return np.column_stack([ids, spell(sentence.words)])

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

    @property
    def potentials(self) -> Potentials:
        """What the head adds to the emissions, illegal sequences forbidden."""
        if self.settings.network.head == "softmax":
            return Potentials.of(self.tags, None)
        transitions, start, end = (
            self.weights[f"crf.{name}"] for name in ("transitions", "start", "end")
        )
        return Potentials.of(self.tags, (transitions, start, end))


def save_bundle(bundle: Bundle, directory: str | Path) -> None:
    """Write the model directory; what stood there before is whole until the last moment.

    Parameters
    ----------
    bundle : Bundle
        The model.
    directory : path
        The model directory; it is made if it is not there.

    Raises
    ------
    DataError
        It cannot be written.
    """
    store.commit(directory, *bundle_files(bundle))


def bundle_files(bundle: Bundle) -> tuple[dict[str, bytes], dict[str, Any]]:
    """The contents of a model directory by name, and the facts of its manifest.

    Parameters
    ----------
    bundle : Bundle
        The model.
    """
    contents = {
        **bundle.lookups.files(),
        "tags.txt": "".join(tag + "\n" for tag in bundle.tags).encode(),
        "weights.safetensors": save_arrays(dict(bundle.weights)),
        "history.csv": _csv(bundle.history),
        **{GRAPH_FILES[precision]: graph for precision, graph in bundle.graphs.items()},
    }
    facts = {
        "written_by": versions(),
        "settings": bundle.settings.to_dict(),
        "labels": bundle.labels,
        **bundle.facts,
    }
    return contents, facts


def _csv(history: list[dict[str, Any]]) -> bytes:
    stream = io.StringIO()
    if history:
        writer = csv.DictWriter(stream, history[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(history)
    return stream.getvalue().encode()


def read_facts(directory: str | Path) -> dict[str, Any]:
    """The manifest, without reading the weights.

    Parameters
    ----------
    directory : path
        The model directory.

    Raises
    ------
    ModelFormatError
        There is no model, or one of another format.
    """
    facts = store.read_facts(directory)
    _check_format(directory, facts)
    _checked(directory, facts)
    return facts


def read_manifest(directory: str | Path) -> Manifest:
    """The manifest as values, without reading the weights.

    Parameters
    ----------
    directory : path
        The model directory.

    Raises
    ------
    ModelFormatError
        There is no model, or one of another format.
    """
    return _checked(directory, read_facts(directory))


def _check_format(directory: str | Path, facts: Mapping[str, Any]) -> None:
    if facts.get("format") not in FORMATS:
        raise ModelFormatError(
            f"{directory}: written in format {facts.get('format')!r}, this nertag reads formats "
            f"{FORMATS[0]} to {FORMATS[-1]}; train again, or use the version that wrote it: "
            f"{facts.get('written_by')}"
        )


def _checked(directory: str | Path, facts: Mapping[str, Any]) -> Manifest:
    try:
        return msgspec.convert(facts, Manifest)
    except (ValueError, msgspec.ValidationError) as error:
        raise ModelFormatError(f"{directory}/{store.MANIFEST}: {error}") from None


def load_bundle(directory: str | Path) -> Bundle:
    """Read a model directory and verify it.

    Parameters
    ----------
    directory : path
        The model directory.

    Raises
    ------
    ModelFormatError
        There is no model, or it is damaged or of another format.
    """
    contents, facts = store.read_files(directory)
    _check_format(directory, facts)
    return bundle_from(contents, facts, directory)


def bundle_from(
    contents: Mapping[str, bytes], facts: Mapping[str, Any], directory: str | Path
) -> Bundle:
    """The reverse of `bundle_files`.

    Parameters
    ----------
    contents : mapping of str to bytes
        The contents of a model directory by name.
    facts : mapping
        The facts of its manifest.
    directory : path
        The model's name in errors.

    Raises
    ------
    ModelFormatError
        The contents are not those of a model.
    """
    facts = dict(facts)
    _checked(directory, facts)
    try:
        settings = read_settings(facts.pop("settings"), f"{directory}/{store.MANIFEST}")
        history = csv.DictReader(io.StringIO(contents["history.csv"].decode()))
        bundle = Bundle(
            settings=settings,
            lookups=Lookups.from_files(contents, settings.reading.tokens),
            tags=tuple(contents["tags.txt"].decode().split("\n")[:-1]),
            weights=load_arrays(contents["weights.safetensors"]),
            facts=facts,
            history=list(history),
            graphs={
                precision: contents[name]
                for precision, name in GRAPH_FILES.items()
                if name in contents
            },
        )
        if bundle.tags[:1] != ("O",) or bundle.labels != facts["labels"]:
            raise ValueError("its tags are not those of its labels, with O first")
        check_weights(bundle.weights, settings.network, len(bundle.tags))
        _check_lookups_and_graphs(bundle)
    except _DAMAGE as error:
        raise ModelFormatError(f"{directory}: not a model nertag can read: {error}") from None
    return bundle


def _check_lookups_and_graphs(bundle: Bundle) -> None:
    lookups = bundle.lookups
    for matrix in (lookups.vectors, lookups.bigrams.matrix, lookups.words.matrix):
        if matrix.ndim != 2 or matrix.dtype != np.float32:
            raise ValueError("its vectors are not rows of float32 numbers")
    for graph in bundle.graphs.values():
        if EXTERNAL in graph:
            raise ValueError("its graph names a file of weights")
