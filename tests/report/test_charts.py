import io
import re
import sys

import matplotlib.image
import pytest
from report_tools import Page, empty, results

from nertag.report.charts import NO_CHARTS, PNG_NAMES, Charts, comparison_charts, report_charts


def picture(content):
    return matplotlib.image.imread(io.BytesIO(content))


@pytest.fixture(scope="module")
def charts():
    """The charts of some results, drawn once for all that look at them."""
    return report_charts(results())


def has_pictures(charts):
    assert tuple(sorted(charts.png)) == tuple(sorted(PNG_NAMES))
    assert charts.notes == []
    for content in charts.png.values():
        values = picture(content)
        assert min(values.shape[:2]) > 150
        assert values[..., :3].std() > 0.05


@pytest.mark.slow
def test_each_file_is_a_picture_with_something_on_it(charts):
    has_pictures(charts)


@pytest.mark.slow
def test_many_labels_are_drawn():
    has_pictures(report_charts(results(tuple(f"type-{n}" for n in range(20)))))


def test_the_page_has_charts_of_training_and_of_probabilities(charts):
    assert set(charts.svg) == {"scores", "loss", "reliability"}
    for drawn in charts.svg.values():
        (svg,) = Page(drawn).having("svg")
        assert svg["role"] == "img"
        assert svg["aria-label"]
    assert {"F1", "precision", "recall"} <= {
        text.strip() for text in Page(charts.svg["scores"]).texts
    }


def test_what_there_is_nothing_of_is_not_drawn():
    assert report_charts(empty()) == Charts(notes=[])
    charts = report_charts(results(scores=False, history=()))
    assert (charts.svg, set(charts.png)) == ({}, {"types.png", "confusion.png"})


@pytest.mark.slow
def test_one_epoch_is_a_point():
    charts = report_charts(results(history=results().history[:1]))
    assert "curves.png" in charts.png
    assert "<use" in charts.svg["loss"]


@pytest.mark.slow
def test_the_same_results_give_the_same_bytes(charts):
    assert report_charts(results()) == charts


def test_without_matplotlib_there_are_no_charts_and_one_note(monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    assert report_charts(results()) == Charts(notes=[NO_CHARTS])
    assert comparison_charts([[0.5]]) == []


@pytest.mark.slow
def test_signs_that_no_font_has_are_escaped_and_said_to_be(no_chinese):
    # Warnings are errors: matplotlib would warn of a box.
    charts = report_charts(results(("PER", "地名")))
    assert set(charts.png) == set(PNG_NAMES)
    (note,) = charts.notes
    assert note.startswith("no font here has the signs of 地名:")
    assert "report.html shows them" in note


@pytest.mark.slow
def test_any_label_is_drawn():
    odd = ("$x$", "a$b^{", "line\nbreak", "_x", "\x00", "x" * 300)
    charts = report_charts(results(("PER", *odd)))
    assert set(charts.png) == set(PNG_NAMES)
    assert charts.notes == []


def test_models_are_compared_three_in_a_chart():
    drawn = comparison_charts([[0.1 * n, 0.2, 0.3] for n in range(4)])
    line = re.compile(r"fill: none; .*stroke: var\(--(?:first|second|third)\)")
    counts = [len(line.findall(chart)) for chart in drawn]
    assert counts == [3, 1]
    assert comparison_charts([]) == []
