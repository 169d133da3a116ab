"""The settings of a training whose data are read already."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nertag.config import ReadingSettings, settings_in


def of_training(settings: Mapping[str, Any], *, tokens: str, scheme: str) -> dict[str, Any]:
    """The settings for sentences in memory: none that only files have.

    Parameters
    ----------
    settings : mapping of str to object
        The settings that were given for the files.
    tokens : {"char", "word"}
        What the tokens of the sentences are.
    scheme : str
        The scheme of their tags.
    """
    of_files = settings_in(ReadingSettings)
    kept = {name: value for name, value in settings.items() if name not in of_files}
    return {**kept, "tokens": tokens, "scheme": scheme}
