"""The report as one page that needs no other file: no network, no script, no fonts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from nertag.evaluation import KINDS, Results, calibration_error
from nertag.evaluation.metrics import LEVEL, SCHEMAS
from nertag.pages import render
from nertag.report.bins import distinct
from nertag.report.charts import Charts
from nertag.report.excerpt import Excerpt
from nertag.report.folds import fold_heads, fold_rows

LISTED = 100
"""Mistakes on the page; the file beside it has all."""


@dataclass(frozen=True)
class Section:
    """A part of the page with a heading.

    Parameters
    ----------
    name : str
        Name of its template and of the link to it.
    title : str
        The heading.
    """

    name: str
    title: str


def page(results: Results, charts: Charts) -> str:
    """The report as HTML; a section without content is not shown.

    Parameters
    ----------
    results : Results
        What to report.
    charts : Charts
        Charts of the same results.
    """
    return render(
        "report/report.html",
        title=f"Report on {Path(results.path).name}",
        sections=_sections(results),
        results=results,
        charts=charts.svg,
        level=f"{LEVEL:.0%}",
        schemas=SCHEMAS,
        kinds=KINDS,
        bins=distinct(results.reliability),
        error=calibration_error(list(results.reliability)),
        worst=[Excerpt.of(sentence) for sentence in results.worst],
        most=LISTED,
        doubted=any(one.doubt is not None for one in results.mistakes),
        fold_heads=fold_heads(results.folds),
        fold_rows=fold_rows(results.folds),
    )


def _sections(results: Results) -> list[Section]:
    """The sections that have something to show."""
    shown = {
        Section("folds", "Folds"): results.folds,
        Section("types", "Types"): results.types,
        Section("partial", "Partial credit"): results.types,
        Section("curves", "Learning curves"): results.history,
        Section("confusion", "Confusion"): results.confusion.labels,
        Section("reliability", "Reliability"): results.reliability,
        Section("groups", "Breakdowns"): any(results.groups.values()),
        Section("worst", "Worst sentences"): results.worst,
        Section("label_errors", "Likely label errors"): results.label_errors,
        Section("mistakes", "Mistakes"): results.mistakes,
        Section("about", "Data and settings"): any(results.about.values()),
    }
    return [section for section, content in shown.items() if content]
