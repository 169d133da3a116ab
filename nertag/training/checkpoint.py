"""What an interrupted run needs to go on: kept in ``checkpoint/`` of the model directory."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

import msgspec
import tensorflow as tf
from numpy.typing import NDArray
from safetensors.numpy import load as load_arrays
from safetensors.numpy import save as save_arrays

from nertag.errors import ConfigError, DataError, ModelFormatError
from nertag.features import Lookups
from nertag.model import MANIFEST, commit, read_files

Arrays = dict[str, NDArray[Any]]


@dataclass
class Progress:
    """How far a run has got after its last finished epoch.

    Parameters
    ----------
    epoch : int
        Number of finished epochs.
    best_epoch : int
        The epoch with the best dev F1, of several the one with the lowest loss, from 1; 0 before
        the first.
    best_f1 : float
        The dev F1 of the best epoch, from 0 to 1; -1 before the first.
    history : list of dict
        One row an epoch.
    last : dict of str to ndarray
        Weights and optimizer state after the last epoch.
    best : dict of str to ndarray
        Weights after the best epoch.
    """

    epoch: int = 0
    best_epoch: int = 0
    best_f1: float = -1.0
    history: list[dict[str, Any]] = field(default_factory=list)
    last: Arrays = field(default_factory=dict)
    best: Arrays = field(default_factory=dict)

    def is_best(self, f1: float, loss: float) -> bool:
        """Whether an epoch is better than all before: by dev F1, where that is the same by loss.

        Parameters
        ----------
        f1 : float
            The dev F1 of the epoch.
        loss : float
            The mean loss of the epoch over the training sentences.
        """
        if f1 != self.best_f1:
            return f1 > self.best_f1
        return loss < float(self.history[self.best_epoch - 1]["loss"])

    @property
    def waited(self) -> int:
        """Epochs since the dev F1 last rose."""
        best = -1.0
        rose = 0
        for row in self.history:
            if row["dev_f1"] > best:
                best, rose = row["dev_f1"], row["epoch"]
        return self.epoch - rose


class _Note(msgspec.Struct, frozen=True):
    """What the manifest of a checkpoint holds."""

    fingerprint: str
    tensorflow: str
    epoch: Annotated[int, msgspec.Meta(ge=0)]
    best_epoch: Annotated[int, msgspec.Meta(ge=0)]
    best_f1: float
    history: list[dict[str, Any]]


class Checkpoint:
    """The checkpoint of one model directory.

    Parameters
    ----------
    model : path
        The model directory.
    fingerprint : str
        Hash of the settings and the data: a run goes on only with the same, and with the same
        TensorFlow, which may keep the optimizer's state in another order.
    """

    def __init__(self, model: str | Path, fingerprint: str) -> None:
        self.folder = Path(model) / "checkpoint"
        self.fingerprint = fingerprint
        self._inputs: dict[str, bytes] = {}

    def exists(self) -> bool:
        """Whether there is something to go on from."""
        return (self.folder / MANIFEST).exists()

    def keep_inputs(self, lookups: Lookups) -> None:
        """Remember the look-ups, which every later `save` writes beside the progress.

        Parameters
        ----------
        lookups : Lookups
            The tables that the network looks tokens up in.
        """
        self._inputs = lookups.files()

    def save(self, progress: Progress) -> None:
        """Write the progress; it replaces the progress before.

        Parameters
        ----------
        progress : Progress
            How far the run has got.

        Raises
        ------
        DataError
            It cannot be written; the one before is whole then.
        """
        contents = {
            **self._inputs,
            "last.safetensors": save_arrays(progress.last),
            "best.safetensors": save_arrays(progress.best),
        }
        facts = {
            "fingerprint": self.fingerprint,
            "tensorflow": tf.__version__,
            "epoch": progress.epoch,
            "best_epoch": progress.best_epoch,
            "best_f1": progress.best_f1,
            "history": progress.history,
        }
        try:
            commit(self.folder, contents, facts)
        except DataError as error:
            if progress.epoch < 2:
                raise
            hint = f"make room, then `resume` goes on after epoch {progress.epoch - 1}"
            raise DataError(error.path, 0, error.what, hint) from error

    def load(self, tokens: str) -> tuple[Lookups, Progress]:
        """The look-ups the run began with, and how far it got.

        Parameters
        ----------
        tokens : {"char", "word"}
            What a token is.

        Raises
        ------
        ConfigError
            The checkpoint was written with other settings, other data or another TensorFlow.
        ModelFormatError
            There is none, or it is damaged.
        """
        contents, facts = read_files(self.folder)
        try:
            noted = msgspec.convert(facts, _Note)
        except (ValueError, msgspec.ValidationError) as error:
            raise ModelFormatError(f"{self.folder}/{MANIFEST}: {error}") from None
        if noted.fingerprint != self.fingerprint:
            raise ConfigError(
                f"{self.folder} belongs to a run with other settings or data: give the same ones "
                "with `resume`, or leave `resume` out to begin anew",
                setting="resume",
            )
        if noted.tensorflow != tf.__version__:
            raise ConfigError(
                f"{self.folder} was written with TensorFlow {noted.tensorflow}, this is "
                f"{tf.__version__}: go on with that one, or leave `resume` out to begin anew",
                setting="resume",
            )
        lookups = Lookups.from_files(contents, tokens)
        progress = Progress(
            noted.epoch,
            noted.best_epoch,
            noted.best_f1,
            noted.history,
            load_arrays(contents["last.safetensors"]),
            load_arrays(contents["best.safetensors"]),
        )
        self.keep_inputs(lookups)
        return lookups, progress

    def remove(self) -> None:
        """Delete the checkpoint: the run has ended."""
        shutil.rmtree(self.folder, ignore_errors=True)
