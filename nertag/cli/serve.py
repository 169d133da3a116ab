"""``nertag serve``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from nertag.cli.terminal import say
from nertag.errors import ConfigError, needs


def run(models: Sequence[str], learning: Mapping[str, Any] | None = None, **settings: Any) -> None:
    """Offer models over HTTP until the process is told to stop.

    Parameters
    ----------
    models : sequence of str
        Model directories, each as ``DIR`` or ``NAME=DIR``.
    learning : mapping of str to object, optional
        The settings of `LearningSettings`; without it the model does not learn.
    **settings
        Other settings of `ServiceSettings`.
    """
    with needs("serve"):
        from nertag.serving import LearningSettings, ServiceSettings, serve

    learns = LearningSettings(**learning) if learning else None
    chosen = ServiceSettings(models=_by_name(models), learning=learns, **settings)
    serve(chosen, lambda address: say(f"listening, try {address} (Ctrl-C stops)"))


def _by_name(models: Sequence[str]) -> dict[str, Path]:
    named: dict[str, Path] = {}
    for given in models:
        name, _, folder = given.rpartition("=")
        if not name or Path(given).exists():
            name, folder = Path(given).resolve().name, given
        if name in named:
            raise ConfigError(
                f"`models` has two models of the name {name}: write NAME=DIR", setting="models"
            )
        named[name] = Path(folder)
    return named
