"""Training sentences with their mentions replaced by others of the same label."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from nertag.arrays import Ints
from nertag.decoding import SpanReader
from nertag.features import Rows, flatten
from nertag.text import Span, split_tag


class MentionReplacer:
    """Makes each epoch's variant of the training rows (Dai and Adel 2020, mention replacement).

    Parameters
    ----------
    rows : Rows
        The training rows.
    tags : sequence of str
        The tag of each id, in BIO.
    rate : float
        Share of the sentences in which mentions are replaced, each with probability one half.
    """

    def __init__(self, rows: Rows, tags: Sequence[str], rate: float) -> None:
        self._rows, self._rate = rows, rate
        parts = [split_tag(tag) for tag in tags]
        self._ids = {part: number for number, part in enumerate(parts)}
        tagged = np.split(np.maximum(rows.tags, 0), rows.offsets[1:-1])  # unlabelled as O
        self._spans = SpanReader(tags).read(tagged) if rate else []
        self._mentions: dict[str, list[Ints]] = {}
        for row, spans in enumerate(self._spans):
            for start, end, label in spans:
                first = rows.offsets[row]
                self._mentions.setdefault(label, []).append(rows.ids[first + start : first + end])

    def variant(self, rng: np.random.Generator) -> Rows:
        """The rows, some of them with other mentions; the rows themselves at a rate of 0.

        Parameters
        ----------
        rng : numpy.random.Generator
            Chooses the rows, the mentions and what replaces them.
        """
        if not self._rate:
            return self._rows
        ids, tags = [], []
        offsets = self._rows.offsets.tolist()
        for row, chosen in enumerate(rng.random(len(self._rows)) < self._rate):
            start, stop = offsets[row], offsets[row + 1]
            row_ids, row_tags = self._rows.ids[start:stop], self._rows.tags[start:stop]
            if chosen and self._spans[row]:
                row_ids, row_tags = self._replaced(row_ids, row_tags, self._spans[row], rng)
            ids.append(row_ids)
            tags.append(row_tags)
        flat, new_offsets = flatten(ids)
        return Rows(flat, flatten(tags)[0], new_offsets)

    def _replaced(
        self, ids: Ints, tags: Ints, spans: Sequence[Span], rng: np.random.Generator
    ) -> tuple[Ints, Ints]:
        id_parts, tag_parts, done = [], [], 0
        for start, end, label in spans:
            if rng.random() < 0.5:
                continue
            others = self._mentions[label]
            mention = others[rng.integers(len(others))]
            written = np.full(len(mention), self._ids["I", label], np.int32)
            written[0] = self._ids["B", label]
            id_parts += [ids[done:start], mention]
            tag_parts += [tags[done:start], written]
            done = end
        return np.concatenate([*id_parts, ids[done:]]), np.concatenate([*tag_parts, tags[done:]])
