"""A trained model as values, and the model directory that holds them.

Weights are plain named arrays (safetensors), the rest is text and JSON; nothing that is loaded is
ever executed.
"""

from __future__ import annotations

import csv
import io
import platform
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
from nertag.config import Settings, settings_from
from nertag.decoding import Potentials
from nertag.errors import ConfigError, ModelFormatError
from nertag.features import Features, Lookups, Vocabulary, spell
from nertag.model import store
from nertag.model.schema import ModelFacts
from nertag.text import Sentence, TagError, labels_of

FORMATS = (1, store.FORMAT)
RETIRED = {"lr_decay"}
"""Settings that old models name and that are no more; they meant nothing for tagging."""
AUTOMATIC = {
    **dict.fromkeys(("vector_epochs", "epochs", "batch_size"), 0),
    **dict.fromkeys(("dropout", "consistency", "replace_mentions"), -1.0),
}
"""Numbers by which old models say that a setting was chosen automatically."""

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
    """All that is needed to tag, and how it came about.

    Parameters
    ----------
    settings : Settings
    lookups : Lookups
        What the network looks up.
    tags : tuple of str
        In BIO or BIOES, ``O`` first; a tag's place is its id.
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
        """What the network is told of a token besides the vectors of it and its pair."""
        return self.lookups.features(classes=self.settings.vectors.character_classes)

    def encode(self, sentence: Sentence) -> Ints:
        """What the network looks up of each token of a sentence.

        Returns
        -------
        ndarray of int32, shape (tokens,) or (tokens, 1 + SPELLING_WIDTH)
            Ids, or ids and the rows of the spelling beside them.
        """
        ids = self.vocabulary.encode(sentence)
        if not self.settings.reads_spelling:
            return ids
        return np.column_stack([ids, spell(sentence.words)])

    @property
    def labels(self) -> list[str]:
        """The entity labels."""
        return labels_of(self.tags)

    @property
    def temperature(self) -> float:
        """By what scores are divided to mean more; 1 unless training has found a better one."""
        return float(self.facts.get("calibration", {}).get("temperature", 1.0))

    @property
    def potentials(self) -> Potentials:
        """What the head adds to the emissions, illegal sequences forbidden."""
        if self.settings.network.head == "softmax":
            return Potentials.of(self.tags, None)
        transitions, start, end = (
            self.weights[f"crf.{name}"] for name in ("transitions", "start", "end")
        )
        return Potentials.of(self.tags, (transitions, start, end))


def versions() -> dict[str, str]:
    """The versions that write a model, for its manifest."""
    from importlib.metadata import PackageNotFoundError, version

    found = {"python": platform.python_version()}
    for name in ("nertag", "tensorflow", "onnx", "numpy", "gensim"):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def save_bundle(bundle: Bundle, directory: str | Path) -> None:
    """Write the model directory; what stood there before is whole until the last moment.

    Raises
    ------
    DataError
        It cannot be written.
    """
    store.commit(directory, *bundle_files(bundle))


def bundle_files(bundle: Bundle) -> tuple[dict[str, bytes], dict[str, Any]]:
    """The contents of a model directory by name, and the facts of its manifest."""
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

    Raises
    ------
    ModelFormatError
        There is no model, or one of another format.
    """
    facts = store.read_facts(directory)
    _check_format(directory, facts)
    _check_facts(directory, facts)
    return facts


def _check_format(directory: str | Path, facts: Mapping[str, Any]) -> None:
    if facts.get("format") not in FORMATS:
        raise ModelFormatError(
            f"{directory}: written in format {facts.get('format')!r}, this nertag reads formats "
            f"{FORMATS[0]} to {FORMATS[-1]}; train again, or use the version that wrote it: "
            f"{facts.get('written_by')}"
        )


def _check_facts(directory: str | Path, facts: Mapping[str, Any]) -> None:
    try:
        msgspec.convert(facts, ModelFacts)
    except (ValueError, msgspec.ValidationError) as error:
        raise ModelFormatError(f"{directory}/{store.MANIFEST}: {error}") from None


def load_bundle(directory: str | Path) -> Bundle:
    """Read a model directory and verify it.

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
    """The reverse of `bundle_files`; `directory` is named in errors.

    Raises
    ------
    ModelFormatError
        The contents are not those of a model.
    """
    facts = dict(facts)
    _check_facts(directory, facts)
    try:
        # What a model's settings do not name is as it was when there was but one network.
        saved = {"preset": "small", "spelling": False, **facts.pop("settings")}
        saved = {
            name: None if value is not None and value == AUTOMATIC.get(name) else value
            for name, value in saved.items()
            if name not in RETIRED
        }
        settings = settings_from(saved, f"{directory}/{store.MANIFEST}")
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
        _check_weights(bundle)
    except _DAMAGE as error:
        raise ModelFormatError(f"{directory}: not a model nertag can read: {error}") from None
    return bundle


def _check_weights(bundle: Bundle) -> None:
    """Refuse weights that do not fit each other, the settings or the tags.

    Raises
    ------
    KeyError, ValueError
        They do not fit; what they ask for has not been made yet.
    """
    for name, weight in bundle.weights.items():
        if weight.dtype != np.float32 or not np.isfinite(weight).all():
            raise ValueError(f"the weights {name} are not finite numbers of float32")
    units, filters, tags = (
        bundle.settings.network.units,
        bundle.settings.network.convolution,
        len(bundle.tags),
    )
    shapes: dict[str, tuple[int | None, ...]] = {
        "emission.kernel": (2 * units, tags),
        "emission.bias": (tags,),
    }
    for way in ("forward", "backward"):
        shapes[f"{way}.kernel"] = (filters or None, 4 * units)
        shapes[f"{way}.recurrent"] = (units, 4 * units)
        shapes[f"{way}.bias"] = (4 * units,)
    if bundle.settings.network.head == "crf":
        ends = {"crf.start": (tags,), "crf.end": (tags,)}
        shapes |= {"crf.transitions": (tags, tags), **ends}
    if filters:
        shapes["convolution.kernel"] = (3, None, filters)
    for name, shape in shapes.items():
        found = bundle.weights[name].shape
        fits = len(found) == len(shape) and all(w in (None, f) for w, f in zip(shape, found))
        if not fits:
            raise ValueError(f"the weights {name} are {found}, expected {shape}")
    lookups = bundle.lookups
    for matrix in (lookups.vectors, lookups.bigrams.matrix, lookups.words.matrix):
        if matrix.ndim != 2 or matrix.dtype != np.float32:
            raise ValueError("its vectors are no rows of numbers")
    for graph in bundle.graphs.values():
        if EXTERNAL in graph:
            raise ValueError("its graph names a file of weights")
