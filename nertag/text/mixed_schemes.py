"""Sentences of a file that are tagged in another scheme than the rest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from nertag.text.tags import NO_ENTITY, SCHEMES, broken_tags, spans

MANY = 3
"""Sentences from which on it is a scheme, not a slip."""


def mixed_schemes(rows: Iterable[Sequence[str]], scheme: str) -> dict[str, list[int]]:
    """The rows that break the scheme of their file and keep to another, by that scheme.

    Parameters
    ----------
    rows : iterable of sequence of str
        The tags of each sentence.
    scheme : str
        The scheme of the file, as `detect_scheme` finds it.

    Returns
    -------
    dict of str to list of int
        The indices of the rows; of a scheme that few keep to there is none.
    """
    found: dict[str, list[int]] = {}
    for i, tags in enumerate(rows):
        if NO_ENTITY.issuperset(tags):
            continue
        read = spans(tags)
        if not broken_tags(tags, read, scheme):
            continue
        other = next((name for name in SCHEMES if not broken_tags(tags, read, name)), "")
        if other:
            found.setdefault(other, []).append(i)
    return {name: kept for name, kept in found.items() if len(kept) >= MANY}
