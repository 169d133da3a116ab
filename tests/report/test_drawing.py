import re
from importlib.resources import files

import matplotlib as mpl
import matplotlib.font_manager
from report_tools import Page

from nertag.report import drawing as module
from nertag.report.drawing import COLOURS, as_png, as_svg, drawing, figure


def drawn(text="epoch <&>", name="a"):
    with drawing([text]) as shown:
        chart = figure(3, 2)
        axes = chart.subplots()
        axes.plot([0, 1], [0, 1], "o-", color=COLOURS["first"])
        axes.set(xlabel=shown[text])
        return as_svg(chart, name, "A & B"), as_png(chart)


def test_the_same_figure_gives_the_same_bytes():
    assert drawn() == drawn()


def test_svg_takes_colours_and_fonts_from_the_page():
    svg, _ = drawn()
    assert set(re.findall(r"stroke: ([^;\"]+)", svg)) <= {f"var(--{name})" for name in COLOURS}
    page = Page(svg)
    assert "epoch <&>" in page.text
    assert page.having("svg")[0]["aria-label"] == "A & B"
    assert page.tags["style"] == 0


def test_colours_are_those_of_the_style_sheet():
    style = files("nertag.pages").joinpath("templates", "page.css").read_text(encoding="utf-8")
    light = dict(re.findall(r"--(\w+): (#\w+)", style.split("@media")[0]))
    assert {name: light[name] for name in COLOURS} == COLOURS


def test_two_figures_share_a_page_without_sharing_ids():
    first, second = (set(re.findall(r' id="([^"]+)"', drawn(name=name)[0])) for name in "ab")
    assert first
    assert not first & second


def test_a_text_that_looks_like_svg_stays_text():
    svg, _ = drawn('" id="x" #1a5fb4 url(#y)')
    assert '" id="x" #1a5fb4 url(#y)' in Page(svg).text


def test_settings_of_matplotlib_are_left_as_they_were():
    before = dict(mpl.rcParams)
    drawn()
    assert dict(mpl.rcParams) == before


def test_a_font_that_has_the_signs_is_found(monkeypatch):
    entry = next(one for one in matplotlib.font_manager.fontManager.ttflist if one.name == "cmr10")
    known = dict.fromkeys(["PER", "地"])
    monkeypatch.setattr(matplotlib.font_manager.fontManager, "ttflist", [entry])
    asked = []

    def missing(path, signs):
        asked.append(path)
        return set() if path == entry.fname else {sign for sign in signs if sign > "z"}

    monkeypatch.setattr(module, "_missing", missing)
    assert module._fonts(set("".join(known))) == (["DejaVu Sans", "cmr10"], set())
    assert asked[-1] == entry.fname


def test_a_font_of_last_resort_is_not_taken(monkeypatch):
    entry = next(one for one in matplotlib.font_manager.fontManager.ttflist if one.name == "cmr10")
    box = type("Entry", (), {"name": "Last Resort High-Efficiency", "fname": entry.fname})
    monkeypatch.setattr(matplotlib.font_manager.fontManager, "ttflist", [box])
    monkeypatch.setattr(
        module, "_missing", lambda path, signs: signs if "DejaVu" in path else set()
    )
    assert module._fonts({"地"}) == (["DejaVu Sans"], {"地"})
