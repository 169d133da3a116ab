"""Arguments that were given and would be ignored are refused."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from typer import Context

from nertag.errors import ConfigError


def refuse(context: Context, names: Iterable[str], why: str) -> None:
    """Refuse the first of some arguments that was given on the command line.

    Parameters
    ----------
    context : Context
        The context of the command.
    names : iterable of str
        Python names of arguments that the command would ignore.
    why : str
        How the message goes on after the name of the argument.

    Raises
    ------
    ConfigError
        One of them was given.
    """
    for name in names:
        source = context.get_parameter_source(name)
        if source is not None and source.name == "COMMANDLINE":
            raise ConfigError(f"`{name}` {why}", setting=name)


def numbers(text: str | None, name: str) -> list[int]:
    """Whole numbers that were given with commas between them; none if nothing was given.

    Parameters
    ----------
    text : str, optional
        What was given.
    name : str
        Python name of the argument.

    Raises
    ------
    ConfigError
        It is something else.
    """
    try:
        return [int(part) for part in text.split(",")] if text is not None else []
    except ValueError:
        raise ConfigError(
            f"`{name}` is {text!r}, expected whole numbers such as 1,2,3", setting=name
        ) from None


def one_model(model: Path | None, named: Path | None) -> Path:
    """The model of a command that takes it as an argument and by ``--model``.

    Parameters
    ----------
    model : Path, optional
        The argument.
    named : Path, optional
        The value of ``--model``.

    Raises
    ------
    ConfigError
        Both are given.
    """
    if model is not None and named is not None:
        raise ConfigError(f"MODEL is {model} and --model {named}: give one of them")
    return model or named or Path("model")
