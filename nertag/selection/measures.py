"""How much the label of a text would teach a model, by how unsure the model is of it."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import combinations

import numpy as np

from nertag.corpus import Labels
from nertag.errors import ConfigError
from nertag.tagging import SentenceLook, Tagger, model_of
from nertag.text import split_tag, tokenise

Measure = Callable[[Sequence[str]], list[float]]
"""Texts to a number each; the higher, the more there is to learn."""

MEASURES = ("auto", "mnlp", "entropy", "entities", "disagreement", "names")

MAY_BEGIN = 0.01
"""Probability that an entity begins at a token from which on its spans are looked at."""
LONGEST = 12
"""Tokens of the longest span that is looked at."""


def measure_of(by: str, taggers: Sequence[Tagger], names: Labels | None, tokens: str) -> Measure:
    """The measure of a name.

    Parameters
    ----------
    by : str
        One of `MEASURES`; ``auto`` is ``mnlp`` with a model, ``disagreement`` with several, and
        ``names`` with none.
    taggers : sequence of Tagger
        The models.
    names : Labels, optional
        Finds the names of lists.
    tokens : {"char", "word"}
        What tokens are where there is no model.

    Raises
    ------
    ConfigError
        There is no such measure, or it needs other models.
    """
    if by == "auto":
        by = ("names", "mnlp")[len(taggers)] if len(taggers) < 2 else "disagreement"
    needed = {"mnlp": 1, "entropy": 1, "entities": 1, "disagreement": 2, "names": 0}
    if by not in needed:
        raise ConfigError(f"`by` is {by!r}, expected one of: {', '.join(MEASURES)}", setting="by")
    if len(taggers) < needed[by]:
        raise ConfigError(
            f"`by={by}` needs {needed[by]} models, {len(taggers)} given", setting="by"
        )
    if by == "names":
        return lambda texts: [_names(text, names, tokens) for text in texts]
    if by == "disagreement":
        return lambda texts: disagreement(texts, taggers)
    one = {"mnlp": mnlp, "entropy": entropy, "entities": entity_entropy}[by]
    return lambda texts: np.mean([one(texts, tagger) for tagger in taggers], axis=0).tolist()


def mnlp(texts: Sequence[str], tagger: Tagger) -> list[float]:
    """Minus the log-probability of the best reading, divided by the tokens (Shen et al. 2017).

    Parameters
    ----------
    texts : sequence of str
        The texts.
    tagger : Tagger
        The model.
    """
    look = _look(texts, tagger)
    logs = look.log_probabilities(tagger.temperature)
    return [-log / max(1, len(path)) for log, path in zip(logs, look.paths)]


def entropy(texts: Sequence[str], tagger: Tagger) -> list[float]:
    """The entropy of the tag of a token, on average over the tokens (Settles and Craven 2008).

    Parameters
    ----------
    texts : sequence of str
        The texts.
    tagger : Tagger
        The model.
    """
    shares = _look(texts, tagger).marginals(tagger.temperature)
    logs = (np.log(share, out=np.zeros_like(share), where=share > 0) for share in shares)
    return [float(-(share * log).sum() / max(1, len(share))) for share, log in zip(shares, logs)]


def entity_entropy(texts: Sequence[str], tagger: Tagger) -> list[float]:
    """The entropy of whether a span is an entity, summed over the spans, divided by the tokens.

    Spans that hardly can begin, and very long ones, are left out: they add next to nothing.

    Parameters
    ----------
    texts : sequence of str
        The texts.
    tagger : Tagger
        The model.
    """
    look = _look(texts, tagger)
    begins: dict[str, list[int]] = {}
    for column, (prefix, label) in enumerate(map(split_tag, look.tags)):
        if prefix in ("B", "S"):
            begins.setdefault(label, []).append(column)
    shares = look.marginals(tagger.temperature)
    spans = [
        [
            (start, end, label)
            for label, columns in begins.items()
            for start in np.flatnonzero(share[:, columns].sum(axis=1) > MAY_BEGIN).tolist()
            for end in range(start + 1, min(start + LONGEST, len(share)) + 1)
        ]
        for share in shares
    ]
    found = look.probabilities(spans, tagger.temperature)
    return [
        sum(map(_binary_entropy, row)) / max(1, len(share)) for row, share in zip(found, shares)
    ]


def _binary_entropy(probability: float) -> float:
    p = min(max(probability, 0.0), 1.0)
    return -sum(one * math.log(one) for one in (p, 1 - p) if one > 0)


def disagreement(texts: Sequence[str], taggers: Sequence[Tagger]) -> list[float]:
    """The share of the entities that are not in the outputs of both, on average over all pairs.

    Parameters
    ----------
    texts : sequence of str
        The texts.
    taggers : sequence of Tagger
        The models, two at least.
    """
    found = [
        [{(e.start, e.end, e.label) for e in one.entities} for one in tagger.tag_texts(texts)]
        for tagger in taggers
    ]
    return [
        float(np.mean([len(a ^ b) / max(1, len(a | b)) for a, b in combinations(sets, 2)]))
        for sets in zip(*found)
    ]


def _look(texts: Sequence[str], tagger: Tagger) -> SentenceLook:
    return tagger.look([model_of(tagger).tokenise(text) for text in texts])


def _names(text: str, names: Labels | None, tokens: str) -> float:
    """How many different names of lists a text has; 0 without lists."""
    if names is None:
        return 0.0
    return float(len({entity.text for entity in names.entities(tokenise(text, tokens))}))
