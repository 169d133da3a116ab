"""What a manifest may hold: types that are checked once, when it is read.

Facts that are not named here are passed on unchanged, so that a newer version may add some.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

from nertag.model.scores import Count, Scores, Share
from nertag.text import WordRules

MOST_BYTES = 1 << 33
"""Bytes that a stored file may have at most."""

Text = Annotated[str, Meta(max_length=10_000)]


class StoredFile(Struct, frozen=True):
    """An entry of ``files``: a content of the directory."""

    file: Text
    bytes: Annotated[int, Meta(ge=0, le=MOST_BYTES)]
    sha256: Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]


class Stored(Struct, frozen=True):
    """What the manifest of every directory holds, of a model or a checkpoint."""

    files: dict[str, StoredFile]
    format: Annotated[int, Meta(ge=1, le=1 << 20)] = 1


class Amount(Struct, frozen=True):
    """How much text there was."""

    sentences: Count
    tokens: Count


class Calibration(Struct, frozen=True):
    """The temperature that divides the scores, and the score that entities must exceed, if any."""

    temperature: Annotated[float, Meta(gt=0, le=1000)] = 1.0
    threshold: Annotated[float, Meta(ge=0, le=0.5)] = 0.0


class PrecisionScore(Struct, frozen=True):
    """F1 on dev in a precision, and that in float32."""

    f1: Share
    float32: Share


class BeforeAndAfter(Struct, frozen=True):
    """F1 of the model that a run began with, and of the trained one, on the same sentences."""

    before: Share
    after: Share


class Words(Struct, frozen=True, forbid_unknown_fields=True):
    """The conventions that words follow, see `nertag.text.WordRules`."""

    clitics: Literal["penn", "possessive", "whole", "apart"]
    hyphens: bool
    slashes: bool
    marks: bool
    repeats: bool


class Facts(Struct, frozen=True):
    """What a model says of itself; None is not known."""

    written_by: dict[Text, Text] | None = None
    scheme: Text | None = None
    train: Amount | None = None
    dev: Scores | None = None
    best_epoch: Count | None = None
    epochs: Count | None = None
    calibration: Calibration = Calibration()
    precisions: dict[Text, PrecisionScore] = {}
    init: dict[Text, BeforeAndAfter] = {}
    words: WordRules = WordRules()
    files: dict[str, StoredFile] = {}
    format: int | None = None


class Manifest(Facts, frozen=True, kw_only=True):
    """What the manifest of a model holds."""

    settings: dict[str, Any]
    labels: Annotated[list[Text], Meta(min_length=1)]
