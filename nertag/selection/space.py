"""What a search looks through: settings with the values they may take, for each preset."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol

Value = int | float


class Suggests(Protocol):
    """What chooses values: a trial of Optuna."""

    def suggest_float(self, name: str, low: float, high: float, *, log: bool) -> float:
        """A number within bounds."""

    def suggest_categorical(self, name: str, choices: tuple[Value, ...]) -> Value:
        """One of some values."""


@dataclass(frozen=True)
class Range:
    """A setting that is any number within bounds.

    Parameters
    ----------
    name : str
        Name of the setting.
    low, high : float
        The bounds.
    usual : float
        The value that is tried first.
    log : bool
        Whether values are even on a logarithmic scale.
    """

    name: str
    low: float
    high: float
    usual: float
    log: bool = False

    def suggest(self, trial: Suggests) -> Value:
        """The value of a trial."""
        return trial.suggest_float(self.name, self.low, self.high, log=self.log)

    def place(self, value: Value) -> float:
        """Where between the lowest and the highest value one is, from 0 to 1."""
        scale = math.log if self.log else float
        return (scale(value) - scale(self.low)) / (scale(self.high) - scale(self.low))

    @property
    def ends(self) -> tuple[str, str]:
        """The lowest and the highest value in words."""
        return f"{self.low:g}", f"{self.high:g}"


@dataclass(frozen=True)
class Choice:
    """A setting that is one of some rising values.

    Parameters
    ----------
    name : str
        Name of the setting.
    values : tuple of int or float
        The values.
    usual : int or float
        The value that is tried first.
    """

    name: str
    values: tuple[Value, ...]
    usual: Value

    def suggest(self, trial: Suggests) -> Value:
        """The value of a trial."""
        return trial.suggest_categorical(self.name, self.values)

    def place(self, value: Value) -> float:
        """Where between the lowest and the highest value one is, from 0 to 1."""
        return self.values.index(value) / (len(self.values) - 1)

    @property
    def ends(self) -> tuple[str, str]:
        """The lowest and the highest value in words."""
        return f"{self.values[0]:g}", f"{self.values[-1]:g}"


Dimension = Range | Choice

_COMMON = (
    Range("lr", 0.0005, 0.01, 0.002, log=True),
    Range("weight_decay", 0.001, 0.1, 0.01, log=True),
    Range("dropout", 0.2, 0.65, 0.5),
    Choice("batch_size", (8, 16, 32), 16),
)
_REPLACED = Range("replace_mentions", 0.0, 0.6, 0.3)

SPACES: dict[str, tuple[Dimension, ...]] = {
    "small": (*_COMMON, Choice("units", (48, 64, 96, 128, 192, 256), 128)),
    "default": (
        *_COMMON,
        Choice("units", (64, 96, 128, 192, 256), 128),
        Choice("convolution", (64, 128, 192, 256), 128),
        _REPLACED,
    ),
    "best": (
        *_COMMON,
        Choice("units", (128, 192, 256, 384), 256),
        Choice("convolution", (128, 192, 256, 384), 256),
        _REPLACED,
    ),
}
"""What a search looks through, by the preset."""


def space_of(preset: str, fixed: Collection[str]) -> tuple[Dimension, ...]:
    """What a search looks through.

    Parameters
    ----------
    preset : str
        The preset.
    fixed : collection of str
        Names of settings that are given.
    """
    return tuple(one for one in SPACES[preset] if one.name not in fixed)
