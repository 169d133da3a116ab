"""Command line options made from the table of settings, so that each is declared once."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import fields
from typing import Annotated, Any, Optional

import typer

from nertag.config import Settings, option_name

_GROUPS = {
    "tokens": "Reading",
    "vectors": "Word vectors",
    "head": "Network",
    "epochs": "Training",
}
"""The setting that each group of the help page begins with."""


def with_settings(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command an option for every setting; those given reach its ``**settings``."""
    own = [
        parameter
        for parameter in inspect.signature(command, eval_str=True).parameters.values()
        if parameter.kind is not inspect.Parameter.VAR_KEYWORD
    ]
    names = [setting.name for setting in fields(Settings)]

    def wrapped(**values: Any) -> None:
        given = {name: values.pop(name) for name in names}
        command(**values, **{k: v for k, v in given.items() if v is not None and v != []})

    parameters = [*own, *_setting_parameters()]
    wrapped.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    wrapped.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    wrapped.__name__, wrapped.__doc__ = command.__name__, command.__doc__
    return wrapped


def _setting_parameters() -> list[inspect.Parameter]:
    group, parameters = "", []
    for setting in fields(Settings):
        group = _GROUPS.get(setting.name, group)
        default, choices = setting.default, setting.metadata["choices"]
        kind: Any = list[str] if type(default) is tuple else type(default)
        flag = option_name(setting.name)
        switch = f"{flag}/--no-{flag[2:]}" if kind is bool else flag
        shown = "" if kind in (bool, list[str]) or default == "" else f" (default: {default})"
        option = typer.Option(
            switch,
            help=setting.metadata["help"] + shown,
            metavar="|".join(choices) or None,
            rich_help_panel=group,
            show_default=False,
        )
        parameters.append(
            inspect.Parameter(
                setting.name,
                inspect.Parameter.KEYWORD_ONLY,
                default=None,
                annotation=Annotated[Optional[kind], option],
            )
        )
    return parameters
