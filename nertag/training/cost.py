"""What a network costs, shown before it is trained."""

from __future__ import annotations

from collections.abc import Mapping

from nertag.arrays import Floats
from nertag.config import Settings, settings_from

MULTIPLIED = ("kernel", "recurrent")
"""Last parts of the names of weights that are multiplied with every token."""


def multiply_adds(weights: Mapping[str, Floats]) -> int:
    """Multiply-adds for one token; look-ups and decoding are not counted.

    Parameters
    ----------
    weights : mapping of str to ndarray
        The network's weights, as `nertag.nn.network.Network.get_weights` names them.
    """
    return sum(w.size for name, w in weights.items() if name.rpartition(".")[2] in MULTIPLIED)


def multiply_adds_of_small(dimensions: int, tags: int) -> int:
    """Multiply-adds for one token in preset `small`.

    Parameters
    ----------
    dimensions : int
        Dimensions of the vectors.
    tags : int
        Number of tags.
    """
    units = settings_from({"preset": "small"}).network.units
    return 2 * units * (4 * (dimensions + units) + tags)


def describe(settings: Settings, weights: Mapping[str, Floats]) -> str:
    """One line: the preset, what its network reads, and what a token costs.

    Parameters
    ----------
    settings : Settings
        What the network is and what it reads.
    weights : mapping of str to ndarray
        The network's weights, as `nertag.nn.network.Network.get_weights` names them.
    """
    dimensions, tags = weights["embedding.learned"].shape[1], len(weights["emission.bias"])
    cost = multiply_adds(weights)
    times = cost / multiply_adds_of_small(dimensions, tags)
    reads = [
        "characters" if settings.reading.tokens == "char" else "words",
        *(["their spelling"] if settings.reads_spelling else []),
        *(["bigrams"] if "bigrams.unknown" in weights else []),
        *(["lexicon words"] if settings.vectors.lexicon else []),
        *(["gazetteers"] if settings.vectors.gazetteers else []),
        *(["character classes"] if settings.vectors.character_classes else []),
    ]
    beside = " + convolution" if settings.network.convolution else ""
    return (
        f"preset {settings.preset}: {', '.join(reads)}{beside} -> BiLSTM "
        f"{settings.network.units} -> {settings.network.head} over {tags} tags; "
        f"{cost:,} multiply-adds a token ({times:.1f} times small)"
    )
