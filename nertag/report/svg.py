"""Line drawings as SVG that stands in the page and takes its colours and its fonts from it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from nertag.formats.markup import escaped

Points = Sequence[tuple[float, float]]

WIDTH, HEIGHT = 360, 230
LEFT, RIGHT, TOP, BOTTOM = 58, 20, 14, 42
"""Room around the plot, in pixels: of the numbers and the axes' names."""


class Plot:
    """A frame with two axes; what is drawn in it is given in the axes' units.

    Parameters
    ----------
    title : str
        What is seen, in words, for whom it is read aloud.
    x, y : (low, high)
        What the axes span.
    names : (x, y)
        What the axes are called.
    shares : {"", "y", "xy"}
        The axes whose numbers are shares, shown in percent.
    """

    def __init__(
        self,
        title: str,
        x: tuple[float, float],
        y: tuple[float, float],
        names: tuple[str, str],
        *,
        shares: str = "",
    ) -> None:
        self.title = title
        self._x, self._y = x, y
        self._parts = [self._grid(shares), self._names(*names)]

    def line(self, points: Points, class_: str) -> None:
        """Join points."""
        if len(points) == 1:
            self.dots(points, class_)
        path = " ".join(f"{self._across(x):.1f},{self._up(y):.1f}" for x, y in points)
        self._parts.append(f'<polyline class="line {class_}" points="{path}"/>')

    def dots(self, points: Points, class_: str, sizes: Sequence[float] = ()) -> None:
        """Draw points, as large as is said, in pixels."""
        self._parts += (
            f'<circle class="dot {class_}" cx="{self._across(x):.1f}" cy="{self._up(y):.1f}" '
            f'r="{size:.1f}"/>'
            for (x, y), size in zip(points, sizes or [3.0] * len(points))
        )

    def upright(self, x: float, note: str, *, at_top: bool = False) -> None:
        """Draw a line from bottom to top, with a note at an end, on the side with more room."""
        place = self._across(x)
        y = TOP + 10 if at_top else HEIGHT - BOTTOM - 7
        anchor, shift = ("end", -5) if place > WIDTH / 2 else ("start", 5)
        self._parts.append(
            f'<line class="mark" x1="{place:.1f}" x2="{place:.1f}" y1="{TOP}" '
            f'y2="{HEIGHT - BOTTOM}"/><text x="{place + shift:.1f}" y="{y}" '
            f'text-anchor="{anchor}">{escaped(note)}</text>'
        )

    def __str__(self) -> str:
        title = escaped(self.title)
        drawn = "\n".join(self._parts)
        return (
            f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{title}">\n{drawn}\n</svg>'
        )

    def _across(self, x: float) -> float:
        low, high = self._x
        return LEFT + (WIDTH - LEFT - RIGHT) * ((x - low) / (high - low) if high > low else 0.5)

    def _up(self, y: float) -> float:
        low, high = self._y
        share = (y - low) / (high - low) if high > low else 0.5
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * share

    def _grid(self, shares: str) -> str:
        parts = []
        for value in ticks(*self._y):
            at = self._up(value)
            parts.append(
                f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{at:.1f}" y2="{at:.1f}"/>'
                f'<text x="{LEFT - 6}" y="{at + 4:.1f}" text-anchor="end">'
                f"{_number(value, 'y' in shares)}</text>"
            )
        for value in ticks(*self._x):
            parts.append(
                f'<text x="{self._across(value):.1f}" y="{HEIGHT - BOTTOM + 17}" '
                f'text-anchor="middle">{_number(value, "x" in shares)}</text>'
            )
        return "\n".join(parts)

    def _names(self, x: str, y: str) -> str:
        middle = (TOP + HEIGHT - BOTTOM) / 2
        return (
            f'<text x="{(LEFT + WIDTH - RIGHT) / 2}" y="{HEIGHT - 7}" text-anchor="middle">'
            f'{escaped(x)}</text>\n<text x="12" y="{middle}" text-anchor="middle" '
            f'transform="rotate(-90 12 {middle})">{escaped(y)}</text>'
        )


def legend(classes: Mapping[str, str]) -> str:
    """What the lines of a drawing are: names to their classes."""
    items = "".join(
        f'<li><svg viewBox="0 0 28 10" aria-hidden="true"><line class="line {class_}" x1="1" '
        f'x2="27" y1="5" y2="5"/></svg>{escaped(name)}</li>'
        for name, class_ in classes.items()
    )
    return f'<ul class="legend">{items}</ul>'


def figure(drawing: str, caption: str, *notes: str) -> str:
    """A drawing with what belongs to it; the caption is text, notes are HTML."""
    return (
        f"<figure>\n{drawing}\n{''.join(notes)}<figcaption>{escaped(caption)}</figcaption></figure>"
    )


def ticks(low: float, high: float, most: int = 6) -> list[float]:
    """Round numbers between two, at most so many, 1, 2 or 5 times a power of ten apart."""
    if not high > low:
        return [low]
    rough = (high - low) / (most - 1)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough * 0.999)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [round(number * step, 12) for number in range(first, last + 1)]


def _number(value: float, as_percent: bool) -> str:
    return f"{100 * value:g}%" if as_percent else f"{value:,g}"
