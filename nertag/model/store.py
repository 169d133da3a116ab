"""A directory of named contents that changes as a whole.

Every content lies in a file whose name holds the hash of its bytes; ``manifest.json`` says which
belong together and is replaced last, in one step. A crash leaves the old set or the new one.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from nertag.errors import DataError, ModelFormatError
from nertag.io import replacing

MANIFEST = "manifest.json"
_STORED = re.compile(r"(.+)-[0-9a-f]{12}(\.[a-z]+)(\.part)?")


def commit(directory: str | Path, contents: Mapping[str, bytes], facts: Mapping[str, Any]) -> None:
    """Write `contents` and `facts` as the directory's new state, then sweep what is left over.

    Parameters
    ----------
    contents : mapping of str to bytes
        File names such as ``weights.safetensors`` to what they hold.
    facts : mapping
        Written into the manifest, beside its ``files``.

    Raises
    ------
    DataError
        A file cannot be written; the old state is whole then.
    """
    directory = Path(directory)
    try:
        directory.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DataError(directory, 0, f"cannot be made: {error.strerror}", "check it") from None
    names = _names(directory).union(contents)
    files: dict[str, dict[str, Any]] = {}
    for name, content in contents.items():
        digest = hashlib.sha256(content).hexdigest()
        stem, _, ending = name.rpartition(".")
        stored = f"{stem}-{digest[:12]}.{ending}"
        if not _holds(directory / stored, digest):
            with replacing(directory / stored) as stream:
                stream.write(content)
        files[name] = {"file": stored, "bytes": len(content), "sha256": digest}
    manifest = {**facts, "files": files}
    with replacing(directory / MANIFEST) as stream:
        # Paths among the facts may hold what is not UTF-8, as lone surrogates.
        text = json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"
        stream.write(text.encode("utf-8", "surrogatepass"))
    _sweep(directory, names, {entry["file"] for entry in files.values()})


def _names(directory: Path) -> set[str]:
    """The names of the contents of the state before."""
    try:
        return set(read_facts(directory)["files"])
    except ModelFormatError:
        return set()


def _sweep(directory: Path, names: set[str], kept: set[str]) -> None:
    """Delete older states of the named contents; what is not ours stays."""
    for path in directory.iterdir():
        stored = _STORED.fullmatch(path.name)
        ours = stored and stored[1] + stored[2] in names and path.name not in kept
        if ours and path.is_file():
            with suppress(OSError):  # it is only in the way; the new state stands
                path.unlink()


def _holds(path: Path, digest: str) -> bool:
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == digest


def read_facts(directory: str | Path) -> dict[str, Any]:
    """The manifest's facts, its ``files`` included.

    Raises
    ------
    ModelFormatError
        There is no manifest, or it is damaged.
    """
    path = Path(directory) / MANIFEST
    try:
        facts = json.loads(path.read_bytes())
        if not isinstance(facts, dict) or not isinstance(facts.get("files"), dict):
            raise ValueError("no files are listed")
    except FileNotFoundError:
        raise ModelFormatError(f"{directory}: no model here ({MANIFEST} is missing)") from None
    except (OSError, ValueError) as error:
        raise ModelFormatError(f"{path}: damaged or unreadable: {error}") from None
    return facts


def read_files(directory: str | Path) -> tuple[dict[str, bytes], dict[str, Any]]:
    """All contents, verified against their hashes, and the facts.

    Raises
    ------
    ModelFormatError
        Something is missing or was changed; the message names the file.
    """
    directory = Path(directory)
    facts = read_facts(directory)
    contents = {}
    for name, entry in facts["files"].items():
        try:
            path = directory / Path(entry["file"]).name
            content = path.read_bytes()
        except (OSError, KeyError, TypeError, ValueError):
            raise ModelFormatError(f"{directory}: the file of {name} is missing") from None
        if hashlib.sha256(content).hexdigest() != entry.get("sha256"):
            raise ModelFormatError(f"{path}: damaged: its SHA-256 is not the one in {MANIFEST}")
        contents[name] = content
    return contents, facts
