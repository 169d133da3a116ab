"""Python modules run in processes of their own: how long they take, and how much memory."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import IO, NamedTuple

from nertag.errors import NertagError


class Usage(NamedTuple):
    """What a process used.

    Parameters
    ----------
    seconds : float
        Seconds from start to end.
    peak : int, optional
        Bytes of memory at the peak; None where the system does not tell.
    """

    seconds: float
    peak: int | None


def run_module(
    module: str,
    arguments: Sequence[str | Path],
    folder: Path,
    output: int | IO[bytes] = subprocess.DEVNULL,
) -> Usage:
    """Run a module by the Python of this process, which finds the modules that this one finds.

    On Linux a process begins with the peak of the one that starts it: this one should be small.

    Parameters
    ----------
    module : str
        Full name of the module, as ``python -m`` takes it.
    arguments : sequence of str or path
        The arguments of the module; paths are absolute.
    folder : Path
        The working directory. Python looks for modules there first: there should be none.
    output : file, optional
        Takes what the module prints.

    Raises
    ------
    NertagError
        The module failed; the message is the last line that it printed.
    """
    command = [sys.executable, "-m", module, *map(str, arguments)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    with tempfile.TemporaryFile() as said:
        start = time.perf_counter()
        with subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=said,
            cwd=folder,
            env=environment,
        ) as process:
            peak = _wait(process)
        seconds = time.perf_counter() - start
        if process.returncode:
            said.seek(0)
            lines = said.read().decode(errors="replace").split("\n")
            last = next((line for line in reversed(lines) if line.strip()), "no message")
            end = f"{module} ended with {process.returncode}"
            raise NertagError(f"{last.removeprefix('nertag: ')} ({end})")
    return Usage(seconds, peak)


def _wait(process: subprocess.Popen[bytes]) -> int | None:
    """Wait for the end of a process; its peak memory in bytes."""
    if sys.platform == "win32":
        process.wait()
        return None
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
