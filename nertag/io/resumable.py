"""An output file that an interrupted run leaves behind for the next one to go on with."""

from __future__ import annotations

import errno
import json
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO

from nertag.errors import ConfigError, DataError, Interrupted
from nertag.io.atomic import is_stream, replacing, sync_folder

EVERY = 1.0
"""Seconds between two notes of how far it got."""


class Output:
    """Where results go.

    Parameters
    ----------
    stream : binary file
    done : int
        Lines of input whose results are there already.
    """

    def __init__(self, stream: BinaryIO, done: int = 0) -> None:
        self.stream, self.done = stream, done

    def write(self, content: bytes, lines: int) -> None:
        """Add the results of the next `lines` lines of input."""
        self.stream.write(content)
        self.done += lines

    def flush(self) -> None:
        """Let those who read along see what was written."""
        self.stream.flush()


class _Part(Output):
    """An output that notes how far it got, in a file beside it."""

    def __init__(self, stream: BinaryIO, done: int, note: Path, run: Mapping[str, Any]) -> None:
        super().__init__(stream, done)
        self._note, self._run, self._noted = note, run, time.monotonic()

    def write(self, content: bytes, lines: int) -> None:
        super().write(content, lines)
        if time.monotonic() > self._noted + EVERY:
            self.keep()

    def keep(self) -> None:
        """Note how far it got."""
        self.stream.flush()
        state = {"run": self._run, "lines": self.done, "bytes": self.stream.tell()}
        with replacing(self._note) as note:
            note.write(json.dumps(state, ensure_ascii=False).encode("utf-8", "surrogatepass"))
        self._noted = time.monotonic()


@contextmanager
def resumable(path: str | Path, run: Mapping[str, Any], *, resume: bool) -> Iterator[Output]:
    """Open an output that takes the place of `path` when the block ends well.

    The bytes go to ``path.part``; every second, and when the user stops it, ``path.part.json``
    notes how far it got. What is noted stays when the block fails, whatever the reason.

    Parameters
    ----------
    run : mapping
        All that the output hangs on, as JSON; a run can only be resumed by one that is the same.
    resume : bool
        Go on with what an earlier run left.

    Raises
    ------
    ConfigError
        There is nothing to go on with, or it is of another run.
    DataError
        The file cannot be written.
    Interrupted
        The user stopped it.
    """
    if is_stream(path):
        if resume:
            raise _no_resume(f"{path} is no file that could be gone on with")
        with replacing(path) as stream:
            yield Output(stream)
        return
    target = Path(os.path.realpath(path))
    part, note = (target.parent / (target.name + ending) for ending in (".part", ".part.json"))
    lines, size = _state(note, part, run) if resume else (0, 0)
    try:
        if target.is_dir():
            raise IsADirectoryError(errno.EISDIR, "it is a folder")
        if not resume:
            note.unlink(missing_ok=True)
        with open(part, "r+b" if resume else "wb") as stream:
            stream.seek(size)
            stream.truncate()
            output = _Part(stream, lines, note, run)
            try:
                yield output
            except KeyboardInterrupt:
                output.keep()
                done = f"{output.done:,} lines are done"
                raise Interrupted(f"stopped: {done}, `resume` goes on with {part}") from None
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(part, target)
        note.unlink(missing_ok=True)
    except BaseException as error:
        kept = note.exists()
        if not kept:
            with suppress(OSError):
                part.unlink()
        if isinstance(error, OSError):
            what = f"cannot be written: {error.strerror or error}"
            hint = "make room, then `resume` goes on" if kept else "check it"
            raise DataError(path, 0, what, hint) from error
        raise
    sync_folder(target.parent)


def _state(note: Path, part: Path, run: Mapping[str, Any]) -> tuple[int, int]:
    """The lines that are done and the bytes they gave."""
    try:
        state = json.loads(note.read_bytes())
        lines, size = int(state["lines"]), int(state["bytes"])
        whole = part.stat().st_size >= size
    except FileNotFoundError:
        raise _no_resume(f"{note} is not there, no run to go on with") from None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _no_resume(f"{note} cannot be read: {error}") from None
    if not whole:
        raise _no_resume(f"{part} is shorter than {note} says: begin anew")
    for name, value in state["run"].items():
        if run.get(name) != value:
            raise _no_resume(
                f"the run before had another `{name}`: {value!r}, not {run.get(name)!r}"
            )
    return lines, size


def _no_resume(why: str) -> ConfigError:
    return ConfigError(f"`resume`: {why}", setting="resume")
