"""What the training of vectors needs to go on after a pass over the text."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load, save

from nertag.errors import ConfigError, DataError
from nertag.io import replacing

STATE = ("vectors", "vectors_vocab", "vectors_ngrams")
"""The arrays of gensim's vectors; those of pieces are fastText's."""
DIGEST = 32
"""Bytes of the hash of the content."""


class PassCheckpoint:
    """A file with the state of a model of gensim after its last whole pass over the text.

    It holds arrays only, no pickle, and after them the SHA-256 of its content.

    Parameters
    ----------
    path : path
        The file.
    resume : bool
        Whether to go on from what it holds; otherwise that is overwritten.
    """

    def __init__(self, path: str | Path, *, resume: bool = False) -> None:
        self.path, self.resume = Path(path), resume

    def save(self, model: Any, passes: int, fingerprint: bytes) -> None:
        """Write the state of a model; it replaces the state before.

        Parameters
        ----------
        model : gensim.models.Word2Vec
            The model.
        passes : int
            Passes that are done.
        fingerprint : bytes
            Tells apart what is trained on and how.

        Raises
        ------
        DataError
            It cannot be written.
        """
        _, keys, place, *_ = model.random.get_state()
        arrays = {
            **_arrays(model),
            "random": np.append(keys, np.uint32(place)),
            "passes": np.array([passes]),
            "fingerprint": np.frombuffer(fingerprint, np.uint8),
        }
        content = save(arrays)
        with replacing(self.path) as stream:
            stream.write(content)
            stream.write(hashlib.sha256(content).digest())

    def restore(self, model: Any, fingerprint: bytes) -> int:
        """Put the state into a model that has its vocabulary, and return the passes that are done.

        Parameters
        ----------
        model : gensim.models.Word2Vec
            The model.
        fingerprint : bytes
            Tells apart what is trained on and how.

        Returns
        -------
        int
            0 if there is nothing to go on from.

        Raises
        ------
        ConfigError
            The state is of another text or of other settings.
        DataError
            The file is damaged.
        """
        if not (self.resume and self.path.exists()):
            return 0
        stored = self.path.read_bytes()
        content, digest = stored[:-DIGEST], stored[-DIGEST:]
        if hashlib.sha256(content).digest() != digest:
            raise DataError(self.path, 0, "is damaged", "leave `resume` out to begin anew")
        held = load(content)
        if held["fingerprint"].tobytes() != fingerprint:
            raise ConfigError(
                f"{self.path} belongs to other text or settings: give the same ones with `resume`, "
                "or leave `resume` out to begin anew",
                setting="resume",
            )
        for name, values in _arrays(model).items():
            values[:] = held[name]
        random = held["random"]
        model.random.set_state(("MT19937", random[:-1], int(random[-1])))
        return int(held["passes"][0])


def _arrays(model: Any) -> dict[str, NDArray[np.float32]]:
    """The arrays that training changes, by name."""
    found = {name: getattr(model.wv, name) for name in STATE if hasattr(model.wv, name)}
    return {**found, "outputs": model.syn1neg}
