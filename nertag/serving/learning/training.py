"""One training in a process of its own, which leaves the service its processor."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from nertag.errors import NertagError
from nertag.model import read_manifest

ONE_THREAD = {
    **dict.fromkeys(("OMP_NUM_THREADS", "TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS"), "1"),
    "TF_CPP_MIN_LOG_LEVEL": "3",
}
NICE = 19
PROGRAM = """
import json, logging, sys, nertag
logging.basicConfig(format="%(message)s", level="INFO")
nertag.train(**json.loads(sys.argv[1]))
"""


class TrainingFailed(NertagError):
    """A training has ended without a model; the message is its last line."""


class Training:
    """`nertag.train` from the model that is served, in a process.

    Parameters
    ----------
    train : Path
        The annotations.
    dev : Path
        What decides.
    init : Path
        The model that is served.
    output : Path
        The model directory to write.
    mix : Path, optional
        Old data.
    """

    def __init__(self, train: Path, dev: Path, init: Path, output: Path, mix: Path | None) -> None:
        paths = {"train": train, "dev": dev, "init": init, "output": output, "mix": mix}
        settings = {name: str(path) for name, path in paths.items() if path}
        settings |= {"device": "cpu", "format": "auto", "offset_unit": "codepoint"}
        self._command = [sys.executable, "-c", PROGRAM, json.dumps(settings)]
        self._output, self._stopped = output, False
        self._process: subprocess.Popen[bytes] | None = None

    def run(self, log: Path) -> tuple[float, float]:
        """Train, and return F1 on dev of the model that is served and of the new one.

        Parameters
        ----------
        log : Path
            Where all that the training says is written.

        Raises
        ------
        TrainingFailed
            There is no new model.
        """
        with log.open("wb") as stream:
            environment = {**os.environ, **ONE_THREAD}
            self._process = subprocess.Popen(
                self._command, stdout=stream, stderr=stream, env=environment
            )
            if self._stopped:
                self._process.terminate()
            if hasattr(os, "setpriority"):
                with suppress(OSError):  # it has ended already
                    os.setpriority(os.PRIO_PROCESS, self._process.pid, NICE)
            status = self._process.wait()
        if status:
            lines = log.read_text(encoding="utf-8", errors="replace").split("\n")
            said = [line.strip() for line in lines if line.strip()]
            raise TrainingFailed(f"status {status}: {said[-1] if said else 'it said nothing'}")
        manifest = read_manifest(self._output)
        if manifest.dev is None or not manifest.dev.strict.micro.support:
            raise TrainingFailed("dev has no entity: nothing shows that the new model is better")
        return manifest.init["dev"].before, manifest.init["dev"].after

    def stop(self) -> None:
        """End it: the service ends."""
        self._stopped = True
        if self._process:
            self._process.terminate()
