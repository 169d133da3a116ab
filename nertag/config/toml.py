"""Settings in TOML: read with or without sections, written with them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from nertag.config.setting import AUTO, settings_in
from nertag.config.settings import GROUPS, Settings
from nertag.errors import ConfigError


def read_toml(path: str | Path) -> dict[str, Any]:
    """The values of a TOML file by the names of settings, not yet checked.

    A setting may stand at the top or in the section of its group. Hyphens in names become
    underscores.

    Parameters
    ----------
    path : path
        The file, in UTF-8.

    Raises
    ------
    ConfigError
        The file cannot be read, is not TOML (the message names the line), or gives a setting twice
        or in the wrong section.
    """
    try:
        import tomllib
    except ModuleNotFoundError:  # Python 3.10
        import tomli as tomllib
    try:
        values = tomllib.loads(Path(path).read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from None
    except ValueError as error:
        raise ConfigError(f"{path}: {error}") from None
    except RecursionError:
        raise ConfigError(f"{path}: nested too deeply") from None
    flat: dict[str, Any] = {}
    for section, name, value in _entries(values):
        name = name.replace("-", "_")
        if name in flat:
            raise ConfigError(f"{path}: `{name}` is there twice, keep one", setting=name)
        homes = [group for group, kind in GROUPS.items() if name in settings_in(kind)]
        if section and homes and section not in homes:
            where = f"is in [{section}], expected in [{homes[0]}]"
            raise ConfigError(f"{path}: `{name}` {where}", setting=name)
        flat[name] = value
    return flat


def _entries(values: Mapping[str, Any]) -> Iterator[tuple[str, str, Any]]:
    """The section, which may be empty, the name and the value of each entry."""
    for name, value in values.items():
        if name in GROUPS and isinstance(value, dict):
            for inner, found in value.items():
                yield name, inner, found
        else:
            yield "", name, value


def to_toml(settings: Settings) -> str:
    """All settings as TOML that `read_toml` reads, each group in a section."""
    lines = [f"preset = {_literal(settings.preset)}"]
    for group, kind in GROUPS.items():
        values = vars(getattr(settings, group))
        lines += ["", f"[{group}]"]
        lines += [f"{name} = {_literal(values[name])}" for name in settings_in(kind)]
    return "\n".join(lines) + "\n"


def _literal(value: Any) -> str:
    if value is None:
        return _literal(AUTO)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return f"[{', '.join(map(_literal, value))}]"
    if isinstance(value, str):  # JSON escapes all that TOML wants escaped, but for DEL
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return repr(value)
