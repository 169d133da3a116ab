"""Tags of tokens, from labelled pieces of their text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise

from nertag.errors import ArgumentError, ArgumentTypeError
from nertag.text.tags import spans_to_tags


def span_tags(
    text: str,
    starts: Sequence[int],
    ends: Sequence[int],
    spans: Iterable[tuple[int, int, str]],
) -> tuple[str, ...]:
    """The tags in BIO of tokens.

    Parameters
    ----------
    text : str
        The text.
    starts, ends : sequence of int
        Where each token starts and ends, in code points.
    spans : iterable of (start, end, label)
        Pieces of the text, in code points, in any order.

    Raises
    ------
    ArgumentTypeError, ArgumentError
        A span is none, lies outside the text, overlaps another, or begins or ends within a token.
    """
    found = sorted(_checked(number, span, text) for number, span in enumerate(spans))
    for before, after in pairwise(found):
        if after[0] < before[1]:
            raise ArgumentError(f"the spans {before} and {after} overlap: leave one out")
    touched = []
    for start, end, label in found:
        first, last = bisect_right(ends, start), bisect_right(ends, end)
        if first == last or starts[first] != start or ends[last - 1] != end:
            raise ArgumentError(
                f"the span {(start, end, label)}, {text[start:end]!r:.40}, does not begin and end "
                "with a token: fix it, or choose other `tokens`"
            )
        touched.append((first, last, label))
    return tuple(spans_to_tags(touched, len(starts), "BIO"))


def _checked(number: int, span: object, text: str) -> tuple[int, int, str]:
    if not isinstance(span, Sequence) or isinstance(span, str) or len(span) != 3:
        raise ArgumentTypeError(f"`spans[{number}]` is {span!r:.60}, expected (start, end, label)")
    start, end, label = span
    if type(start) is not int or type(end) is not int or not isinstance(label, str):
        raise ArgumentTypeError(f"`spans[{number}]` is {span!r:.60}, expected (int, int, str)")
    if not 0 <= start < end <= len(text):
        raise ArgumentError(
            f"`spans[{number}]` is {span!r:.60}, expected a character or more within the "
            f"{len(text):,} of the text"
        )
    return start, end, label
