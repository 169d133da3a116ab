"""Models with random weights, made without TensorFlow, and ids for them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from nertag.config import settings_from
from nertag.features.lookups import Lookups
from nertag.features.spelling import SPELLING_ROWS, SPELLING_WIDTH
from nertag.features.subwords import Subwords
from nertag.features.vectors.vectors import NO_VECTORS, Vectors
from nertag.features.vocabulary import Vocabulary
from nertag.model.bundle import Bundle
from nertag.text.tags import tag_set

CHARS = "的一是不了人我在有他这中大来上国"
LABELS = ["LOC", "ORG", "PER"]
TAGS = tag_set(LABELS)
"""Those of preset small."""
SPELLING_SIZE = 50


def bundle_of(preset: str, head: str = "crf", **settings: Any) -> Bundle:
    """A model with random weights."""
    rng = np.random.default_rng(0)
    pairs = tuple(a + b for a in CHARS[:8] for b in CHARS[4:12])
    tokens = settings.get("tokens", "char")
    lookups = Lookups(
        Vocabulary(tuple("xyz"), tuple(CHARS), tokens),
        rng.normal(size=(len(CHARS), 11)).astype("f"),
        Vectors(pairs, rng.normal(size=(len(pairs), 7)).astype("f")),
        gazetteers={"LOC": ("中国", "大")},
    )
    if preset == "small" or tokens == "word":
        lookups = replace(lookups, bigrams=NO_VECTORS, gazetteers={})
    chosen = settings_from({"preset": preset, "head": head, "units": 24, **settings})
    if chosen.network.convolution:
        chosen = replace(chosen, network=replace(chosen.network, convolution=10))
    bundle = Bundle(chosen, lookups, tag_set(LABELS, chosen.network.network_scheme), {})
    weights = {
        name: (0.4 * rng.normal(size=shape)).astype("f")
        for name, shape in shapes_of(bundle).items()
    }
    return replace(bundle, weights=weights)


def with_subwords(bundle: Bundle) -> Bundle:
    """The model with vectors of pieces of some words."""
    size = bundle.lookups.vectors.shape[1]
    matrix = np.random.default_rng(2).normal(size=(5000, size)).astype("f")
    subwords = Subwords.of(matrix, 3, 5, ["Berlin", "Bern"])
    return replace(bundle, lookups=replace(bundle.lookups, subwords=subwords))


def shapes_of(bundle: Bundle) -> dict[str, tuple[int, ...]]:
    """The shapes of a network's weights by name, in the network's order."""
    lookups, network, tags = bundle.lookups, bundle.settings.network, len(bundle.tags)
    size = width = lookups.vectors.shape[1]
    shapes: dict[str, tuple[int, ...]] = {
        "embedding.learned": (lookups.vocabulary.first_frozen, size),
        "emission.kernel": (2 * network.units, tags),
        "emission.bias": (tags,),
    }
    if bundle.settings.reads_spelling:
        shapes["spelling.table"] = (SPELLING_ROWS, SPELLING_SIZE)
        size = width = size + SPELLING_SIZE
    if lookups.bigrams.tokens:
        shapes["bigrams.unknown"] = (1, lookups.bigrams.matrix.shape[1])
        width += lookups.bigrams.matrix.shape[1]
    width += bundle.features.width
    if filters := network.convolution:
        shapes["convolution.kernel"] = (3, width, filters)
        shapes["convolution.bias"] = (filters,)
        shapes["shortcut.kernel"] = (size, filters)
        shapes["norm.gamma"] = shapes["norm.beta"] = (filters,)
        width = filters
    for way in ("forward", "backward"):
        shapes[f"{way}.kernel"] = (width, 4 * network.units)
        shapes[f"{way}.recurrent"] = (network.units, 4 * network.units)
        shapes[f"{way}.bias"] = (4 * network.units,)
    if network.head == "crf":
        shapes["crf.end"] = shapes["crf.start"] = (tags,)
        shapes["crf.transitions"] = (tags, tags)
    return shapes


def padded(lengths: list[int], seed: int = 0) -> np.ndarray:
    """Rows of random ids."""
    rng = np.random.default_rng(seed)
    ids = rng.integers(1, 2 + 3 + len(CHARS), (len(lengths), max(lengths))).astype(np.int32)
    ids[np.arange(max(lengths)) >= np.array(lengths)[:, None]] = 0
    return ids


def spelled(ids: np.ndarray, seed: int = 0) -> np.ndarray:
    """Padded ids with random rows of a spelling beside them."""
    shape = (*ids.shape, SPELLING_WIDTH)
    rows = np.random.default_rng(seed).integers(0, SPELLING_ROWS, shape) * (ids > 0)[..., None]
    return np.concatenate([ids[..., None], rows], axis=-1).astype(np.int32)
