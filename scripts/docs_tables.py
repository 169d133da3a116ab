"""Tables of the documentation that come from the code: settings, commands, formats.

MkDocs calls `on_page_markdown` for each page. A line such as ``<!-- settings -->`` becomes what the
function in `TABLES` makes.
"""

from __future__ import annotations

import html
import typing
from collections.abc import Callable, Iterable
from enum import Enum
from itertools import groupby
from typing import Any

import typer
from typer.utils import get_params_from_function

from nertag.cli.main import app
from nertag.config import SETTINGS
from nertag.formats import FORMATS

NUMBERS = {"INTEGER": "whole number", "FLOAT": "number"}
"""What stands for a number in the help of a command."""


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Put the tables where a page asks for them."""
    for mark, tables in TABLES.items():
        line = f"<!-- {mark} -->"
        if line in markdown:
            markdown = markdown.replace(line, tables())
    return markdown


def parameters(command: Callable[..., None]) -> list[Any]:
    """The parameters of a command, as Typer describes them; the context is none."""
    found = get_params_from_function(command).values()
    return [p for p in found if p.annotation is not typer.Context]


def group_of(parameter: Any) -> str:
    """The group of a setting; empty for a parameter that is no setting."""
    return parameter.default.rich_help_panel or ""


def settings() -> str:
    """All settings of training by their groups: name and flags, values, meaning."""
    (train,) = (c.callback for c in app.registered_commands if c.callback.__name__ == "train")
    found = [p for p in parameters(train) if group_of(p) or p.name == "preset"]
    parts = []
    for title, group in groupby(found, group_of):
        rows = [
            (f"{code(p.name)}<br>{flags(p)}", values(p), sentence(p.default.help)) for p in group
        ]
        head = f"## {title}\n\n" if title else ""
        parts.append(head + table(("setting, flag", "values", "meaning"), rows))
    return "\n\n".join(parts)


def commands() -> str:
    """A section for each command: what it does, arguments, options, settings."""
    return "\n\n".join(section(command.callback) for command in app.registered_commands)


def section(command: Callable[..., None]) -> str:
    """The section of one command; settings are named only, another page describes them."""
    found, called = parameters(command), command.__name__.replace("_", "-")
    arguments = [p for p in found if is_argument(p)]
    options = [p for p in found if not is_argument(p) and not group_of(p)]
    chosen = [flags(p) for p in found if group_of(p)]
    usage = " ".join(["nertag", called, *map(placeholder, arguments), "[OPTIONS]"])
    rows = [(code(placeholder(p)), "", sentence(p.default.help)) for p in arguments]
    rows += [(flags(p), values(p), sentence(p.default.help) + default(p)) for p in options]
    parts = [
        f"## {called}",
        command.__doc__ or "",
        f"```text\n{usage}\n```",
        table(("argument or option", "values", "meaning"), rows),
    ]
    if SETTINGS.keys() <= {p.name for p in found}:
        parts.append("All [settings](settings.md) are options too.")
    elif chosen:
        parts.append(f"[Settings](settings.md): {', '.join(chosen)}.")
    return "\n\n".join(parts)


def is_argument(parameter: Any) -> bool:
    """Whether a parameter is given by its position."""
    return type(parameter.default).__name__ == "ArgumentInfo"


def placeholder(parameter: Any) -> str:
    """What stands for an argument in the usage line."""
    name = parameter.default.metavar or parameter.name.upper()
    several = typing.get_origin(parameter.annotation) is list and not name.endswith("...")
    name += "..." * several
    return name if parameter.default.default is ... else f"[{name}]"


def flags(parameter: Any) -> str:
    """The names of an option on the command line."""
    declared = parameter.default.param_decls or ["--" + parameter.name.replace("_", "-")]
    return ", ".join(code(name) for names in declared for name in names.split("/"))


def values(parameter: Any) -> str:
    """What an option takes."""
    kind = inner(parameter.annotation)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return ", ".join(code(str(member.value)) for member in kind)
    metavar = parameter.default.metavar or ""
    if "|" in metavar:
        return ", ".join(NUMBERS.get(one) or code(one) for one in metavar.split("|"))
    return {bool: "", int: "whole number", float: "number", str: "text"}.get(kind, "path")


def inner(annotation: Any) -> Any:
    """The type of a value, or of each of several: ``Optional[list[str]]`` is ``str``."""
    while typing.get_origin(annotation) is not None:
        annotation = typing.get_args(annotation)[0]
    return annotation


def default(parameter: Any) -> str:
    """The default of an option, where it says something."""
    value = parameter.default.default
    value = value.value if isinstance(value, Enum) else value
    return f" Default: {code(str(value))}." if value not in (None, False, True, ...) else ""


def sentence(text: str) -> str:
    """A help text as a sentence."""
    return text[:1].upper() + text[1:].removesuffix(".") + "."


def formats() -> str:
    """The formats: name, what it is, and whether it is read and written."""
    rows = [
        (
            code(name),
            sentence(html.escape(one.what, quote=False).replace("`layer`", "`--layer`")),
            "yes" if one.read else "",
            ("yes: " + ", ".join(map(code, one.suffixes))).removesuffix(": ") if one.write else "",
        )
        for name, one in FORMATS.items()
    ]
    return table(("`--from`", "what it is", "read", "written"), rows)


def code(text: str) -> str:
    """Text in the type of code."""
    return f"`{text}`"


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """A Markdown table."""
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join(
        "| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines
    )


TABLES = {"settings": settings, "commands": commands, "formats": formats}
