"""The drawings as PNG files, by matplotlib without a screen.

matplotlib draws only what one of the machine's fonts has: where none has the signs of a label,
they are written as escapes.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import numpy as np

from nertag.errors import needs
from nertag.evaluation import Results

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

NAMES = ("curves.png", "types.png", "confusion.png", "reliability.png")
DPI = 144


def pictures(results: Results) -> tuple[dict[str, bytes], list[str]]:
    """Draw what there is to draw.

    Returns
    -------
    files : dict of str to bytes
        By names out of `NAMES`.
    notes : list of str
        What the user should know of them.
    """
    with needs("train"):
        import matplotlib as mpl

    labels = sorted({*results.types, *results.confusion.labels})
    fonts, missing = _fonts({sign for sign in "".join(labels) if sign.isprintable()})
    shown = {label: "".join(_shown(sign, missing) for sign in label) for label in labels}
    drawn = {}
    with mpl.rc_context({"font.family": fonts, "font.size": 9, "text.parse_math": False}):
        if results.history:
            drawn["curves.png"] = _curves(results)
        if results.types:
            drawn["types.png"] = _types(results, shown)
            drawn["confusion.png"] = _confusion(results, shown)
        if results.reliability:
            drawn["reliability.png"] = _reliability(results)
    escaped = [label for label in labels if missing.intersection(label)]
    note = (
        f"no font here has the signs of {', '.join(escaped)}: the pictures show them as escapes; "
        "report.html shows them as they are"
    )
    return drawn, [note] if escaped else []


def _fonts(signs: set[str]) -> tuple[list[str], set[str]]:
    """Fonts that have the signs between them, and the signs that none has."""
    from matplotlib.font_manager import findfont, fontManager

    fonts = ["DejaVu Sans"]
    missing = _missing(findfont(fonts[0]), signs)
    for entry in fontManager.ttflist if missing else ():
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
    """The signs that a font has no picture of."""
    from matplotlib.ft2font import FT2Font

    font = FT2Font(path)
    return {sign for sign in signs if not font.get_char_index(ord(sign))}


def _shown(sign: str, missing: set[str]) -> str:
    if sign in missing or not sign.isprintable():
        return sign.encode("unicode_escape").decode()
    return sign


def _curves(results: Results) -> bytes:
    figure = _figure(7.2, 3)
    scores, loss = figure.subplots(1, 2)
    epochs = [float(row["epoch"]) for row in results.history]
    for name, style in (("dev_f1", "-"), ("dev_precision", "--"), ("dev_recall", ":")):
        values = [100 * float(row[name]) for row in results.history]
        label = {"dev_f1": "F1"}.get(name, name[4:])
        scores.plot(epochs, values, style, marker="." if len(epochs) == 1 else None, label=label)
    scores.set(xlabel="epoch", ylabel="dev score, percent")
    scores.legend(frameon=False)
    loss.plot(epochs, [float(row["loss"]) for row in results.history], ".-", markersize=3)
    loss.set(xlabel="epoch", ylabel="training loss, nats")
    loss.set_ylim(bottom=0)
    for axes in (scores, loss):
        if results.best_epoch:
            axes.axvline(results.best_epoch, color="grey", linewidth=0.8, linestyle=":")
        _plain(axes)
    return _png(figure)


def _types(results: Results, shown: dict[str, str]) -> bytes:
    rows = list(results.types.items())[::-1]
    figure = _figure(5.4, 1 + 0.24 * len(rows))
    axes = figure.subplots()
    names = [shown[label] or "no label" for label, _ in rows]
    bars = axes.barh(range(len(rows)), [100 * counts.f1 for _, counts in rows], color="#4c83c3")
    axes.bar_label(bars, [f"{100 * counts.f1:.1f}" for _, counts in rows], padding=3, fontsize=8)
    axes.set_yticks(range(len(rows)), names)
    axes.set(xlabel="F1, percent", xlim=(0, 112), ylim=(-0.7, len(rows) - 0.3))
    _plain(axes)
    return _png(figure)


def _confusion(results: Results, shown: dict[str, str]) -> bytes:
    labels, counts = results.confusion.labels, results.confusion.counts
    side = 2.2 + 0.3 * len(labels)
    figure = _figure(side, side)
    axes = figure.subplots()
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    axes.imshow(shares, cmap="Blues", vmin=0, vmax=1.4)
    for (row, column), count in np.ndenumerate(counts):
        if count:
            axes.text(column, row, f"{count:,}", ha="center", va="center", fontsize=7)
    names = [shown[label] or "no label" for label in labels]
    axes.set_xticks(range(len(counts)), [*names, "missed"], rotation=90)
    axes.set_yticks(range(len(counts)), [*names, "spurious"])
    axes.set(xlabel="predicted", ylabel="gold")
    return _png(figure)


def _reliability(results: Results) -> bytes:
    figure = _figure(3.8, 3.6)
    axes = figure.subplots()
    axes.plot([0, 1], [0, 1], "--", color="grey", linewidth=0.8)
    axes.plot(
        [one.score for one in results.reliability], [one.right for one in results.reliability], "o-"
    )
    axes.set(xlabel="score", ylabel="share of right entities", xlim=(0, 1.02), ylim=(0, 1.02))
    _plain(axes)
    return _png(figure)


def _figure(width: float, height: float) -> Figure:
    from matplotlib.figure import Figure

    return Figure((width, height), dpi=DPI, layout="constrained")


def _plain(axes: Axes) -> None:
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(color="#dddddd", linewidth=0.6)


def _png(figure: Figure) -> bytes:
    stream = io.BytesIO()
    # A figure without a window is drawn by Agg; no version in it, so that bytes can be compared.
    figure.savefig(stream, format="png", metadata={"Software": None})
    return stream.getvalue()
