"""The charts of a report: SVG for its page, and PNG files beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from nertag.evaluation import Results
from nertag.report.bins import distinct
from nertag.report.drawing import COLOURS, as_png, as_svg, can_draw, drawing, figure, whole_numbers

if TYPE_CHECKING:
    from nertag.report.drawing import Axes, Figure

PNG_NAMES = ("curves.png", "types.png", "confusion.png", "reliability.png")
NO_CHARTS = "matplotlib is not installed: there are no charts (pip install 'nertag[train]')"
LINES = {"first": "-", "second": "--", "third": ":"}
"""Colour and style of the lines of a chart, as in the page's style sheet."""
LONGEST = 30
"""Characters of a label that fit on a chart."""


@dataclass(frozen=True)
class Charts:
    """Charts that were drawn.

    Parameters
    ----------
    svg : mapping of str to str
        SVG elements for the page, by the name of the chart.
    png : mapping of str to bytes
        Files beside the page, by their names, which are of `PNG_NAMES`.
    notes : sequence of str
        What the user should know of the charts.
    """

    svg: Mapping[str, str] = field(default_factory=dict)
    png: Mapping[str, bytes] = field(default_factory=dict)
    notes: Sequence[str] = ()


def report_charts(results: Results) -> Charts:
    """Draw the charts of a report; a chart without data is not drawn.

    Parameters
    ----------
    results : Results
        What to report.
    """
    if not can_draw():
        return Charts(notes=[NO_CHARTS])
    labels = sorted({*results.types, *results.confusion.labels})
    with drawing(labels) as shown:
        svg = {name: as_svg(chart, name, title) for name, title, chart in _for_page(results)}
        png = {f"{name}.png": as_png(chart) for name, chart in _for_files(results, shown)}
    escaped = ", ".join(label for label in labels if label.isprintable() and label != shown[label])
    note = (
        f"no font here has the signs of {escaped}: the pictures show them as escapes; "
        "report.html shows them as they are"
    )
    return Charts(svg, png, [note] if escaped else [])


def comparison_charts(curves: Sequence[Sequence[float]]) -> list[str]:
    """Dev F1 over the epochs of some models as SVG, three models a chart; none without matplotlib.

    Parameters
    ----------
    curves : sequence of sequence of float
        Dev F1 of each epoch, from 0 to 1, for each model.
    """
    if not can_draw():
        return []
    groups = [curves[start : start + len(LINES)] for start in range(0, len(curves), len(LINES))]
    drawn = []
    with drawing():
        for number, group in enumerate(groups):
            chart, axes = _chart()
            for name, curve in zip(LINES, group):
                _line(axes, range(1, len(curve) + 1), [100 * f1 for f1 in curve], name)
            axes.set(xlabel="epoch", ylabel="dev F1, percent")
            whole_numbers(axes)
            drawn.append(as_svg(chart, f"curves-{number}", "Dev F1 over the epochs"))
    return drawn


def _for_page(results: Results) -> Iterator[tuple[str, str, Figure]]:
    """Name, title and figure of each chart on the page."""
    if results.history:
        chart, axes = _chart()
        _scores(axes, results)
        best = max(float(row["dev_f1"]) for row in results.history)
        epochs = len(results.history)
        yield "scores", f"Dev scores over {epochs:,} epochs, best F1 {best:.1%}", chart
        chart, axes = _chart()
        _loss(axes, results)
        yield "loss", f"Training loss over {epochs:,} epochs", chart
    if results.reliability:
        chart, axes = _chart()
        _reliability(axes, results)
        yield "reliability", "Share of right entities against their probability", chart


def _for_files(results: Results, shown: Mapping[str, str]) -> Iterator[tuple[str, Figure]]:
    """Name and figure of each file; `shown` has the labels as they can be drawn."""
    if results.history:
        chart = figure(10, 3.2)
        scores, loss = chart.subplots(1, 2)
        _scores(scores, results)
        _loss(loss, results)
        yield "curves", chart
    if results.types:
        yield "types", _types(results, shown)
        yield "confusion", _confusion(results, shown)
    if results.reliability:
        chart, axes = _chart()
        _reliability(axes, results)
        yield "reliability", chart


