"""Models with random weights, and ids for them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from nertag.config import settings_from
from nertag.features.lookups import Lookups
from nertag.features.spelling import SPELLING_ROWS, SPELLING_WIDTH
from nertag.features.vectors.vectors import NO_VECTORS, Vectors
from nertag.features.vocabulary import Vocabulary
from nertag.model.bundle import Bundle
from nertag.model.engines.tensorflow import network_of
from nertag.text.tags import tag_set

CHARS = "的一是不了人我在有他这中大来上国"
LABELS = ["LOC", "ORG", "PER"]
TAGS = tag_set(LABELS)
"""Those of preset small."""


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
    shapes = network_of(bundle).get_weights()
    weights = {
        name: (0.4 * rng.normal(size=weight.shape)).astype("f") for name, weight in shapes.items()
    }
    return replace(bundle, weights=weights)


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
