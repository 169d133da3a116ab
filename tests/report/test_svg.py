import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_tools import Page

from nertag.report.svg import HEIGHT, WIDTH, Plot, figure, legend, ticks

number = st.floats(-1e6, 1e6)


@given(number, number, st.integers(3, 9))
def test_ticks_are_round_and_few(one, other, most):
    low, high = sorted((one, other))
    if high - low < 1e-3:
        return
    found = ticks(low, high, most)
    assert 1 <= len(found) <= most + 1
    slack = 1e-6 * (high - low)
    assert all(low - slack <= value <= high + slack for value in found)
    steps = {f"{b - a:.3g}" for a, b in pairwise(found)}
    assert len(steps) <= 1
    assert all(f"{float(step):e}"[0] in "125" for step in steps)


def test_a_point_is_where_its_axes_say():
    plot = Plot("t", (0, 10), (0, 1), ("x", "y"))
    plot.dots([(0, 0), (10, 1), (5, 0.5)], "first")
    drawn = re.findall(r'cx="([\d.]+)" cy="([\d.]+)"', str(plot))
    left, right, middle = [(float(x), float(y)) for x, y in drawn]
    assert left[0] < middle[0] < right[0] <= WIDTH
    assert HEIGHT >= left[1] > middle[1] > right[1] >= 0
    assert middle == pytest.approx(((left[0] + right[0]) / 2, (left[1] + right[1]) / 2))


def test_axes_with_shares_are_in_percent():
    plain, shares = (
        Page(str(Plot("t", (0, 1), (0, 1), ("x", "y"), shares=axes))) for axes in ("", "xy")
    )
    assert "%" not in plain.text
    assert shares.text.count("100%") == 2


def test_one_point_and_one_value_are_drawn():
    plot = Plot("t", (1, 1), (0.5, 0.5), ("epoch", "F1"))
    plot.line([(1, 0.5)], "first")
    page = Page(str(plot))
    assert page.tags["circle"] == 1
    assert "nan" not in str(plot)


@pytest.mark.parametrize(("x", "anchor"), [(1, "start"), (9, "end")])
def test_a_note_stands_on_the_side_with_more_room(x, anchor):
    plot = Plot("t", (0, 10), (0, 1), ("x", "y"))
    plot.upright(x, "best <3>")
    assert f'text-anchor="{anchor}">best &lt;3&gt;<' in str(plot)


def test_what_is_seen_is_told():
    plot = Plot("F1 & more", (0, 1), (0, 1), ("x", "y"))
    page = Page(figure(str(plot), "a < b", legend({"<F1>": "first"})))
    assert page.having("svg")[0]["aria-label"] == "F1 & more"
    assert page.having("svg")[0]["role"] == "img"
    assert page.having("svg")[1]["aria-hidden"] == "true"
    assert "a < b" in page.text
    assert "<F1>" in page.text
