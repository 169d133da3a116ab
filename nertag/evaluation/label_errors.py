"""Likely mistakes of the labelling, by what models say that have not seen it: confident learning.

Northcutt, Jiang and Chuang (2021), "Confident learning: estimating uncertainty in dataset labels",
for tokens as in Wang and Mueller (2022), "Detecting label errors in token classification data".
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from nertag.arrays import Bools, Doubles, Ints
from nertag.evaluation.gold import Gold
from nertag.evaluation.mistakes import Mistake
from nertag.text import as_bio, tag_set

CLOSE = 1e-6
"""What a probability may lack of a threshold."""


def tag_probabilities(marginals: Doubles, tags: Sequence[str], labels: Sequence[str]) -> Doubles:
    """The probability of each tag of BIO at each token.

    Parameters
    ----------
    marginals : ndarray of float64, shape (tokens, tags)
        The probabilities of a model's tags.
    tags : sequence of str
        The model's tags, in any scheme with B and I.
    labels : sequence of str
        The labels of the result, which may be more than the model knows.

    Returns
    -------
    ndarray of float64, shape (tokens, tags in BIO)
        NaN for tags that the model does not know.
    """
    numbers = {tag: number for number, tag in enumerate(tag_set(labels))}
    found = np.full((len(marginals), len(numbers)), np.nan)
    found[:, sorted({numbers[as_bio(tag)] for tag in tags})] = 0
    for tag, column in zip(tags, marginals.T):
        found[:, numbers[as_bio(tag)]] += column
    return found


def doubted(given: Ints, probabilities: Doubles) -> Bools:
    """The tokens that are confidently predicted to have another tag than the one given.

    A tag is predicted confidently where it is at least as probable as it is on average at the
    tokens that are given it.

    Parameters
    ----------
    given : ndarray of int32, shape (tokens,)
        The tag of each token.
    probabilities : ndarray of float64, shape (tokens, tags)
        The probability of each tag, by models that have not seen the token. A token whose tag is
        NaN is left out: its model cannot judge it.

    Returns
    -------
    ndarray of bool, shape (tokens,)
    """
    own = probabilities[np.arange(len(given)), given]
    judged = np.isfinite(own)
    tags = probabilities.shape[1]
    counts = np.bincount(given[judged], minlength=tags)
    means = np.bincount(given[judged], own[judged], minlength=tags) / np.maximum(counts, 1)
    known = np.nan_to_num(probabilities)
    confident = (known >= np.maximum(means, CLOSE) - CLOSE) & (counts > 0)
    likeliest = known.argmax(axis=1)
    number = confident.sum(axis=1)
    predicted = np.where(number == 1, confident.argmax(axis=1), likeliest)
    agrees = (predicted == given) | (likeliest == given)
    return np.asarray(judged & (number > 0) & ~agrees)


def find_label_errors(
    gold: Gold, probabilities: Sequence[Doubles], mistakes: Sequence[Mistake]
) -> list[Mistake]:
    """The mistakes that are likely those of the labelling, the likeliest first.

    They are the mistakes of models with a doubted token, ordered by the lowest probability that
    one of their doubted tokens has of the tag that it was given.

    Parameters
    ----------
    gold : Gold
        The labelled sentences.
    probabilities : sequence of ndarray of float64, shape (tokens, tags in BIO) each
        The probability of each tag, by models that have not seen the sentence.
    mistakes : sequence of Mistake
        All mistakes of these models.
    """
    numbers = {tag: number for number, tag in enumerate(tag_set(gold.labels))}
    given = [
        np.array([numbers[tag] for tag in sentence.tags], np.int32) for sentence in gold.in_bio
    ]
    if not any(map(len, given)):
        return []
    doubts = np.split(
        doubted(np.concatenate(given), np.concatenate(probabilities)),
        np.cumsum(list(map(len, given)))[:-1],
    )
    ranked = []
    for one in mistakes:
        sentence = gold.sentences[one.sentence]
        tokens = [n for n in _tokens(one, sentence.starts) if doubts[one.sentence][n]]
        if tokens:
            own = probabilities[one.sentence][tokens, given[one.sentence][tokens]]
            ranked.append((float(np.amin(own)), one))
    return [one for _, one in sorted(ranked, key=lambda pair: pair[0])]


def _tokens(mistake: Mistake, starts: Sequence[int]) -> range:
    """The tokens of a mistake's entities."""
    both = [entity for entity in (mistake.gold, mistake.predicted) if entity is not None]
    first, last = min(one.start for one in both), max(one.end for one in both)
    return range(int(np.searchsorted(starts, first)), int(np.searchsorted(starts, last)))
