"""The page of a learning curve: the picture, the sentence, the numbers."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from nertag.evaluation import TWICE, LearningCurve
from nertag.pages import render
from nertag.report.drawing import COLOURS, as_svg, can_draw, drawing, figure

FURTHEST = 2 * TWICE
"""How far the curve is drawn, as a multiple of the data."""


def learning_curve_page(curve: LearningCurve) -> str:
    """A learning curve as HTML; without matplotlib it has no picture.

    Parameters
    ----------
    curve : LearningCurve
        The learning curve.
    """
    last = curve.sizes[-1]
    return render(
        "report/learning_curve.html",
        title=f"Learning curve of {Path(curve.path).name}",
        curve=curve,
        chart=_chart(curve) if can_draw() else "",
        rows=list(zip(curve.sizes, curve.points)),
        beyond=[(round(size), curve.at(size)) for size in (TWICE * last, FURTHEST * last)],
    )


def _chart(curve: LearningCurve) -> str:
    last = curve.sizes[-1]
    sizes = np.geomspace(curve.sizes[0], FURTHEST * last, 80)
    bounds = np.array([(one.f1, one.low, one.high) for one in map(curve.at, sizes)]).T * 100
    points = np.array([(one.f1, one.low, one.high) for one in curve.points]).T * 100
    first, second = COLOURS["first"], COLOURS["second"]
    with drawing():
        chart = figure(7, 3.8)
        axes = chart.subplots()
        axes.fill_between(sizes, bounds[1], bounds[2], color=first, alpha=0.15, linewidth=0)
        known = sizes <= last
        axes.plot(sizes[known], bounds[0][known], color=first)
        axes.plot(sizes[~known], bounds[0][~known], "--", color=first)
        spread = np.maximum(np.abs(points[1:] - points[0]), 0)
        axes.errorbar(curve.sizes, points[0], spread, fmt="o", color=second, capsize=3)
        axes.set(xlabel="training sentences", ylabel="dev F1, percent", xlim=(0, None))
        return as_svg(chart, "learning-curve", curve.verdict)
