"""Word vectors: read them from files, keep the rows a model needs, write them."""

from __future__ import annotations

import gzip
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError

from nertag.arrays import Floats, Stored
from nertag.errors import ConfigError, DataError
from nertag.features.subwords import Subwords
from nertag.features.vectors.by_gensim import is_fasttext, load_fasttext, pickled_rows
from nertag.features.vectors.word2vec import NOT_FINITE, Row, binary_rows, file_rows, text_rows
from nertag.io import open_bytes, plain_name, replacing
from nertag.text import fold

PICKLED = (".model", ".kv")
"""Endings of files that gensim reads with pickle, which can run code hidden in them."""


@dataclass(frozen=True)
class Vectors:
    """Word vectors, most frequent token first.

    Parameters
    ----------
    tokens : tuple of str
        The tokens, width-folded, each once.
    matrix : ndarray of float32, or of float16 in a loaded model, shape (tokens, dimensions)
        The vector of each token.
    subwords : Subwords, optional
        What makes vectors of other words, if these are of words.
    """

    tokens: tuple[str, ...]
    matrix: Stored
    subwords: Subwords | None = None

    def only(self, length: int) -> Vectors:
        """The vectors of tokens of `length` characters."""
        lengths = np.fromiter(map(len, self.tokens), np.intp, len(self.tokens))
        return self.at(np.flatnonzero(lengths == length))

    def at(self, rows: NDArray[np.intp]) -> Vectors:
        """The vectors in some rows."""
        return replace(
            self, tokens=tuple(self.tokens[row] for row in rows), matrix=self.matrix[rows]
        )

    def scaled(self) -> Vectors:
        """The same vectors, scaled to entries of standard deviation 1."""
        spread = float(self.matrix.std()) if self.matrix.size else 0.0
        if not spread:
            return self
        subwords = self.subwords and self.subwords.scaled(1 / spread)
        return replace(self, matrix=self.matrix / np.float32(spread), subwords=subwords)

    def halved(self) -> Vectors:
        """The same vectors with the precision of float16, which is enough for frozen ones."""
        half = self.matrix.astype(np.float16).astype(np.float32)
        return replace(self, matrix=half, subwords=self.subwords and self.subwords.halved())


NO_VECTORS = Vectors((), np.zeros((0, 0), np.float32))


def check_vectors_name(path: str | Path) -> Path:
    """The path, if vectors can be written under its name.

    Raises
    ------
    ConfigError
        The name is one of gensim's pickled files.
    """
    path = Path(path)
    if path.suffix in PICKLED:
        raise ConfigError(f"{path}: vectors are written as .txt or .bin (also .gz), choose one")
    return path


def save_vectors(vectors: Vectors, path: str | Path) -> None:
    """Write vectors in word2vec's format.

    Parameters
    ----------
    vectors : Vectors
        The vectors.
    path : path
        Where to: binary if it ends in ``.bin``, text otherwise; with ``.gz``, compressed.

    Raises
    ------
    ConfigError
        The name is one of gensim's pickled files.
    DataError
        The file cannot be written.
    """
    path = check_vectors_name(path)
    with replacing(path) as stream:
        write_vectors(vectors, stream, path)


def write_vectors(vectors: Vectors, raw: BinaryIO, path: Path) -> None:
    """Write vectors to a stream, as the name of its file says; see `save_vectors`."""
    count, size = vectors.matrix.shape
    binary = path.name.removesuffix(".gz").endswith(".bin")
    # No file name and no time in the gzip header: the same vectors give the same bytes.
    packed = gzip.GzipFile("", "wb", fileobj=raw, mtime=0) if path.suffix == ".gz" else None
    stream = packed or raw
    stream.write(f"{count} {size}\n".encode())
    for token, row in zip(vectors.tokens, vectors.matrix):
        if binary:
            stream.write(token.encode() + b" " + row.astype("<f4").tobytes() + b"\n")
        else:
            numbers = " ".join(f"{number:.6g}" for number in row)
            stream.write(f"{token} {numbers}\n".encode())
    if packed:
        packed.close()


def load_vectors(
    path: str | Path,
    needed: Container[str],
    limit: int | Mapping[int, int],
    *,
    trust_pickle: bool = False,
) -> Vectors:
    """Read the rows a model needs from a file of vectors.

    Parameters
    ----------
    path : path
        word2vec text (with its header or without: GloVe) or ``.bin``, or fastText's ``.bin``, also
        compressed; gensim's ``.model`` and ``.kv`` only with `trust_pickle`. Vectors of pieces of
        words are read from the file beside it that `subwords_file` names, if it is there.
    needed : container of str
        Width-folded tokens whose rows are kept wherever they are in the file.
    limit : int or mapping of int to int
        How many of the other rows are kept, from the first (the most frequent tokens) on; or how
        many for each length of the token in characters, and none of other lengths.
    trust_pickle : bool
        Whether gensim's pickled files are read, which can run code.

    Raises
    ------
    DataError
        The file is damaged; the message names the line.
    ConfigError
        The file is pickled and `trust_pickle` is not set.
    """
    name = plain_name(path)
    if name.endswith(PICKLED):
        if not trust_pickle:
            raise ConfigError(
                f"{path}: reading this file can run code hidden in it; add `trust_pickle=True` if "
                "you trust where it comes from, or save it in word2vec's text format",
                setting="trust_pickle",
            )
        rows = pickled_rows(path)
    elif name.endswith(".bin") and is_fasttext(path):
        words, matrix, subwords = load_fasttext(path)
        return replace(_keep(zip(words, matrix), needed, limit, path), subwords=subwords)
    elif name.endswith(".bin"):
        rows = file_rows(path, binary_rows)
    else:
        rows = file_rows(path, text_rows)
    return replace(_keep(rows, needed, limit, path), subwords=_subwords_beside(path))


def _keep(
    rows: Iterable[Row],
    needed: Container[str],
    limit: int | Mapping[int, int],
    path: str | Path,
) -> Vectors:
    """The rows wanted, folded; the first of those that fold to the same token is kept."""
    kept: dict[str, Floats] = {}
    by_length = isinstance(limit, Mapping)
    left = dict(limit) if isinstance(limit, Mapping) else {0: limit}
    for token, values in rows:
        folded = fold(token)
        sort = len(folded) if by_length else 0
        if folded in kept or not folded or folded.isspace() or sort not in left:
            continue
        if folded not in needed:
            left[sort] -= 1
        if folded in needed or left[sort] >= 0:
            kept[folded] = values() if callable(values) else values
    if not kept:
        what = f"holds no vectors{' of characters' if by_length else ''}"
        expected = "expected word2vec's text or binary format, of tokens as `tokens` says"
        raise DataError(path, 0, what, expected)
    matrix = np.stack(list(kept.values())).astype(np.float32)
    if not np.isfinite(matrix).all():
        raise DataError(path, 0, NOT_FINITE, "fetch it again")
    return Vectors(tuple(kept), matrix)


def subwords_file(path: str | Path) -> Path:
    """Where the vectors of pieces of words are: ``V.bin.subwords.safetensors`` beside ``V.bin``.

    Parameters
    ----------
    path : path
        The file of the other vectors.
    """
    path = Path(path)
    return path.with_name(f"{path.name}.subwords.safetensors")


def _subwords_beside(path: str | Path) -> Subwords | None:
    beside = subwords_file(path)
    if not beside.exists():
        return None
    with open_bytes(beside) as stream:
        content = stream.read()
    try:
        return Subwords.from_bytes(content)
    except (LookupError, ValueError, SafetensorError) as error:
        raise DataError(beside, 0, str(error), "make it again, or remove it") from None
