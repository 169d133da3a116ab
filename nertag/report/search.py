"""The page of a search for settings: parallel coordinates, importance, all trials."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nertag.pages import render
from nertag.report.drawing import COLOURS, as_svg, can_draw, drawing, figure

if TYPE_CHECKING:
    from nertag.report.drawing import Figure


@dataclass(frozen=True)
class SearchTable:
    """The trials of a search as they are shown.

    Parameters
    ----------
    names : sequence of str
        The settings that were looked through.
    ends : sequence of (str, str)
        The lowest and the highest value of each.
    values : sequence of sequences of str
        The values of each trial.
    places : sequence of sequences of float
        Where each value lies between the lowest and the highest, from 0 to 1.
    f1 : sequence of float
        Dev F1 of each trial, from 0 to 1.
    pruned : sequence of bool
        Whether it was cut short.
    importance : mapping of str to float
        The share of the variance of F1 that each setting explains; empty if it is not known.
    """

    names: Sequence[str]
    ends: Sequence[tuple[str, str]]
    values: Sequence[Sequence[str]]
    places: Sequence[Sequence[float]]
    f1: Sequence[float]
    pruned: Sequence[bool]
    importance: Mapping[str, float]

    @property
    def order(self) -> list[int]:
        """The trials that were finished, the best first, then those cut short."""
        return sorted(range(len(self.f1)), key=lambda i: (self.pruned[i], -self.f1[i]))


def search_page(table: SearchTable, title: str) -> str:
    """A search as HTML; without matplotlib it has no pictures.

    Parameters
    ----------
    table : SearchTable
        The trials.
    title : str
        The heading.
    """
    charts = {}
    if can_draw():
        with drawing():
            told = "The settings of each trial and its F1; the best trial is marked"
            charts["parallel"] = as_svg(_parallel(table), "parallel", told)
            if table.importance:
                told = "How much of the variance of F1 each setting explains"
                charts["importance"] = as_svg(_importance(table), "importance", told)
    return render("report/search.html", title=title, table=table, charts=charts)


def _parallel(table: SearchTable) -> Figure:
    """A line a trial through an upright axis for each setting, and one for F1."""
    whole = [one for one, pruned in zip(table.f1, table.pruned) if not pruned]
    low, high = min(whole), max(whole)
    names = [*table.names, "F1"]
    chart = figure(1.3 * len(names) + 0.6, 3.8)
    axes = chart.subplots()
    best = table.order[0]
    for i in reversed(table.order):
        if table.pruned[i]:
            continue
        height = (table.f1[i] - low) / (high - low) if high > low else 1.0
        colour = COLOURS["second"] if i == best else COLOURS["first"]
        strength = 1.0 if i == best else 0.15 + 0.65 * height**2
        axes.plot(
            range(len(names)),
            [*table.places[i], height],
            color=colour,
            alpha=strength,
            linewidth=2 if i == best else 1,
        )
    ends = [*table.ends, (f"{100 * low:.1f}", f"{100 * high:.1f}")]
    for x, (lowest, highest) in enumerate(ends):
        axes.vlines(x, 0, 1, color=COLOURS["faint"], linewidth=0.8)
        axes.text(x, -0.03, lowest, ha="center", va="top", fontsize=8)
        axes.text(x, 1.03, highest, ha="center", va="bottom", fontsize=8)
    axes.set(ylim=(-0.12, 1.12), yticks=[])
    axes.set_xticks(range(len(names)), [name.replace("_", "\n") for name in names])
    axes.grid(visible=False)
    axes.spines[:].set_visible(False)
    return chart


def _importance(table: SearchTable) -> Figure:
    rows = list(table.importance.items())[::-1]
    chart = figure(5, 0.9 + 0.3 * len(rows))
    axes = chart.subplots()
    shares = [100 * share for _, share in rows]
    bars = axes.barh(range(len(rows)), shares, color=COLOURS["first"])
    axes.bar_label(bars, [f"{share:.0f}" for share in shares], padding=3, fontsize=8)
    axes.set_yticks(range(len(rows)), [name for name, _ in rows])
    axes.set(xlabel="share of the variance of F1, percent", xlim=(0, 112))
    return chart
