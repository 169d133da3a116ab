"""What the network looks up for a token, and the files that hold it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load as load_arrays
from safetensors.numpy import save as save_arrays

from nertag.vectors import NO_VECTORS, Vectors
from nertag.vocabulary import Vocabulary


@dataclass(frozen=True)
class Lookups:
    """The tokens and the pairs of tokens that have vectors.

    Parameters
    ----------
    vocabulary : Vocabulary
    vectors : ndarray of float32, shape (frozen tokens, dimensions)
    bigrams : Vectors
        Of pairs of characters; none where the network looks up none. Their numbers are those of
        float16, by which they are saved.
    """

    vocabulary: Vocabulary
    vectors: NDArray[np.float32]
    bigrams: Vectors = NO_VECTORS

    def files(self) -> dict[str, bytes]:
        """The files that hold it, by name."""
        files = {
            "vocabulary.txt": self.vocabulary.to_text().encode(),
            "vectors.safetensors": save_arrays({"vectors": self.vectors}),
        }
        if self.bigrams.tokens:
            files["bigrams.txt"] = "".join(pair + "\n" for pair in self.bigrams.tokens).encode()
            matrix = self.bigrams.matrix.astype(np.float16)
            files["bigrams.safetensors"] = save_arrays({"vectors": matrix})
        return files

    @classmethod
    def from_files(cls, files: Mapping[str, bytes], tokens: str) -> Lookups:
        """The reverse of `files`.

        Raises
        ------
        KeyError, ValueError, SafetensorError
            A file is missing, or is none of these.
        """
        vocabulary = Vocabulary.from_text(files["vocabulary.txt"].decode(), tokens)
        vectors = load_arrays(files["vectors.safetensors"])["vectors"]
        bigrams = NO_VECTORS
        if "bigrams.txt" in files:
            pairs = tuple(files["bigrams.txt"].decode().split("\n")[:-1])
            matrix = load_arrays(files["bigrams.safetensors"])["vectors"].astype(np.float32)
            bigrams = Vectors(pairs, matrix)
        fits = len(bigrams.matrix) == len(bigrams.tokens) and all(
            len(p) == 2 for p in bigrams.tokens
        )
        if len(vectors) != len(vocabulary.frozen) or not fits:
            raise ValueError("tokens and their vectors do not belong together")
        return cls(vocabulary, vectors, bigrams)
