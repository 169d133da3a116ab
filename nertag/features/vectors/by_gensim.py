"""Files that gensim reads: fastText's, with vectors of pieces of words, and its own pickles."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from nertag.arrays import Floats
from nertag.errors import DataError, needs
from nertag.features.subwords import Subwords
from nertag.features.vectors.word2vec import Row
from nertag.io import open_bytes, plain_name

MAGIC = (793_712_314).to_bytes(4, "little")
"""How the files of fastText begin."""


def is_fasttext(path: str | Path) -> bool:
    """Whether a file is fastText's, by its first bytes.

    Parameters
    ----------
    path : path
        The file, which may be compressed.
    """
    with open_bytes(path) as stream:
        return stream.read(len(MAGIC)) == MAGIC


def load_fasttext(path: str | Path) -> tuple[list[str], Floats, Subwords | None]:
    """The words, most frequent first, their vectors, and those of the pieces of words.

    The whole file is in memory for a while.

    Parameters
    ----------
    path : path
        The file, which may be compressed: gensim then reads a copy that is not.

    Raises
    ------
    DataError
        The file is damaged or quantised.
    """
    with needs("train"):
        from gensim.models.fasttext import load_facebook_vectors
    try:
        with tempfile.NamedTemporaryFile(suffix=".bin") as copy:
            compressed = plain_name(path) != Path(path).name
            if compressed:
                with open_bytes(path) as stream:
                    shutil.copyfileobj(stream, copy)
                copy.flush()
            read = load_facebook_vectors(copy.name if compressed else str(path))
        words, matrix = list(read.index_to_key), np.asarray(read.vectors, np.float32)
        subwords = Subwords.of(read.vectors_ngrams, read.min_n, read.max_n, words)
    except Exception as error:
        what = f"gensim cannot read it as a model of fastText: {error}"
        raise DataError(path, 0, what, "expected its .bin, whole and not quantised") from error
    return words, matrix, subwords


def pickled_rows(path: str | Path) -> Iterator[Row]:
    """The rows of gensim's ``.model`` or ``.kv``, which can run code hidden in them.

    Parameters
    ----------
    path : path
        The file.

    Raises
    ------
    DataError
        The file is damaged.
    """
    with needs("train"):
        from gensim.utils import SaveLoad

    try:
        loaded = SaveLoad.load(str(path))
        vectors = getattr(loaded, "wv", loaded)
        rows = zip(vectors.index_to_key, vectors.vectors)
    except Exception as error:
        raise DataError(
            path, 0, f"gensim cannot load it: {error}", "was it saved whole?"
        ) from error
    yield from rows
