"""Going on from an existing model, with more tokens and labels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from nertag.config import Settings
from nertag.errors import ConfigError
from nertag.features import UNKNOWN, Vocabulary, count_tokens, forms
from nertag.model import Bundle
from nertag.text import Sentence, tag_set

FIXED = (
    *(
        "preset",
        "tokens",
        "head",
        "units",
        "convolution",
        "spelling",
        "bigrams",
        "character_classes",
    ),
    *("network_scheme",),
    *("vectors", "vector_size", "text", "max_vectors", "max_bigrams"),
    *("lexicon", "max_words", "gazetteers", "gazetteer_case"),
)
"""Settings of the network and its vectors, which an existing model keeps."""

_TAG_AXES = {
    "emission.kernel": (1,),
    "emission.bias": (0,),
    "crf.transitions": (0, 1),
    "crf.start": (0,),
    "crf.end": (0,),
}


def grow(init: Bundle, settings: Settings, train: Sequence[Sentence], labels: list[str]) -> Bundle:
    """The bundle with rows for the new data's tokens and tags.

    A new token starts as the unknown token with its pieces, a new tag without any preference.

    Parameters
    ----------
    init : Bundle
        The model to go on from.
    settings : Settings
        The settings of the new run.
    train : sequence of Sentence
        The new training sentences.
    labels : list of str
        The labels that the model must have; its own are kept in any case.

    Raises
    ------
    ConfigError
        The settings ask for another network than the model has.
    """
    before, asked = init.settings.to_dict(), settings.to_dict()
    for name in FIXED:
        old, new = before[name], asked[name]
        if old != new:
            raise ConfigError(f"`{name}` is {new}, but the model of `init` has {old}", setting=name)
    vocabulary = init.vocabulary
    known = {*vocabulary.learned, *vocabulary.frozen}
    new_tokens = tuple(
        token for token in count_tokens(train) if known.isdisjoint(forms(token, vocabulary.tokens))
    )
    grown = Vocabulary(vocabulary.learned + new_tokens, vocabulary.frozen, vocabulary.tokens)
    tags = tag_set([*init.labels, *labels], settings.network.network_scheme)
    weights = dict(init.weights)
    rows = weights["embedding.learned"]
    new_rows = np.repeat(rows[UNKNOWN : UNKNOWN + 1], len(new_tokens), axis=0)
    if init.lookups.subwords:
        new_rows += init.lookups.subwords.vectors(init.lookups.subwords.spell(new_tokens))
    weights["embedding.learned"] = np.concatenate([rows, new_rows])
    indices = np.array([tags.index(tag) for tag in init.tags])
    for name, axes in _TAG_AXES.items():
        if name in weights:
            weights[name] = _spread(weights[name], axes, indices, len(tags))
    return replace(
        init,
        settings=settings,
        lookups=replace(init.lookups, vocabulary=grown),
        tags=tags,
        weights=weights,
        facts={},
        history=[],
        graphs={},
    )


def _spread(
    values: NDArray[np.float32], axes: tuple[int, ...], indices: NDArray[np.intp], count: int
) -> NDArray[np.float32]:
    """Move the entries along some axes to `indices` among `count`; the others are 0."""
    shape = [count if axis in axes else size for axis, size in enumerate(values.shape)]
    where = [indices if axis in axes else np.arange(n) for axis, n in enumerate(values.shape)]
    spread = np.zeros(shape, values.dtype)
    spread[np.ix_(*where)] = values
    return spread
