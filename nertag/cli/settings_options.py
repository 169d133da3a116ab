"""Command line options made from the table of settings, so that each is declared once."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from dataclasses import Field, fields
from typing import Annotated, Any, Optional

import typer

from nertag.config import Settings

_FLAGS = {"format": "--from", "gazetteers": "--gazetteer"}
"""Flags that are not the name of their setting."""

_GROUPS = {
    "tokens": "Reading",
    "vectors": "Word vectors",
    "network_scheme": "Network",
    "epochs": "Training",
}
"""The setting that each group of the help page begins with."""

READING = (
    "format",
    "encoding",
    "encoding_errors",
    "tokens",
    "token_column",
    "tag_column",
    "layer",
    "offset_unit",
)
"""The settings that say how a labelled file is read."""


def with_settings(command: Callable[..., None], names: Sequence[str] = ()) -> Callable[..., None]:
    """Give a command an option for settings; those given reach its ``**settings``.

    Parameters
    ----------
    names : sequence of str
        The settings; all if none is named. The defaults of a choice of them are the command's.
    """
    own = [
        parameter
        for parameter in inspect.signature(command, eval_str=True).parameters.values()
        if parameter.kind is not inspect.Parameter.VAR_KEYWORD
    ]
    settings = [setting for setting in fields(Settings) if not names or setting.name in names]
    wanted = [setting.name for setting in settings]

    def wrapped(**values: Any) -> None:
        given = {name: values.pop(name) for name in wanted}
        command(**values, **{k: v for k, v in given.items() if v is not None and v != []})

    parameters = [*own, *_parameters(settings, with_defaults=not names)]
    wrapped.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    wrapped.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    wrapped.__name__, wrapped.__doc__ = command.__name__, command.__doc__
    return wrapped


def with_reading(*more: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """`with_settings` for the settings of reading, and some more."""
    return lambda command: with_settings(command, (*READING, *more))


def setting_flags() -> dict[str, str]:
    """The flag of each setting, and of each value of one that is true or false."""
    flags = {}
    for setting in fields(Settings):
        name = setting.name
        flags[name] = _FLAGS.get(name, "--" + name.replace("_", "-"))
        if type(setting.default) is bool:
            flags[f"{name}=True"] = flags[name]
            flags[f"{name}=False"] = f"--no-{flags[name][2:]}"
    return flags


def _parameters(settings: Sequence[Field[Any]], *, with_defaults: bool) -> list[inspect.Parameter]:
    group, parameters, flags = "", [], setting_flags()
    for setting in settings:
        group = _GROUPS.get(setting.name, group)
        default, choices = setting.default, setting.metadata["choices"]
        kind: Any = list[str] if type(default) is tuple else type(default)
        flag = flags[setting.name]
        switch = f"{flag}/{flags[f'{setting.name}=False']}" if kind is bool else flag
        plain = kind not in (bool, list[str]) and default != ""
        shown = f" (default: {default})" if plain and with_defaults else ""
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
