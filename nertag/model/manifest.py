"""The manifest of a model directory, read and checked."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from nertag.errors import ModelFormatError
from nertag.model import store
from nertag.model.schema import Manifest

FORMATS = (1, store.FORMAT)
"""The formats that are read, oldest first."""


def read_facts(directory: str | Path) -> dict[str, Any]:
    """The manifest as it stands in its file, without reading the weights.

    Parameters
    ----------
    directory : path
        The model directory.

    Raises
    ------
    ModelFormatError
        There is no model, or one of another format.
    """
    return _read(directory)[0]


def read_manifest(directory: str | Path) -> Manifest:
    """The manifest as values, without reading the weights.

    Parameters
    ----------
    directory : path
        The model directory.

    Raises
    ------
    ModelFormatError
        There is no model, or one of another format.
    """
    return _read(directory)[1]


def _read(directory: str | Path) -> tuple[dict[str, Any], Manifest]:
    facts = store.read_facts(directory)
    check_format(facts, directory)
    return facts, check_facts(facts, directory)


def check_format(facts: Mapping[str, Any], directory: str | Path) -> None:
    """Refuse a manifest of a format that this version does not read.

    Parameters
    ----------
    facts : mapping
        The manifest as it stands in its file.
    directory : path
        The model's name in errors.

    Raises
    ------
    ModelFormatError
        The format is not one of `FORMATS`.
    """
    if facts.get("format") not in FORMATS:
        raise ModelFormatError(
            f"{directory}: written in format {facts.get('format')!r}, this nertag reads formats "
            f"{FORMATS[0]} to {FORMATS[-1]}; train again, or use the version that wrote it: "
            f"{facts.get('written_by')}"
        )


def check_facts(facts: Mapping[str, Any], directory: str | Path) -> Manifest:
    """The facts of a manifest as values, checked against their types.

    Parameters
    ----------
    facts : mapping
        The facts by name.
    directory : path
        The model's name in errors.

    Raises
    ------
    ModelFormatError
        A fact is missing or of another type.
    """
    try:
        return msgspec.convert(facts, Manifest)
    except (ValueError, msgspec.ValidationError) as error:
        raise ModelFormatError(f"{directory}/{store.MANIFEST}: {error}") from None