def _chart() -> tuple[Figure, Axes]:
    """A figure of the size that charts have on a page."""
    chart = figure(5, 3.2)
    return chart, chart.subplots()


def _line(
    axes: Axes, x: Sequence[int], y: Sequence[float], name: str, label: str | None = None
) -> None:
    """Join points in the colour and style of a name out of `LINES`."""
    axes.plot(x, y, LINES[name], color=COLOURS[name], marker=".", markersize=4, label=label)


def _scores(axes: Axes, results: Results) -> None:
    epochs = [int(row["epoch"]) for row in results.history]
    for name, score in zip(LINES, ("F1", "precision", "recall")):
        values = [100 * float(row[f"dev_{score.lower()}"]) for row in results.history]
        _line(axes, epochs, values, name, score)
    axes.set(xlabel="epoch", ylabel="dev score, percent")
    axes.legend()
    _mark_best(axes, results)


def _loss(axes: Axes, results: Results) -> None:
    epochs = [int(row["epoch"]) for row in results.history]
    _line(axes, epochs, [float(row["loss"]) for row in results.history], "first")
    axes.set(xlabel="epoch", ylabel="training loss, nats")
    axes.set_ylim(bottom=0)
    _mark_best(axes, results)


def _mark_best(axes: Axes, results: Results) -> None:
    """Draw an upright line at the epoch that was kept."""
    if results.best_epoch:
        axes.axvline(results.best_epoch, color=COLOURS["faint"], linewidth=0.8, linestyle=":")
    whole_numbers(axes)


def _reliability(axes: Axes, results: Results) -> None:
    bins = distinct(results.reliability)
    axes.plot([0, 100], [0, 100], "--", color=COLOURS["faint"], linewidth=0.8)
    right = [100 * one.right for one in bins]
    axes.plot([100 * one.score for one in bins], right, "o-", color=COLOURS["first"])
    axes.set(xlabel="probability, percent", ylabel="right, percent")
    axes.set(xlim=(0, 102), ylim=(0, 102))


def _types(results: Results, shown: Mapping[str, str]) -> Figure:
    rows = list(results.types.items())[::-1]
    names = [_name(shown[label]) for label, _ in rows]
    chart = figure(4.4 + _room(names), 1 + 0.24 * len(rows))
    axes = chart.subplots()
    scores = [100 * counts.f1 for _, counts in rows]
    bars = axes.barh(range(len(rows)), scores, color=COLOURS["first"])
    axes.bar_label(bars, [f"{score:.1f}" for score in scores], padding=3, fontsize=8)
    axes.set_yticks(range(len(rows)), names)
    axes.set(xlabel="F1, percent", xlim=(0, 112), ylim=(-0.7, len(rows) - 0.3))
    return chart


def _confusion(results: Results, shown: Mapping[str, str]) -> Figure:
    labels, counts = results.confusion.labels, results.confusion.counts
    names = [*(_name(shown[label]) for label in labels), "spurious"]
    side = 1.4 + 0.3 * len(names) + _room(names)
    chart = figure(side, side)
    axes = chart.subplots()
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    axes.imshow(shares, cmap="Blues", vmin=0, vmax=1.4)
    axes.grid(visible=False)
    for (row, column), count in np.ndenumerate(counts):
        if count:
            axes.text(column, row, f"{count:,}", ha="center", va="center", fontsize=7)
    axes.set_xticks(range(len(counts)), [*names[:-1], "missed"], rotation=90)
    axes.set_yticks(range(len(counts)), names)
    axes.set(xlabel="predicted", ylabel="gold")
    return chart


def _name(label: str) -> str:
    """A label as it fits on a chart."""
    return (label if len(label) <= LONGEST else label[: LONGEST - 1] + "…") or "no label"


def _room(names: Sequence[str]) -> float:
    """Inches that names beside an axis take."""
    return 0.1 * max(map(len, names))
