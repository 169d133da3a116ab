"""Settings of reading that some formats use: given for files of others, they are refused."""

from __future__ import annotations

from collections.abc import Iterable

from nertag.config import ReadingSettings
from nertag.errors import ConfigError
from nertag.formats.registry import FORMATS

DEFAULTS = ReadingSettings()


def refuse_unused(
    reading: ReadingSettings, formats: Iterable[str], defaults: ReadingSettings = DEFAULTS
) -> None:
    """Refuse a setting that no file uses.

    Parameters
    ----------
    reading : ReadingSettings
        How the files are read.
    formats : iterable of str
        The formats of all files that are read so; empty where one cannot be told.
    defaults : ReadingSettings
        The values that were not asked for, such as those of the model to go on from.

    Raises
    ------
    ConfigError
        A setting has another value than in `defaults`, and the reader of no file looks at it.
    """
    names = list(dict.fromkeys(formats))
    used = {name for format in names if format in FORMATS for name in FORMATS[format].settings}
    for setting in dict.fromkeys(name for format in FORMATS.values() for name in format.settings):
        is_default = getattr(reading, setting) == getattr(defaults, setting)
        if is_default or setting in used or not all(names):
            continue
        users = ", ".join(name for name, format in FORMATS.items() if setting in format.settings)
        found = " and ".join(names)
        what = f"`{setting}` is of {users}, what is read is {found}: leave it out"
        raise ConfigError(what, setting=setting)
