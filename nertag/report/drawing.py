"""matplotlib without a screen: figures, the letters they can show, PNG, and SVG for a page."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

if TYPE_CHECKING:
    from matplotlib.axes import Axes as Axes
    from matplotlib.figure import Figure as Figure

DPI = 144
COLOURS = {
    "ink": "#1b1c1e",
    "faint": "#5c6066",
    "line": "#d9dbdf",
    "first": "#1a5fb4",
    "second": "#a33b00",
    "third": "#26734d",
}
"""Colours by the name of their CSS variable; in SVG the variable stands for them."""

_STYLE: dict[Any, Any] = {
    "axes.edgecolor": COLOURS["faint"],
    "axes.axisbelow": True,
    "axes.grid": True,
    "axes.labelcolor": COLOURS["ink"],
    "axes.spines.right": False,
    "axes.spines.top": False,
    "font.size": 10,
    "grid.color": COLOURS["line"],
    "grid.linewidth": 0.6,
    "legend.frameon": False,
    "svg.fonttype": "none",  # text stays text, in the page's font
    "svg.hashsalt": "nertag",
    "text.color": COLOURS["ink"],
    "text.parse_math": False,
    "xtick.color": COLOURS["faint"],
    "ytick.color": COLOURS["faint"],
}


def can_draw() -> bool:
    """Whether matplotlib is installed."""
    return find_spec("matplotlib") is not None


@contextmanager
def drawing(texts: Iterable[str] = ()) -> Iterator[dict[str, str]]:
    """Draw in one style, with fonts that have the texts' characters.

    Parameters
    ----------
    texts : iterable of str
        What will be written on the figures, besides ASCII.

    Yields
    ------
    dict of str to str
        Each text as it can be drawn: characters that no font has are escapes.
    """
    import matplotlib as mpl

    texts = sorted(set(texts))
    fonts, missing = _fonts({sign for sign in "".join(texts) if sign.isprintable()})
    shown = {text: _shown(text, missing) for text in texts}
    with mpl.rc_context({**_STYLE, "font.family": fonts}):
        yield shown


def figure(width: float, height: float) -> Figure:
    """An empty figure.

    Parameters
    ----------
    width : float
        Width in inches.
    height : float
        Height in inches.
    """
    from matplotlib.figure import Figure

    return Figure((width, height), dpi=DPI, layout="constrained")


def as_png(figure: Figure) -> bytes:
    """The figure as a PNG file; the same figure gives the same bytes.

    Parameters
    ----------
    figure : Figure
        The figure to write.
    """
    stream = io.BytesIO()
    figure.savefig(stream, format="png", metadata={"Software": None})
    return stream.getvalue()


def as_svg(figure: Figure, name: str, title: str) -> str:
    """The figure as an SVG element that stands in a page and takes the page's colours.

    Parameters
    ----------
    figure : Figure
        The figure to write.
    name : str
        Name of the figure, unique on its page.
    title : str
        What is seen, for those who hear the page read aloud.
    """
    stream = io.BytesIO()
    nothing = dict.fromkeys(("Creator", "Date", "Format", "Type"))
    figure.savefig(stream, format="svg", transparent=True, metadata=nothing)
    root = ElementTree.fromstring(stream.getvalue())
    used = set(re.findall(rb'(?:href="|url\()#([\w-]+)', stream.getvalue()))
    for element in root.iter():
        element.tag = _local(element.tag)
        for key in list(element.attrib):
            value = element.attrib.pop(key)
            if key != "id":
                element.set(_local(key), _for_page(value, name))
            elif value.encode() in used:
                element.set("id", f"{name}-{value}")
    for parent in list(root.iter("defs")):
        for style in parent.findall("style"):  # it would hold for the whole page
            parent.remove(style)
    root.attrib = {
        "class": "chart",
        "viewBox": root.attrib["viewBox"],
        "role": "img",
        "aria-label": title,
    }
    return ElementTree.tostring(root, encoding="unicode")


def whole_numbers(axes: Axes) -> None:
    """Put only whole numbers on the x axis.

    Parameters
    ----------
    axes : Axes
        The axes of the chart.
    """
    from matplotlib.ticker import MaxNLocator

    axes.xaxis.set_major_locator(MaxNLocator(integer=True))


def _local(name: str) -> str:
    """A name of XML without its namespace."""
    return name.rpartition("}")[2]


def _for_page(value: str, name: str) -> str:
    """An attribute's value with the page's colours, and with the ids of this figure."""
    for variable, colour in COLOURS.items():
        value = value.replace(colour, f"var(--{variable})")
    value = re.sub(r"url\(#", f"url(#{name}-", value)
    return f"#{name}-{value[1:]}" if value.startswith("#") else value


def _fonts(signs: set[str]) -> tuple[list[str], set[str]]:
    """Fonts that have the signs between them, and the signs that none has."""
    from matplotlib.font_manager import findfont, fontManager

    fonts = ["DejaVu Sans"]
    missing = _missing(findfont(fonts[0]), signs)
    entries = fontManager.ttflist if missing else ()
    for entry in sorted(entries, key=lambda entry: "sans" not in entry.name.lower()):
        # Fonts of last resort draw a box for every sign there is.
        if "resort" in entry.name.lower():
            continue
        try:
            left = _missing(entry.fname, missing)
        except (OSError, RuntimeError, ValueError):  # a font that cannot be read
            continue
        if len(left) < len(missing):
            fonts.append(entry.name)
            missing = left
        if not missing:
            break
    return fonts, missing


def _missing(path: str, signs: set[str]) -> set[str]:
    """The signs that a font cannot draw."""
    from matplotlib.ft2font import FT2Font

    font = FT2Font(path)
    return {sign for sign in signs if not font.get_char_index(ord(sign))}


def _shown(text: str, missing: set[str]) -> str:
    """A text with escapes for the signs that are missing or cannot be seen."""
    hidden = {sign for sign in text if sign in missing or not sign.isprintable()}
    return text.translate({ord(sign): sign.encode("unicode_escape").decode() for sign in hidden})
