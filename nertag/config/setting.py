"""One setting: what it means, and what it may be."""

from __future__ import annotations

import math
import sys
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from nertag.errors import ConfigError

AUTO = "auto"
"""How the automatic choice of a number is written on the command line and in TOML."""

_EXPECTED = {bool: "true or false", int: "a whole number", float: "a number", str: "a text"}


@dataclass(frozen=True, kw_only=True)
class Setting:
    """What is known of a setting besides its name.

    Parameters
    ----------
    kind : type
        Type of its values: bool, int, float, str, or tuple for several texts.
    default : object
        Its value if none is given.
    help : str
        What it means.
    automatic : bool
        Whether it may be None: nertag then chooses a value by the amount of text.
    low, high : float, optional
        Bounds of a number, which are allowed too.
    choices : tuple of str
        All allowed values; empty if any is allowed.
    """

    kind: type
    default: Any
    help: str
    automatic: bool = False
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()

    def converted(self, value: Any) -> Any:
        """A value as JSON, TOML, the command line or a caller brings it, in the setting's type."""
        if self.automatic and value == AUTO:
            return None
        if self.kind is float and type(value) is int and abs(value) <= sys.float_info.max:
            return float(value)
        if self.kind is str and isinstance(value, Path):
            return str(value)
        if self.kind is tuple and isinstance(value, (list, tuple)):
            return tuple(map(str, value))
        return value

    def expected(self, value: Any) -> str:
        """What a value should have been instead; empty if it is fine."""
        if self.automatic and value is None:
            return ""
        kind = type(value)
        if kind is not self.kind:
            expected = _EXPECTED.get(self.kind, "a list of texts")
        elif isinstance(value, float) and not math.isfinite(value):
            expected = "a finite number"
        elif self.choices and value not in self.choices:
            expected = f"one of: {', '.join(self.choices)}"
        elif self.low is not None and not value >= self.low:
            expected = f"at least {self.low:g}"
        elif self.high is not None and not value <= self.high:
            expected = f"at most {self.high}"
        else:
            return ""
        return f"{expected}, or {AUTO}" if self.automatic else expected


def setting(default: Any, meaning: str, *, automatic: type | None = None, **rule: Any) -> Any:
    """A field of a class of settings; `automatic` is the type of one whose default is None."""
    kind = automatic or type(default)
    is_automatic = automatic is not None
    known = Setting(kind=kind, default=default, help=meaning, automatic=is_automatic, **rule)
    return field(default=default, metadata={"setting": known})


def settings_in(owner: Any) -> dict[str, Setting]:
    """The settings of a class, by name."""
    return {one.name: one.metadata["setting"] for one in fields(owner) if "setting" in one.metadata}


class Checked:
    """Base of the classes of settings: a value that is not allowed is refused at once.

    Raises
    ------
    ConfigError
        A value has the wrong type or is out of range.
    """

    def __post_init__(self) -> None:
        for name, known in settings_in(self).items():
            value = getattr(self, name)
            expected = known.expected(value)
            if expected:
                raise ConfigError(f"`{name}` is {value!r}, expected {expected}", setting=name)
