"""A directory of named contents that changes as a whole.

Every content lies in a file whose name holds the hash of its bytes; ``manifest.json`` says which
belong together and is replaced last, in one step. A crash leaves the old set or the new one.

A directory may come from anybody. Its names are of a closed set, no path is taken from it, nothing
outside it is read, and no size is believed before it is checked.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import stat
from collections.abc import Collection, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

import msgspec

from nertag.errors import DataError, ModelFormatError
from nertag.io import folder_locked, replacing, sync_folder
from nertag.model.schema import Stored, StoredFile

MANIFEST = "manifest.json"
FORMAT = 2
"""The format that is written: 2 has a hash of the manifest in it, 1 had none."""
CONTENTS = frozenset(
    {
        "vocabulary.txt",
        "vectors.safetensors",
        "bigrams.txt",
        "bigrams.safetensors",
        "words.txt",
        "words.safetensors",
        "subwords.safetensors",
        "gazetteers.txt",
        "tags.txt",
        "weights.safetensors",
        "model.onnx",
        "model_int8.onnx",
        "history.csv",
        "last.safetensors",
        "best.safetensors",
    }
)
"""The contents that there may be, of models and of checkpoints."""
MOST_OF_A_MANIFEST = 1 << 24
"""Bytes that a manifest may have at most."""
ATTEMPTS = 20
"""How often a directory is read again while another process replaces it."""
_STORED = re.compile(r"(.+)-[0-9a-f]{12}(\.[a-z]+)(\.[0-9a-f]{8})?(\.part)?")


def commit(directory: str | Path, contents: Mapping[str, bytes], facts: Mapping[str, Any]) -> None:
    """Write `contents` and `facts` as the directory's new state, then sweep what is left over.

    If two processes write at once, one waits for the other, and the last state is whole.

    Parameters
    ----------
    directory : path
        The directory; it is made if it is not there.
    contents : mapping of str to bytes
        The bytes of each content, by a name of `CONTENTS`.
    facts : mapping
        Written into the manifest; its own ``format``, ``files`` and ``sum`` replace those in it.

    Raises
    ------
    DataError
        A file cannot be written; the old state is whole then.
    """
    directory = Path(directory)
    try:
        directory.mkdir(parents=True, exist_ok=True)
        sync_folder(directory.parent)
    except OSError as error:
        raise DataError(directory, 0, f"cannot be made: {error.strerror}", "check it") from None
    with folder_locked(directory):
        files: dict[str, dict[str, Any]] = {}
        for name, content in contents.items():
            digest = hashlib.sha256(content).hexdigest()
            stored = stored_name(name, digest)
            files[name] = {"file": stored, "bytes": len(content), "sha256": digest}
            if not _holds(directory / stored, content):
                with replacing(directory / stored) as stream:
                    stream.write(content)
        manifest = {**facts, "format": FORMAT, "files": files}
        manifest["sum"] = sum_of(manifest)
        with replacing(directory / MANIFEST) as stream:
            # Paths among the facts may hold what is not UTF-8, as lone surrogates.
            text = json.dumps(manifest, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
            stream.write(text.encode("utf-8", "surrogatepass"))
        _sweep(directory, {entry["file"] for entry in files.values()})


def stored_name(name: str, digest: str) -> str:
    """The name of the file that holds a content.

    Parameters
    ----------
    name : str
        One of `CONTENTS`.
    digest : str
        SHA-256 of its bytes, in hexadecimal.
    """
    if name not in CONTENTS:
        raise ValueError(f"{name!r} is no content of a model")
    stem, _, ending = name.rpartition(".")
    return f"{stem}-{digest[:12]}.{ending}"


def sum_of(manifest: Mapping[str, Any]) -> str:
    """SHA-256 of everything in a manifest but its ``sum``, in hexadecimal.

    Parameters
    ----------
    manifest : mapping
        The manifest; its ``sum`` is ignored.
    """
    said = {name: value for name, value in manifest.items() if name != "sum"}
    canonical = json.dumps(said, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _sweep(directory: Path, kept: Collection[str]) -> None:
    """Delete older states of the contents; what is not ours stays."""
    for path in directory.iterdir():
        stored = _STORED.fullmatch(path.name)
        ours = stored and stored[1] + stored[2] in CONTENTS and path.name not in kept
        if ours and path.is_file():
            with suppress(OSError):  # it is only in the way; the new state stands
                path.unlink()


def _holds(path: Path, content: bytes) -> bool:
    return path.is_file() and path.stat().st_size == len(content) and path.read_bytes() == content


def read_facts(directory: str | Path) -> dict[str, Any]:
    """The manifest's facts, its ``files`` included.

    Parameters
    ----------
    directory : path
        A directory that `commit` has written.

    Raises
    ------
    ModelFormatError
        There is no manifest, or it is damaged.
    """
    return _parse(_read_manifest(directory), Path(directory) / MANIFEST)[0]


def read_files(
    directory: str | Path, names: Collection[str] = CONTENTS
) -> tuple[dict[str, bytes], dict[str, Any]]:
    """Contents, verified against their hashes, and the facts.

    They are read again if another process replaces them meanwhile.

    Parameters
    ----------
    directory : path
        A directory that `commit` has written.
    names : collection of str
        The contents to read, if they are there; all by default.

    Raises
    ------
    ModelFormatError
        Something is missing or was changed; the message names the file.
    """
    directory = Path(directory)
    for attempt in range(1, ATTEMPTS + 1):
        manifest = _read_manifest(directory)
        facts, stored = _parse(manifest, directory / MANIFEST)
        try:
            wanted = {name: entry for name, entry in stored.files.items() if name in names}
            return {name: _read(directory, name, entry) for name, entry in wanted.items()}, facts
        except ModelFormatError:
            if attempt == ATTEMPTS or _read_manifest(directory) == manifest:
                raise
    raise AssertionError("the last attempt returns or raises")


def _read_manifest(directory: str | Path) -> bytes:
    path = Path(directory) / MANIFEST
    try:
        return _read_within(path, MOST_OF_A_MANIFEST)
    except FileNotFoundError:
        raise ModelFormatError(f"{directory}: no model here ({MANIFEST} is missing)") from None
    except (OSError, ValueError) as error:
        raise ModelFormatError(f"{path}: damaged or unreadable: {error}") from None


def _parse(content: bytes, path: Path) -> tuple[dict[str, Any], Stored]:
    """The facts of a manifest, and the facts of its files."""
    try:
        facts = json.loads(content, parse_constant=_refuse, object_pairs_hook=_object)
        stored = msgspec.convert(facts, Stored)
        for name, entry in stored.files.items():
            if name not in CONTENTS or entry.file != stored_name(name, entry.sha256):
                raise ValueError(f"the file {entry.file!r} of {name!r} is none of a model")
        if ("sum" in facts or stored.format > 1) and facts.get("sum") != sum_of(facts):
            raise ValueError("its sum is not that of what it says")
    except (ValueError, TypeError, RecursionError, msgspec.ValidationError) as error:
        raise ModelFormatError(f"{path}: damaged or unreadable: {error}") from None
    return facts, stored


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no number")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key stands twice in an object")
    return found


def _read(directory: Path, name: str, entry: StoredFile) -> bytes:
    path = directory / stored_name(name, entry.sha256)
    try:
        content = _read_within(path, entry.bytes)
    except FileNotFoundError:
        raise ModelFormatError(f"{directory}: the file of {name} is missing") from None
    except (OSError, ValueError) as error:
        raise ModelFormatError(f"{path}: damaged or unreadable: {error}") from None
    if hashlib.sha256(content).hexdigest() != entry.sha256:
        raise ModelFormatError(f"{path}: damaged: its SHA-256 is not the one in {MANIFEST}")
    return content


def _read_within(path: Path, most: int) -> bytes:
    """The bytes of a regular file of a directory that is not larger than `most`.

    Raises
    ------
    ValueError
        It is a device, a pipe, a link out of its directory, or larger.
    """
    real = Path(os.path.realpath(path))
    if real.parent != Path(os.path.realpath(path.parent)):
        raise ValueError(f"it is a link out of the directory, to {real}")
    # A pipe would wait for somebody who writes into it.
    descriptor = os.open(real, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    with open(descriptor, "rb") as stream:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise ValueError("it is no regular file")
        if status.st_size > most:
            raise ValueError(f"it has {status.st_size:,} bytes, {most:,} are expected at most")
        return stream.read(most)
