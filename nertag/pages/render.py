"""Templates and the values put into them.

A package keeps its templates and style sheets in a folder ``templates``; ``report/about.html`` is
``nertag/report/templates/about.html``. Jinja2 is loaded with the first page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jinja2 import Environment

BUFFERED = 64
"""Pieces of a streamed page that are joined before they are handed on."""

_HIDDEN = re.compile("[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\ud800-\\udfff]")
"""What a page cannot hold or show: control characters, CR (which would become LF), surrogates."""


def render(template: str, **values: Any) -> str:
    """Fill a template.

    Parameters
    ----------
    template : str
        Name of the template, such as ``report/report.html``.
    **values
        What the template uses. Text is escaped, and what a page cannot hold in it is replaced by
        signs that show it.

    Returns
    -------
    str
        The page.
    """
    return _environment().get_template(template).render(values)


def stream(template: str, **values: Any) -> Iterator[str]:
    """Fill a template part by part, so that an iterator among the values is never held as a whole.

    Parameters
    ----------
    template : str
        Name of the template.
    **values
        What the template uses, as in `render`.

    Yields
    ------
    str
        The next part of the page.
    """
    parts = _environment().get_template(template).stream(values)
    parts.enable_buffering(BUFFERED)
    yield from parts


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    environment = Environment(
        autoescape=True,
        auto_reload=False,
        finalize=_visible,
        keep_trailing_newline=True,
        loader=FunctionLoader(_source),
        lstrip_blocks=True,
        trim_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters |= {"count": "{:,}".format, "percent": percent}
    return environment


def percent(share: float) -> str:
    """A share in percent, with two decimals."""
    return f"{100 * share:.2f}"


def _source(template: str) -> str:
    package, _, name = template.rpartition("/")
    return (files("nertag") / package / "templates" / name).read_text(encoding="utf-8")


def _visible(value: Any) -> Any:
    """The value as text with every sign visible; HTML is left as it is."""
    return value if hasattr(value, "__html__") else _HIDDEN.sub(_sign, str(value))


def _sign(hidden: re.Match[str]) -> str:
    """A sign that stands for a code point that a page cannot hold."""
    code = ord(hidden[0])
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    return "\u2426" if code < 0xA0 else "\ufffd"
