"""Marked pieces of text that overlap, where one of them at most may stay."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise
from typing import TypeVar

from nertag.formats.offsets import excerpt
from nertag.formats.rules import Rule
from nertag.formats.source import Source
from nertag.text import Entity, Span

Piece = TypeVar("Piece", Entity, Span)


def flat(pieces: Sequence[Piece], overlap: str, source: Source, line: int) -> list[Piece]:
    """Spans without overlap, in order.

    Parameters
    ----------
    pieces : sequence of Entity or Span
        Spans in any order.
    overlap : {"error", "longest", "first"}
        ``longest`` keeps the longest of those that overlap, the first of equals; ``first`` the one
        that starts first, the longest of equals.
    source : Source
        The file: says how it is read, and takes the notes.
    line : int
        The line of the text in the file, counted from 1.

    Raises
    ------
    DataError
        Two overlap and `overlap` is ``error``.
    """
    ordered = sorted(pieces, key=lambda piece: (_bounds(piece)[0], -_bounds(piece)[1]))
    if all(_bounds(a)[1] <= _bounds(b)[0] for a, b in pairwise(ordered)):
        return ordered
    if overlap == "longest":
        ordered.sort(key=lambda piece: _bounds(piece)[0] - _bounds(piece)[1])
    kept: list[Piece] = []  # in order of their place, so that neighbours are all to look at
    for piece in ordered:
        start, end = _bounds(piece)
        at = bisect_left(kept, start, key=lambda other: _bounds(other)[0])
        beside = kept[max(0, at - 1) : at + 1]
        crossed = [other for other in beside if _crosses(_bounds(other), start, end)]
        if not crossed:
            kept.insert(at, piece)
        elif overlap == "error":
            what = f"{_named(crossed[0])} and {_named(piece)} overlap"
            raise source.error(line, what, "choose `overlap=longest` or `overlap=first`")
        else:
            source.oddities.note(Rule.OVERLAP_RESOLVED, line, detail=overlap)
    return kept


def _bounds(piece: Entity | Span) -> tuple[int, int]:
    return (piece.start, piece.end) if isinstance(piece, Entity) else piece[:2]


def _crosses(other: tuple[int, int], start: int, end: int) -> bool:
    return other[0] < end and start < other[1]


def _named(piece: Entity | Span) -> str:
    if isinstance(piece, Entity):
        return f"{excerpt(piece.text)} {piece.label!r} ({piece.start} to {piece.end})"
    return f"{piece[2]!r} (tokens {piece[0]} to {piece[1]})"
