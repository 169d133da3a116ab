"""Sentences of raw text, chosen at random in one pass and in bounded memory."""

from __future__ import annotations

import heapq
import re
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from pathlib import Path

from nertag.io import read_lines
from nertag.text import tokenise

FEWEST, MOST = 5, 200
"""Characters of a sentence that is chosen: shorter ones say little, longer ones are none."""

_AFTER_A_MARK = re.compile(r"(?<=[。！？!?…])|(?<=\.)\s")


def random_sentences(
    paths: Sequence[str | Path], tokens: int, *, kind: str, encoding: str, seed: int
) -> list[str]:
    """Sentences of text files, each once, every one as likely as any other.

    A hash of each sentence, keyed by the seed, stands for a random number, and those with the
    lowest are chosen. So a sentence that occurs often is no likelier than another.

    Parameters
    ----------
    paths : sequence of path
        The text files; their lines are split into sentences.
    tokens : int
        How many tokens are wanted in all; there are fewer if the text has no more.
    kind : {"char", "word"}
        What a token is.
    encoding : str
        A codec of Python.
    seed : int
        Seed of the choice.

    Raises
    ------
    DataError
        A file cannot be read.
    """
    kept: list[tuple[int, str, int]] = []
    chosen: set[int] = set()
    total, key = 0, str(seed).encode()
    for text in (text for path in paths for text in _sentences_of(path, encoding)):
        coded = text.encode("utf-8", "surrogatepass")
        number = int.from_bytes(blake2b(coded, digest_size=8, key=key).digest(), "big")
        if number in chosen or (total >= tokens and number > -kept[0][0]):
            continue
        size = len(tokenise(text, kind))
        chosen.add(number)
        heapq.heappush(kept, (-number, text, size))
        total += size
        while total - kept[0][2] >= tokens:
            dropped, _, size = heapq.heappop(kept)
            chosen.remove(-dropped)
            total -= size
    return [text for _, text, _ in sorted(kept, reverse=True)]


def _sentences_of(path: str | Path, encoding: str) -> Iterator[str]:
    for line in read_lines(path, encoding):
        for part in _AFTER_A_MARK.split(line):
            text = part.strip()
            if FEWEST <= len(text) <= MOST:
                yield text
