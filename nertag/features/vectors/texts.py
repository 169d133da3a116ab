"""Raw text and lists of words, as the training of vectors reads them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nertag.arrays import Bools
from nertag.errors import ConfigError
from nertag.io import read_lines
from nertag.text import fold, tokenise

BLOCK = 50_000
"""Lines that are looked up at a time among those that occurred before."""


class TokenLines:
    """The tokens of each line of some text files, width-folded, without blanks; rereadable.

    A line that occurred before is ignored, since raw text often holds pages many times. Pipes can
    be read again only in a block of `nertag.io.reading_pipes_again`.

    Parameters
    ----------
    paths : sequence of path
        The text files.
    tokens : {"char", "word"}
        What a token is.
    encoding : str
        A codec of Python.

    Attributes
    ----------
    lines, repeated : int
        Lines of the last pass, and how many of them had occurred before.
    """

    def __init__(self, paths: Sequence[str | Path], tokens: str, encoding: str = "utf-8") -> None:
        self.paths, self.tokens, self.encoding = paths, tokens, encoding
        self.lines = self.repeated = 0

    def __iter__(self) -> Iterator[list[str]]:
        seen = _Seen()
        self.lines = self.repeated = 0
        lines = (line for path in self.paths for line in read_lines(path, self.encoding))
        while block := list(islice(lines, BLOCK)):
            new = seen.add(np.fromiter(map(hash, block), np.int64, len(block)))
            for line, is_new in zip(block, new.tolist()):
                self.lines += 1
                self.repeated += not is_new
                if is_new:
                    yield tokens_for_vectors(line, self.tokens)


class _Seen:
    """A set of numbers that takes 8 bytes for each."""

    def __init__(self) -> None:
        self._sorted = np.zeros(0, np.int64)

    def add(self, numbers: NDArray[np.int64]) -> Bools:
        """Add numbers, and tell for each whether it is new: not there, nor earlier in `numbers`."""
        found, first = np.unique(numbers, return_index=True)
        places = np.searchsorted(self._sorted, found)
        held = places < len(self._sorted)
        held[held] = self._sorted[places[held]] == found[held]
        self._sorted = np.insert(self._sorted, places[~held], found[~held])
        new = np.zeros(len(numbers), bool)
        new[first[~held]] = True
        return new


def tokens_for_vectors(text: str, tokens: str) -> list[str]:
    """The width-folded tokens of a text, without blanks, which vector files cannot hold."""
    folded = fold(text)
    if tokens == "char":
        return [char for char in folded if not char.isspace()]
    return tokenise(folded, tokens).words


def read_lexicon(paths: Sequence[str | Path], encoding: str = "utf-8") -> list[str]:
    """The words of some lists, one a line, width-folded, without blanks, each once.

    Parameters
    ----------
    paths : sequence of path
        Files, or folders, which stand for the files in them that are not hidden.
    encoding : str
        A codec of Python.

    Raises
    ------
    ConfigError
        There are lists, but no word of several characters in them.
    """
    files = [file for path in map(Path, paths) for file in _files_of(path)]
    lines = (line for file in files for line in read_lines(file, encoding))
    words = list(dict.fromkeys(filter(None, ("".join(fold(line).split()) for line in lines))))
    if paths and not any(len(word) > 1 for word in words):
        names = ", ".join(map(str, paths))
        raise ConfigError(f"{names}: no word of several characters, expected one word a line")
    return words


def _files_of(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    return sorted(file for file in path.iterdir() if file.is_file() and file.name[0] != ".")
