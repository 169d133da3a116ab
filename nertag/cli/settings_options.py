"""Command line options made from the table of settings, so that each is declared once."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Collection
from typing import Annotated, Any, Optional

import typer

from nertag.config import AUTO, GROUPS, SETTINGS, Setting, settings_in

_FLAGS = {"format": "--from", "gazetteers": "--gazetteer"}
"""Flags that are not the name of their setting."""

_PANELS = {
    "reading": "Reading",
    "vectors": "Word vectors",
    "network": "Network",
    "training": "Training",
}
"""The heading of each group on the help page."""

READING = (
    "format",
    "encoding",
    "encoding_errors",
    "tokens",
    "token_column",
    "tag_column",
    "unknown_tag",
    "layer",
    "tag_names",
    "offset_unit",
)
"""The settings that say how a labelled file is read."""


def with_settings(command: Callable[..., None], names: Collection[str] = ()) -> Callable[..., None]:
    """Give a command an option for settings; those given reach its ``**settings``.

    Parameters
    ----------
    command : callable
        The command; its own parameters come first.
    names : collection of str
        The settings; all if none is named. The help shows defaults only for all, since a command
        that names some may have its own.
    """
    own = [
        parameter
        for parameter in inspect.signature(command, eval_str=True).parameters.values()
        if parameter.kind is not inspect.Parameter.VAR_KEYWORD
    ]
    wanted = [name for name in SETTINGS if not names or name in names]

    def wrapped(**values: Any) -> None:
        given = {name: values.pop(name) for name in wanted}
        command(**values, **{k: v for k, v in given.items() if v is not None and v != []})

    parameters = [*own, *(_parameter(name, with_default=not names) for name in wanted)]
    wrapped.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    wrapped.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    wrapped.__name__, wrapped.__doc__ = command.__name__, command.__doc__
    return wrapped


def with_reading(*more: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """`with_settings` for the settings of reading, and some more.

    Parameters
    ----------
    *more : str
        Names of more settings.
    """
    return lambda command: with_settings(command, (*READING, *more))


def setting_flags() -> dict[str, str]:
    """The flag of each setting, and of each value of one that is true or false."""
    flags = {}
    for name, setting in SETTINGS.items():
        flags[name] = _FLAGS.get(name, "--" + name.replace("_", "-"))
        if setting.kind is bool:
            flags[f"{name}=True"] = flags[name]
            flags[f"{name}=False"] = f"--no-{flags[name][2:]}"
    return flags


def _parameter(name: str, *, with_default: bool) -> inspect.Parameter:
    setting, flags = SETTINGS[name], setting_flags()
    is_switch, is_list = setting.kind is bool, setting.kind is tuple
    shown = ""
    if with_default and not is_switch and setting.default not in ("", ()):
        shown = f" (default: {AUTO if setting.automatic else setting.default})"
    kind: Any = list[str] if is_list else setting.kind
    option = typer.Option(
        f"{flags[name]}/{flags[f'{name}=False']}" if is_switch else flags[name],
        help=setting.help + shown,
        metavar=_metavar(setting),
        parser=_number_or_auto(setting.kind) if setting.automatic else None,
        rich_help_panel=_panel(name),
        show_default=False,
    )
    return inspect.Parameter(
        name,
        inspect.Parameter.KEYWORD_ONLY,
        default=None,
        annotation=Annotated[Optional[kind], option],
    )


def _panel(name: str) -> str | None:
    for group, kind in GROUPS.items():
        if name in settings_in(kind):
            return _PANELS[group]
    return None


def _metavar(setting: Setting) -> str | None:
    if setting.automatic:
        return f"{AUTO}|{'INTEGER' if setting.kind is int else 'FLOAT'}"
    return "|".join(setting.choices) or None


def _number_or_auto(kind: type) -> Callable[[str], Any]:
    def parse(text: str) -> Any:
        if text == AUTO:
            return AUTO
        try:
            return kind(text)
        except ValueError:
            what = "a whole number" if kind is int else "a number"
            raise typer.BadParameter(f"{text!r} is neither {what} nor {AUTO}.") from None

    return parse
