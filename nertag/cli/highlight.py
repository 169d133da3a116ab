"""Tagged text in colours for the terminal."""

from __future__ import annotations

import os
from collections.abc import Sequence

from rich.color import ColorSystem
from rich.style import Style

from nertag.cli.terminal import visible
from nertag.tagging import TaggedText

_COLOURS = ("green", "cyan", "magenta", "yellow", "blue", "red")


class Highlighter:
    """Writes a text with each entity in its label's colour, label and score (if any) after it.

    Parameters
    ----------
    labels : sequence of str
        Each gets a colour; colours repeat when there are more labels than colours.
    """

    def __init__(self, labels: Sequence[str]) -> None:
        self._styles = {
            label: Style(color=_COLOURS[index % len(_COLOURS)], bold=True)
            for index, label in enumerate(labels)
        }

    def __call__(self, tagged: TaggedText, file: str | None = None) -> str:
        """The line, with ANSI colours."""
        parts, offset = [], 0
        for entity in tagged.entities:
            style = self._styles[entity.label]
            parts.append(visible(tagged.text[offset : entity.start]))
            parts.append(_render(style, visible(entity.text)))
            score = "" if entity.score is None else f" {entity.score:.2f}"
            parts.append(_render(Style(dim=True), f"[{visible(entity.label)}{score}]"))
            offset = entity.end
        return "".join(parts) + visible(tagged.text[offset:]) + "\n"


def _render(style: Style, text: str) -> str:
    plain = os.environ.get("NO_COLOR")  # https://no-color.org
    return style.render(text, color_system=None if plain else ColorSystem.STANDARD)
