"""A console of rich for tables and progress, in which nothing commands the terminal.

It stands apart from `terminal` because `nertag tag` starts without rich.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rich.console import Console, ConsoleOptions, ConsoleRenderable, RenderHook, RenderResult
from rich.measure import Measurement
from rich.segment import Segment

from nertag.cli.terminal import visible


def console(**how: Any) -> Console:
    """A console that shows what it is given as `visible` does.

    Parameters
    ----------
    **how
        Arguments of `rich.console.Console`.
    """
    made = Console(**{"soft_wrap": True, "markup": False, "emoji": False, **how})
    made.push_render_hook(_Hook())
    return made


class _Hook(RenderHook):
    def process_renderables(self, renderables: list[ConsoleRenderable]) -> list[ConsoleRenderable]:
        return [_Visible(one) for one in renderables]


class _Visible:
    """Something to show, whose text is made visible after it was laid out."""

    def __init__(self, shown: ConsoleRenderable) -> None:
        self._shown = shown

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        segments: Iterable[Segment] = console.render(self._shown, options)
        for segment in segments:
            yield segment if segment.control else Segment(visible(segment.text), segment.style)

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        return Measurement.get(console, options, self._shown)
