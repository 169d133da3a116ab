"""The annotations that a service has heard of, a file a task, so that a restart loses none."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from nertag.errors import DataError
from nertag.io import replacing

HELD_OUT = 5
"""Of so many texts one is held out as dev."""


class Annotations:
    """The newest annotation of each task.

    Parameters
    ----------
    folder : Path
        Where they are kept; it is made if it is not there.

    Raises
    ------
    DataError
        The folder cannot be made, or what is in it cannot be read.
    """

    def __init__(self, folder: Path) -> None:
        self._folder, self._trained_file = folder / "annotations", folder / "trained.json"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            files = sorted(self._folder.glob("*.json"))
            self._tasks = {file.stem: json.loads(file.read_bytes()) for file in files}
            noted = self._trained_file.read_bytes() if self._trained_file.exists() else b"{}"
            self._trained: dict[str, str] = json.loads(noted)
        except (OSError, ValueError) as error:
            raise DataError(folder, 0, f"is no folder of annotations: {error}", "fix it") from None
        self._hashes = {name: _hash(task) for name, task in self._tasks.items()}

    def keep(self, task: Mapping[str, Any]) -> None:
        """Keep the annotation of a task instead of an earlier one.

        Parameters
        ----------
        task : mapping
            The task in Label Studio's JSON, with its ``id`` and one annotation.

        Raises
        ------
        DataError
            It cannot be written.
        """
        name = str(task["id"])
        with replacing(self._folder / f"{name}.json") as stream:
            stream.write(_line(task))
        self._tasks[name], self._hashes[name] = dict(task), _hash(task)

    def forget(self, *, tasks: tuple[int, ...] = (), annotations: tuple[int, ...] = ()) -> None:
        """Forget tasks, or annotations if they are the newest of their tasks.

        Parameters
        ----------
        tasks : tuple of int
            The ids of the tasks.
        annotations : tuple of int
            The ids of the annotations.
        """
        for name, task in list(self._tasks.items()):
            if task["id"] in tasks or task["annotations"][0]["id"] in annotations:
                (self._folder / f"{name}.json").unlink(missing_ok=True)
                del self._tasks[name], self._hashes[name]

    @property
    def waiting(self) -> int:
        """How many are new, or changed, since the last training."""
        return sum(self._trained.get(name) != found for name, found in self.state().items())

    def state(self) -> dict[str, str]:
        """What there is: a hash for each task."""
        return self._hashes.copy()

    def trained(self, state: Mapping[str, str]) -> None:
        """Note what a training has seen: it waits no longer.

        Parameters
        ----------
        state : mapping of str to str
            The state when the training began.
        """
        self._trained = dict(state)
        with replacing(self._trained_file) as stream:
            stream.write(json.dumps(state).encode())

    def write(self, train: Path, dev: Path | None) -> None:
        """Write what a training reads.

        Parameters
        ----------
        train : Path
            The file to train on.
        dev : Path, optional
            The file of what is held out; None holds out nothing.
        """
        parts: dict[Path, list[bytes]] = {train: [], **({dev: []} if dev else {})}
        for task in self._tasks.values():
            parts[dev if dev and _held_out(task) else train].append(_line(task))
        for path, lines in parts.items():
            with replacing(path) as stream:
                stream.writelines(lines)


def _line(task: Mapping[str, Any]) -> bytes:
    """A task as a line of ASCII, which reads the same in nearly any encoding."""
    return json.dumps(task).encode() + b"\n"


def _hash(task: Mapping[str, Any]) -> str:
    return hashlib.sha256(_line(task)).hexdigest()


def _held_out(task: Mapping[str, Any]) -> bool:
    """Whether a task is of the dev data; that depends on its text alone."""
    (text,) = task["data"].values()
    digest = hashlib.sha256(text.encode("utf-8", "replace")).digest()
    return digest[0] % HELD_OUT == 0
