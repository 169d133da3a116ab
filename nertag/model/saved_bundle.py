"""A bundle as the contents of a model directory, and back.

Weights are plain named arrays (safetensors), the rest is text and JSON; nothing that is loaded is
ever executed.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from safetensors import SafetensorError
from safetensors.numpy import load as load_arrays
from safetensors.numpy import save as save_arrays

from nertag.errors import ConfigError, ModelFormatError
from nertag.features import Lookups
from nertag.model.bundle import Bundle
from nertag.model.check_weights import check_weights
from nertag.model.manifest import check_facts, check_format
from nertag.model.saved_settings import read_settings
from nertag.model.store import MANIFEST, commit, read_files
from nertag.model.versions import versions
from nertag.text import TagError

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
    commit(directory, *bundle_files(bundle))


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
    contents, facts = read_files(directory)
    check_format(facts, directory)
    return bundle_from(contents, facts, directory)


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
    check_facts(facts, directory)
    try:
        settings = read_settings(facts.pop("settings"), f"{directory}/{MANIFEST}")
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
        if matrix.ndim != 2 or matrix.dtype not in (np.float16, np.float32):
            raise ValueError("its vectors are not rows of float16 or float32 numbers")
    for graph in bundle.graphs.values():
        if EXTERNAL in graph:
            raise ValueError("its graph names a file of weights")
