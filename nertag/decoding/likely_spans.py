"""The spans that are likely enough: what is right more often, not what is best as a whole.

The best sequence leaves out an entity that is less likely than none at all. F1 asks for something
else: it counts a span that is found as right twice, and every span that is found or wanted once. So
it rises by every span whose probability is above half of F1 itself (Dinkelbach 1967 for such
ratios; Lipton et al. 2014, https://arxiv.org/abs/1402.1892, for F1). A model with an F1 of 60% does
best with all spans that are more than 30% likely.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

import numpy as np

from nertag.arrays import Ints
from nertag.decoding.posteriors import LogSums, span_probabilities
from nertag.text import Span, join_tag, split_tag

Asked = tuple[int, int, int, str]
"""Row, first token, token after the last, label."""


def likely_paths(sums: LogSums, tags: Sequence[str], threshold: float) -> Ints:
    """The tags of the spans of each row that are likelier than a threshold.

    Of spans that overlap those are taken that are the furthest above it together.

    Parameters
    ----------
    sums : LogSums
        Forward and backward sums of the rows.
    tags : sequence of str
        The tag of each id, in BIOES.
    threshold : float
        Probability that a span must exceed, above 0.

    Returns
    -------
    ndarray of int32, shape (batch, time)
        Ids of tags; 0, which is O, where there is no span.
    """
    ids = {tag: number for number, tag in enumerate(tags)}
    paths = np.zeros((len(sums.lengths), len(sums.forward)), np.int32)
    asked = _candidates(sums, tags, threshold)
    sure = span_probabilities(sums, asked, tags).tolist()
    found: dict[int, list[tuple[Span, float]]] = {}
    for (row, start, end, label), probability in zip(asked, sure):
        if probability > threshold:
            found.setdefault(row, []).append(((start, end, label), probability - threshold))
    for row, spans in found.items():
        for start, end, label in _best_apart(spans):
            paths[row, start:end] = ids[join_tag("I", label)]
            paths[row, start] = ids[join_tag("B", label)]
            paths[row, end - 1] = ids[join_tag("E" if end - start > 1 else "S", label)]
    return paths


def _candidates(sums: LogSums, tags: Sequence[str], threshold: float) -> list[Asked]:
    """The spans whose every tag is likelier than a threshold."""
    likely = sums.forward + sums.backward > sums.log_normaliser + np.log(threshold)
    likely &= (np.arange(len(likely))[:, None] < sums.lengths)[:, None]
    likely[:, 0] = False  # O
    ids = {tag: number for number, tag in enumerate(tags)}
    asked: list[Asked] = []
    for start, tag, row in np.argwhere(likely).tolist():
        letter, label = split_tag(tags[tag])
        if letter == "S":
            asked.append((row, start, start + 1, label))
        elif letter == "B":
            inside, end = (likely[:, ids[join_tag(one, label)], row] for one in "IE")
            for t in range(start + 1, len(likely)):
                if end[t]:
                    asked.append((row, start, t + 1, label))
                if not inside[t]:
                    break
    return asked


def _best_apart(spans: list[tuple[Span, float]]) -> list[Span]:
    """Of spans with a gain each those that do not overlap and gain the most together."""
    if len(spans) == 1:
        return [spans[0][0]]
    spans = sorted(spans, key=lambda one: one[0][1])
    ends = [span[1] for span, _ in spans]
    best: list[tuple[float, list[Span]]] = [(0.0, [])]
    for number, (span, gain) in enumerate(spans):
        before = best[bisect_right(ends, span[0], hi=number)]
        taken = before[0] + gain, [*before[1], span]
        best.append(max(best[-1], taken, key=lambda one: one[0]))
    return best[-1][1]
