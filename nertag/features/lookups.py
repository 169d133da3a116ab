"""What the network looks up for a token, and the files that hold it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

import numpy as np
from safetensors.numpy import load as load_arrays
from safetensors.numpy import save as save_arrays

from nertag.arrays import Floats, Stored
from nertag.features.classes import CharacterClasses
from nertag.features.feature import Feature, Features
from nertag.features.gazetteers import Gazetteers
from nertag.features.half import narrow
from nertag.features.lexicon import Lexicon
from nertag.features.subwords import Subwords
from nertag.features.vectors.vectors import NO_VECTORS, Vectors
from nertag.features.vocabulary import Vocabulary


@dataclass(frozen=True)
class Lookups:
    """The tokens, bigrams and words that have vectors, and the user's lists of names.

    Numbers that float16 can hold are saved in float16, see `Vectors.halved`.

    Parameters
    ----------
    vocabulary : Vocabulary
        The tokens that have ids.
    vectors : ndarray of float16 or float32, shape (frozen tokens, dimensions)
        The vectors of the vocabulary's frozen tokens.
    bigrams : Vectors
        The vectors of pairs of characters; empty if the network looks up no pairs.
    words : Vectors
        The vectors of a lexicon's words; all their tokens are in the vocabulary.
    word_weights : ndarray of float32, shape (words,)
        The weight of each word, see `nertag.features.lexicon.Lexicon`.
    gazetteers : mapping of str to sequence of str
        The entries of each list, by its label; all their tokens are in the vocabulary.
    subwords : Subwords, optional
        What makes vectors of unknown words; of as many dimensions as `vectors`.
    """

    vocabulary: Vocabulary
    vectors: Stored
    bigrams: Vectors = NO_VECTORS
    words: Vectors = NO_VECTORS
    word_weights: Floats = field(default_factory=lambda: np.zeros(0, np.float32))
    gazetteers: Mapping[str, Sequence[str]] = field(default_factory=dict)
    subwords: Subwords | None = None

    def features(self, *, classes: bool, any_case: bool = False) -> Features:
        """The features of a token besides its vector and that of its pair.

        Parameters
        ----------
        classes : bool
            Whether the class of a character is one of them.
        any_case : bool
            Whether names of gazetteers are found in any case.
        """
        sorts: list[Feature] = []
        if classes:
            sorts.append(CharacterClasses(self.vocabulary.rows))
        if self.gazetteers:
            entries = [entry for entries in self.gazetteers.values() for entry in entries]
            counts = list(map(len, self.gazetteers.values()))
            alike = self.vocabulary.in_any_case() if any_case else None
            sorts.append(Gazetteers(self.vocabulary.encode_texts(entries), counts, alike))
        if self.words.tokens:
            words = self.vocabulary.encode_texts(self.words.tokens)
            sorts.append(Lexicon(words, self.words.matrix, self.word_weights))
        return Features(sorts)

    def files(self) -> dict[str, bytes]:
        """The contents of the files of a model directory that hold the look-ups, by name."""
        files = {
            "vocabulary.txt": self.vocabulary.to_text().encode(),
            "vectors.safetensors": save_arrays({"vectors": narrow(self.vectors)}),
        }
        if self.bigrams.tokens:
            files["bigrams.txt"] = _lines(self.bigrams.tokens)
            files["bigrams.safetensors"] = save_arrays({"vectors": narrow(self.bigrams.matrix)})
        if self.words.tokens:
            arrays = {"vectors": narrow(self.words.matrix), "weights": self.word_weights}
            files["words.txt"] = _lines(self.words.tokens)
            files["words.safetensors"] = save_arrays(arrays)
        if self.subwords:
            files["subwords.safetensors"] = self.subwords.to_bytes()
        if self.gazetteers:
            files["gazetteers.txt"] = _lines(
                [f"{label}\t{entry}" for label, names in self.gazetteers.items() for entry in names]
            )
        return files

    @classmethod
    def from_files(cls, files: Mapping[str, bytes], tokens: str) -> Lookups:
        """The reverse of `files`.

        Raises
        ------
        KeyError, ValueError, SafetensorError
            A file is missing or damaged.
        """
        vocabulary = Vocabulary.from_text(files["vocabulary.txt"].decode(), tokens)
        vectors = load_arrays(files["vectors.safetensors"])["vectors"]
        bigrams = words = NO_VECTORS
        weights = np.zeros(0, np.float32)
        if "bigrams.txt" in files:
            matrix = load_arrays(files["bigrams.safetensors"])["vectors"]
            bigrams = Vectors(_read_lines(files["bigrams.txt"]), matrix)
        if "words.txt" in files:
            arrays = load_arrays(files["words.safetensors"])
            words = Vectors(_read_lines(files["words.txt"]), arrays["vectors"])
            weights = arrays["weights"]
        subwords = None
        if "subwords.safetensors" in files:
            subwords = Subwords.from_bytes(files["subwords.safetensors"])
        gazetteers: dict[str, list[str]] = {}
        for line in _read_lines(files.get("gazetteers.txt", b"")):
            label, entry = line.split("\t", 1)
            gazetteers.setdefault(label, []).append(entry)
        fits = (
            len(vectors) == len(vocabulary.frozen)
            and len(bigrams.matrix) == len(bigrams.tokens)
            and set(map(len, bigrams.tokens)) <= {2}
            and len(words.matrix) == len(words.tokens) == len(weights)
            and all(words.tokens)
            and all(_has_tokens(entry, tokens) for entry in chain(*gazetteers.values()))
            and (subwords is None or subwords.matrix.shape[1:] == vectors.shape[1:])
        )
        if not fits:
            raise ValueError("tokens and their vectors do not belong together")
        return cls(vocabulary, vectors, bigrams, words, weights, gazetteers, subwords)


def _has_tokens(text: str, tokens: str) -> bool:
    return bool(text if tokens == "char" else text.strip())


def _lines(texts: Sequence[str]) -> bytes:
    return "".join(text + "\n" for text in texts).encode()


def _read_lines(content: bytes) -> tuple[str, ...]:
    return tuple(content.decode().split("\n")[:-1])
