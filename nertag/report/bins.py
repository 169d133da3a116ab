"""Bins of a reliability table whose bounds read differently."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from nertag.evaluation import Bin

DIGITS = 4
"""Decimals of a probability on the page, where it is in percent with two."""


def distinct(bins: Sequence[Bin]) -> list[Bin]:
    """Merge neighbouring bins whose bounds are the same once rounded for the page.

    A sure model gives most entities a probability above 99.995%; bins of equal mass would all read
    "100.00 to 100.00".

    Parameters
    ----------
    bins : sequence of Bin
        Bins by probability, from low to high.
    """
    rounded = groupby(bins, lambda one: (round(one.low, DIGITS), round(one.high, DIGITS)))
    return [_merged(list(group)) for _, group in rounded]


def _merged(bins: Sequence[Bin]) -> Bin:
    count = sum(one.count for one in bins)
    return Bin(
        low=bins[0].low,
        high=bins[-1].high,
        score=sum(one.count * one.score for one in bins) / count,
        right=sum(one.count * one.right for one in bins) / count,
        count=count,
    )
