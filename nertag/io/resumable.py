"""An output file that an interrupted run leaves for the next one to go on with."""

from __future__ import annotations

import errno
import io
import json
import os
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from nertag.errors import ConfigError, DataError, Interrupted
from nertag.io.atomic import OutputFile, cannot_be_written, is_stream, replacing
from nertag.io.locks import lock, sync_folder, this_process

EVERY = 1.0
"""Seconds between two notes of how far it got."""


class Output:
    """Where results go.

    Parameters
    ----------
    stream : binary file
        What is written to.
    done : int
        Lines of input whose results are there already.
    digest : str
        Hash of those lines; empty if there are none.
    """

    def __init__(self, stream: BinaryIO, done: int = 0, digest: str = "") -> None:
        self.stream, self.done, self.digest = stream, done, digest

    def write(self, content: Iterable[bytes], lines: int, digest: str = "") -> None:
        """Add the results of the next `lines` lines of input.

        Parameters
        ----------
        content : iterable of bytes
            The results in pieces.
        lines : int
            How many lines of input they are of.
        digest : str
            Hash of all lines of input up to the last of these.
        """
        self.stream.writelines(content)
        self.done += lines
        self.digest = digest

    def flush(self) -> None:
        """Flush, so that whoever reads the file sees what was written."""
        self.stream.flush()


class _Note(msgspec.Struct, frozen=True):
    """How far a run got, as it stands in a file beside its part."""

    run: dict[str, Any]
    lines: int
    bytes: int
    digest: str
    by: str


class _Part(Output):
    """An output that notes how far it got; `noted` are the lines that the last note tells of."""

    def __init__(
        self, stream: BinaryIO, note: Path, run: Mapping[str, Any], done: int, digest: str
    ) -> None:
        super().__init__(stream, done, digest)
        self._note, self._run, self._when = note, run, time.monotonic()
        self.noted, self._size = done, stream.tell()

    def write(self, content: Iterable[bytes], lines: int, digest: str = "") -> None:
        super().write(content, lines, digest)
        self._size = self.stream.tell()
        if time.monotonic() > self._when + EVERY:
            self.keep()

    def keep(self) -> None:
        """Note how far it got; what the note promises is synced before."""
        self.sync()
        state = {
            "run": self._run,
            "lines": self.done,
            "bytes": self._size,  # there may be part of a line after it
            "digest": self.digest,
            "by": this_process(),
        }
        with replacing(self._note) as note:
            note.write(json.dumps(state, ensure_ascii=False).encode("utf-8", "surrogatepass"))
        self._when, self.noted = time.monotonic(), self.done

    def sync(self) -> None:
        """Make what was written last through a power cut."""
        self.stream.flush()
        os.fsync(self.stream.fileno())


@contextmanager
def resumable(path: str | Path, run: Mapping[str, Any], *, resume: bool) -> Iterator[Output]:
    """Open an output that replaces `path` when the block ends well.

    The bytes go to ``path.part``, which is locked; every second, and when the user stops it,
    ``path.part.json`` notes how far it got. What is noted stays when the block fails, whatever the
    reason.

    Parameters
    ----------
    path : path
        The file to write.
    run : mapping
        All that the output depends on, as JSON; a run can only be resumed by one that is the same.
    resume : bool
        Go on with what an earlier run left.

    Raises
    ------
    ConfigError
        There is nothing to go on with, or it is of another run.
    DataError
        The file cannot be written, or another process is writing it.
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
    if resume and not note.exists():
        raise _no_resume(f"{note} is not there, no run to go on with")
    if resume and not part.exists():  # killed after the rename, or somebody deleted it
        raise _no_resume(f"{part} is not there: the run before has ended, or begin anew")
    try:
        if target.is_dir():
            raise IsADirectoryError(errno.EISDIR, "it is a folder")
        with _locked(part, note, path) as stream:
            done, size, digest = _state(note, part, run) if resume else (0, 0, "")
            stream.seek(size)
            stream.truncate()
            output = _Part(stream, note, run, done, digest)
            output.keep()
            try:
                yield output
                output.sync()
            except KeyboardInterrupt:
                output.keep()
                what = f"{output.done:,} lines are done"
                raise Interrupted(f"stopped: {what}, `resume` goes on with {part}") from None
            except BaseException as error:
                if not output.noted:
                    note.unlink(missing_ok=True)
                    part.unlink(missing_ok=True)
                raise _with_hint(error, path, kept=output.noted > 0) from error
            os.replace(part, target)
            note.unlink(missing_ok=True)
    except OSError as error:
        raise cannot_be_written(path, error) from error
    sync_folder(target.parent)


def _with_hint(error: BaseException, path: str | Path, *, kept: bool) -> BaseException:
    """The error to raise; of a disk that is full it says that the run can go on."""
    cause = error if isinstance(error, OSError) else error.__cause__
    if kept and isinstance(cause, OSError) and cause.errno == errno.ENOSPC:
        return cannot_be_written(path, cause, "make room, then `resume` goes on")
    return error


@contextmanager
def _locked(part: Path, note: Path, path: str | Path) -> Iterator[BinaryIO]:
    """The part, open for writing and locked.

    Raises
    ------
    DataError
        Another process writes it; says which.
    """
    while True:
        # What another process may be writing is opened without emptying it.
        descriptor = os.open(part, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
        os.close(descriptor)
        raw = OutputFile(part, "r+", path)
        if not lock(raw.fileno()):
            raw.close()
            raise DataError(path, 0, f"is being written by {_holder(note)}", "wait, or stop that")
        with suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(raw.fileno()), os.stat(part)):
                break
        raw.close()  # the other process has just put it in its place
    stream = io.BufferedRandom(raw)
    try:
        yield stream
    finally:
        with suppress(DataError):
            stream.close()


def _holder(note: Path) -> str:
    try:
        return _read_note(note).by
    except (OSError, ValueError, msgspec.ValidationError):
        return "another process"


def _read_note(note: Path) -> _Note:
    return msgspec.convert(json.loads(note.read_bytes()), _Note)


def _state(note: Path, part: Path, run: Mapping[str, Any]) -> tuple[int, int, str]:
    """The lines that are done, the bytes they gave, and the hash of the lines."""
    try:
        state = _read_note(note)
    except (ValueError, RecursionError, msgspec.ValidationError) as error:
        raise _no_resume(f"{note} cannot be read: {error}") from None
    if not 0 <= state.bytes <= part.stat().st_size:
        raise _no_resume(f"{part} is shorter than {note} says: begin anew")
    for name, value in state.run.items():
        if run.get(name) != value:
            raise _no_resume(
                f"the run before had another `{name}`: {value!r}, not {run.get(name)!r}"
            )
    return state.lines, state.bytes, state.digest


def _no_resume(why: str) -> ConfigError:
    return ConfigError(f"`resume`: {why}", setting="resume")
