"""``nertag serve``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from nertag.cli.terminal import say
from nertag.errors import ConfigError, needs


def run(models: Sequence[str], **settings: Any) -> None:
    """Offer models over HTTP until the process is told to stop.

    Parameters
    ----------
    models : sequence of str
        Model directories, each as ``DIR`` or ``NAME=DIR``.
    **settings
        Other settings of `ServiceSettings`.
    """
    with needs("serve"):
        from nertag.serving import ServiceSettings, serve

    chosen = ServiceSettings(models=_by_name(models), **settings)
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
