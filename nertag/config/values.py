"""Settings from plain values, as JSON, TOML, the command line or keyword arguments bring them."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import Any

from nertag.config.setting import Setting, settings_in
from nertag.config.settings import GROUPS, SETTINGS, ReadingSettings, Settings
from nertag.errors import ConfigError

PRESETS: dict[str, dict[str, Any]] = {
    "small": {
        "tune_vectors": False,
        "bigrams": False,
        "convolution": 0,
        "consistency": 0.0,
        "replace_mentions": 0.0,
        "network_scheme": "BIO",
    },
    "default": {},
    "best": {"units": 256, "convolution": 256},
}
"""What each preset changes of the defaults."""


def settings_from(values: Mapping[str, Any], source: str = "settings") -> Settings:
    """Settings from values by name.

    Parameters
    ----------
    values : mapping of str to object
        Values by the names of settings, without groups. Others take the default of the preset.
    source : str
        Where the values come from, for error messages.

    Raises
    ------
    ConfigError
        A name is unknown (the message has the nearest known one), or a value is not allowed.
    """
    given = _converted(values, SETTINGS, source)
    preset = given.get("preset", "default")
    given = {**(PRESETS.get(preset, {}) if isinstance(preset, str) else {}), **given}
    groups = {
        name: group(**{one: given[one] for one in settings_in(group) if one in given})
        for name, group in GROUPS.items()
    }
    return Settings(preset=preset, **groups)  # type: ignore[arg-type]


def reading_from(values: Mapping[str, Any], source: str = "settings") -> ReadingSettings:
    """Settings of reading from values by name; takes and raises what `settings_from` does."""
    return ReadingSettings(**_converted(values, settings_in(ReadingSettings), source))


def _converted(
    values: Mapping[str, Any], known: Mapping[str, Setting], source: str
) -> dict[str, Any]:
    for name in values:
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            hint = f"; did you mean {near[0]}?" if near else f"; known are: {', '.join(known)}"
            raise ConfigError(f"{source}: unknown setting {name!r}{hint}", setting=name)
    return {name: known[name].converted(value) for name, value in values.items()}
