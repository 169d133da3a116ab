"""What a manifest may hold: types that are checked once, when it is read.

Facts that are not named here are passed on unchanged, so that a newer version may add some.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

MOST_BYTES = 1 << 33
"""Bytes that a stored file may have at most."""

Count = Annotated[int, Meta(ge=0, le=1 << 53)]
Share = Annotated[float, Meta(ge=0, le=1)]
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


class Score(Struct, frozen=True, forbid_unknown_fields=True):
    """How well the entities of a label are found."""

    precision: Share
    recall: Share
    f1: Share
    support: Count


class ScoresByLabel(Struct, frozen=True, forbid_unknown_fields=True):
    """Scores by label and over all labels."""

    types: dict[Text, Score]
    micro: Score
    macro: Score


class Interval(Struct, frozen=True, forbid_unknown_fields=True):
    """The interval of the strict F1."""

    level: Share
    f1: Share
    low: Share
    high: Share


class Evaluation(Struct, frozen=True):
    """How a model scored on dev."""

    sentences: Count
    tokens: Count
    scheme: Text
    strict: ScoresByLabel
    conlleval: ScoresByLabel
    only_in_gold: dict[Text, Count]
    interval: Interval | UnsetType = UNSET


class Amount(Struct, frozen=True):
    """How much text there was."""

    sentences: Count
    tokens: Count


class Calibration(Struct, frozen=True):
    """The temperature that divides the scores."""

    temperature: Annotated[float, Meta(gt=0, le=1000)]


class Words(Struct, frozen=True, forbid_unknown_fields=True):
    """The conventions that words follow, see `nertag.text.WordRules`."""

    clitics: Literal["penn", "possessive", "whole", "apart"]
    hyphens: bool
    slashes: bool
    marks: bool
    repeats: bool


class ModelFacts(Struct, frozen=True):
    """What the manifest of a model holds; an unset value is not known."""

    settings: dict[str, Any]
    labels: Annotated[list[Text], Meta(min_length=1)]
    written_by: dict[Text, Text] | UnsetType = UNSET
    scheme: Text | UnsetType = UNSET
    words: Words | UnsetType = UNSET
    train: Amount | UnsetType = UNSET
    dev: Evaluation | UnsetType = UNSET
    best_epoch: Count | UnsetType = UNSET
    epochs: Count | UnsetType = UNSET
    calibration: Calibration | UnsetType = UNSET
