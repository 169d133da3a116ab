"""Sentences to arrays: flat ids with row offsets, batches by length, right padding.

This is the one place where rows are padded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from nertag.arrays import Ints
from nertag.features.spelling import ids_of
from nertag.features.vocabulary import PAD, UNKNOWN
from nertag.text import UNKNOWN_TAG, Sentence, join_tag, split_tag

UNLABELLED = -1
"""Stands for the id of a tag where nothing is known of it."""


@dataclass(frozen=True)
class Rows:
    """Labelled sentences as flat arrays; row ``i`` is ``offsets[i]:offsets[i + 1]``.

    Parameters
    ----------
    ids : ndarray of int32, shape (tokens,) or (tokens, values)
        What the network looks up of each token of all rows, see `nertag.model.Bundle.encode`.
    tags : ndarray of int32, shape (tokens,)
        The id of each token's tag; `UNLABELLED` where it is unknown.
    offsets : ndarray of int64, shape (rows + 1,)
        Where each row starts, and the end of the last one.
    """

    ids: Ints
    tags: Ints
    offsets: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def at(self, rows: NDArray[np.intp]) -> Rows:
        """Some of the rows.

        Parameters
        ----------
        rows : ndarray of int, shape (chosen,)
            The indices of the rows, in the order in which they are wanted.
        """
        parts = [np.arange(self.offsets[row], self.offsets[row + 1]) for row in rows.tolist()]
        chosen, offsets = flatten(parts)
        return Rows(self.ids[chosen], self.tags[chosen], offsets)

    @property
    def is_partial(self) -> bool:
        """Whether there are tokens whose tag is unknown."""
        return bool((self.tags == UNLABELLED).any())

    @property
    def lengths(self) -> Ints:
        """Tokens of each sentence, shape ``(sentences,)``."""
        return np.diff(self.offsets).astype(np.int32)


def flatten(rows: Sequence[NDArray[np.int32]]) -> tuple[Ints, NDArray[np.int64]]:
    """Rows of many lengths as one flat array and ``len(rows) + 1`` offsets."""
    offsets = np.zeros(len(rows) + 1, np.int64)
    np.cumsum([len(row) for row in rows], out=offsets[1:])
    flat = np.concatenate(rows) if rows else np.zeros(0, np.int32)
    return flat.astype(np.int32, copy=False), offsets


def encode(
    sentences: Sequence[Sentence], ids_of_tokens: Callable[[Sentence], Ints], tags: Sequence[str]
) -> Rows:
    """Encode sentences that are tagged in legal BIO, or partly; empty ones get no row.

    Parameters
    ----------
    sentences : sequence of Sentence
        The labelled sentences.
    ids_of_tokens : callable
        What the network looks up of each token of a sentence: ids, or ids and spelling.
    tags : sequence of str
        All tags, in BIO; the index of a tag is its id.

    Raises
    ------
    KeyError
        A sentence has a tag that is not one of `tags`.
    """
    numbers = {tag: number for number, tag in enumerate(tags)} | {UNKNOWN_TAG: UNLABELLED}
    kept = [sentence for sentence in sentences if len(sentence)]
    ids, offsets = flatten([ids_of_tokens(sentence) for sentence in kept])
    flat_tags = [numbers[tag] for sentence in kept for tag in sentence.tags]
    return Rows(ids, np.array(flat_tags, np.int32), offsets)


def write_tags(rows: Rows, bio: Sequence[str], tags: Sequence[str]) -> Rows:
    """The same rows with other tag ids.

    Parameters
    ----------
    rows : Rows
        Rows whose tag ids are indices of `bio`.
    bio : sequence of str
        All tags, in BIO.
    tags : sequence of str
        The tags of the same labels, in BIO or BIOES; the new ids are indices of these.
    """
    numbers = {tag: number for number, tag in enumerate(tags)}
    parts = list(map(split_tag, bio))
    ends = [join_tag({"B": "S", "I": "E"}.get(letter, letter), label) for letter, label in parts]
    going_on = np.array([numbers[tag] for tag in bio], np.int32)
    ending = np.array([numbers.get(end, numbers[tag]) for end, tag in zip(ends, bio)], np.int32)
    inside = np.array([letter == "I" for letter, _ in parts])
    known = np.maximum(rows.tags, 0)
    last = np.append(~inside[known[1:]], True)
    last[rows.offsets[1:] - 1] = True
    written = np.where(last, ending[known], going_on[known])
    return Rows(rows.ids, np.where(rows.tags < 0, UNLABELLED, written), rows.offsets)


def cut_long(rows: Rows, longest: int, inside: NDArray[np.bool_]) -> Rows:
    """Cut long rows for training, but not in the middle of an entity.

    A piece ends as late as possible. Only an entity longer than half of `longest` is cut itself,
    and begins anew in the next piece.

    Parameters
    ----------
    rows : Rows
        Rows whose tags are in BIO.
    longest : int
        Most tokens of a row.
    inside : ndarray of bool, shape (tags,)
        Which tags continue an entity.
    """
    offsets, tags = [0], rows.tags.copy()
    inside = np.append(inside, False)  # also the last one, which `UNLABELLED` is the index of
    for start, stop in zip(rows.offsets[:-1].tolist(), rows.offsets[1:].tolist()):
        while stop - start > longest:
            cuts = np.arange(start + longest, start + longest // 2, -1)
            free = cuts[~inside[tags[cuts]]]
            start = first = int(free[0]) if len(free) else start + longest
            while inside[tags[first]]:
                first -= 1
            tags[start] = tags[first]
            offsets.append(start)
        offsets.append(stop)
    return Rows(rows.ids, tags, np.array(offsets, np.int64))


Scalar = TypeVar("Scalar", bound=np.generic)


def pad(
    flat: NDArray[Scalar], offsets: NDArray[np.int64], rows: NDArray[np.intp], fill: int = PAD
) -> NDArray[Scalar]:
    """The chosen rows of a flat array, right-padded.

    Parameters
    ----------
    flat : ndarray, shape (tokens,) or (tokens, values)
        All rows, one after the other.
    offsets : ndarray of int64, shape (rows + 1,)
        Where each row starts, and the end of the last one.
    rows : ndarray of int, shape (batch,)
        The indices of the chosen rows.
    fill : int
        What stands in the padding.

    Returns
    -------
    ndarray, shape (batch, time) or (batch, time, values)
        Of the type of `flat`.
    """
    starts, lengths = offsets[rows], offsets[rows + 1] - offsets[rows]
    longest = int(np.amax(lengths)) if len(lengths) else 0
    steps = np.arange(max(1, longest))
    inside = steps < lengths[:, None]
    padded = np.full((*inside.shape, *flat.shape[1:]), fill, flat.dtype)
    padded[inside] = flat[(starts[:, None] + steps)[inside]]
    return padded


def plan_batches(
    lengths: Ints, batch_size: int, rng: np.random.Generator
) -> list[NDArray[np.intp]]:
    """Split all rows into batches of similar length, in random order.

    Lengths are blurred by up to a tenth before sorting, so that batches differ from epoch to epoch.

    Parameters
    ----------
    lengths : ndarray of int32, shape (rows,)
        Tokens of each row.
    batch_size : int
        Rows of a batch; the last one may have fewer.
    rng : Generator
        Blurs the lengths and orders the batches.

    Returns
    -------
    list of ndarray of int
        The indices of the rows of each batch.
    """
    blurred = lengths * (1 + 0.1 * rng.random(len(lengths))) + rng.random(len(lengths))
    order = np.argsort(blurred, kind="stable")
    batches = [order[i : i + batch_size] for i in range(0, len(order), batch_size)]
    return [batches[i] for i in rng.permutation(len(batches))]


TOGETHER = 32
"""Rows, a multiple of those that any engine takes at once."""


def plan_budget(lengths: Ints, budget: int) -> Iterator[NDArray[np.intp]]:
    """Split all rows, longest first, into batches of at most `budget` padded tokens each.

    Large batches have a multiple of `TOGETHER` rows, so that no engine is left with few of them.
    """
    order = np.argsort(-lengths, kind="stable")
    start = 0
    while start < len(order):
        size = max(1, budget // max(1, int(lengths[order[start]])))
        size -= size % TOGETHER if size > TOGETHER else 0
        yield order[start : start + size]
        start += size


RARE, RARE_SPELLED = 0.25, 1.0
"""A token seen so often is replaced in half of the cases; more often where its spelling stays."""


def unknown_rates(rows: Rows, vocabulary_size: int) -> NDArray[np.float64]:
    """How likely an id is replaced by the unknown id in training, shape ``(vocabulary,)``.

    ``alpha / (alpha + count)``, the word dropout of Kiperwasser and Goldberg (2016): rare tokens
    teach the network what to do with unseen ones. The spelling of a token stays as it is.
    """
    alpha = RARE if rows.ids.ndim == 1 else RARE_SPELLED
    counts = np.bincount(ids_of(rows.ids, 1), minlength=vocabulary_size)
    rates: NDArray[np.float64] = np.divide(alpha, alpha + counts)
    return rates


def training_batches(
    rows: Rows, rates: NDArray[np.float64], batch_size: int, rng: np.random.Generator
) -> Iterator[tuple[Ints, Ints, Ints]]:
    """One epoch of padded batches.

    Parameters
    ----------
    rows : Rows
        The training rows.
    rates : ndarray of float64, shape (vocabulary,)
        How likely each id is replaced by the unknown id.
    batch_size : int
        Rows of a batch.
    rng : Generator
        Draws the replaced tokens and the order.

    Yields
    ------
    (ids, tags, lengths)
        Arrays of int32, of shape ``(batch, time)`` twice and ``(batch,)``; the ids have the
        spelling beside them if the rows have.
    """
    ids = rows.ids.copy()
    known = ids_of(ids, 1)
    known[rng.random(len(known)) < rates[known]] = UNKNOWN
    lengths = rows.lengths
    for batch in plan_batches(lengths, batch_size, rng):
        yield (
            pad(ids, rows.offsets, batch),
            pad(rows.tags, rows.offsets, batch, 0),
            lengths[batch],
        )
