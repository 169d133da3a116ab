"""What the library says, in the words of the command line.

The library names settings and arguments in backquotes, by their Python names. Here `tag_column`
becomes ``--tag-column``, `tokens=word` becomes ``--tokens word``.
"""

from __future__ import annotations

import re

from typer import Context
from typer.core import TyperGroup

from nertag.cli.settings_options import setting_flags

_NAMED = re.compile(r"`(\w+)(?:=([^`]+))?`")

_own: dict[str, str] = {}
"""The flags of the command that runs."""


def use_flags_of_command(context: Context) -> None:
    """Use the flags of the command that is about to run in all later messages.

    Parameters
    ----------
    context : Context
        The context of the command line.
    """
    _own.clear()
    group = context.command
    assert isinstance(group, TyperGroup)
    command = group.get_command(context, context.invoked_subcommand or "")
    for parameter in command.params if command else ():
        name = parameter.name or ""
        if parameter.param_type_name == "argument":
            _own[name] = parameter.metavar or name.upper()
            continue
        flag = max(parameter.opts, key=len)
        _own[name] = _own[f"{name}=True"] = flag
        if parameter.secondary_opts:
            _own[f"{name}=False"] = max(parameter.secondary_opts, key=len)


def worded(message: object) -> str:
    """A message with flags for what it names in backquotes.

    A name that is no option of the command that runs takes the flag of the setting of that name.
    What is no setting either stays as it is.

    Parameters
    ----------
    message : object
        The message.
    """
    return _NAMED.sub(_flag, str(message))


def _flag(named: re.Match[str]) -> str:
    flags = {**setting_flags(), **_own}
    name, value = named.groups()
    if f"{name}={value}" in flags:
        return flags[f"{name}={value}"]
    if name not in flags:
        return named[0]
    return flags[name] if value is None else f"{flags[name]} {value}"
