"""The settings in a manifest, of this nertag or of an older one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nertag.config import Settings, settings_from

RETIRED = {"lr_decay"}
"""Settings that only old models name; tagging never depended on them."""
AUTOMATIC = {
    **dict.fromkeys(("vector_epochs", "epochs", "batch_size"), 0),
    **dict.fromkeys(("dropout", "consistency", "replace_mentions"), -1.0),
}
"""Numbers by which old models say that a setting was chosen automatically."""


def read_settings(saved: Mapping[str, Any], where: str) -> Settings:
    """The settings of a saved model.

    Parameters
    ----------
    saved : mapping of str to object
        The settings by name, as the manifest has them.
    where : str
        The manifest's name in errors.

    Raises
    ------
    ConfigError
        A setting is unknown or its value is not allowed.
    """
    # Settings that an old model does not name have the values of the only network there was.
    named = {"preset": "small", "spelling": False, **saved}
    current = {
        name: None if value is not None and value == AUTOMATIC.get(name) else value
        for name, value in named.items()
        if name not in RETIRED
    }
    return settings_from(current, where)
