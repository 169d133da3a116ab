import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_tools import check_page, empty, page_of, results, sentence

from nertag.evaluation.analysis import analyse
from nertag.evaluation.calibration import Bin
from nertag.evaluation.metrics.bootstrap import LEVEL
from nertag.report.page import LISTED

SECTIONS = {
    "types",
    "partial",
    "curves",
    "confusion",
    "reliability",
    "groups",
    "worst",
    "mistakes",
    "about",
}
MANY = tuple(f"类型-{n}" for n in range(20))


def sections(drawn):
    return {one["id"] for one in drawn.having("section")}


@pytest.mark.parametrize(
    "labels",
    [("PER", "LOC"), *(pytest.param(one, marks=pytest.mark.slow) for one in [("PER",), MANY])],
)
def test_all_sections_are_there_and_linked(labels):
    drawn = check_page(page_of(results(labels)))
    assert sections(drawn) == SECTIONS
    assert {one["href"][1:] for one in drawn.having("a")} == SECTIONS
    for label in labels:
        assert drawn.text.count(label) > 3


def test_the_headline_has_the_interval():
    found = results()
    text = check_page(page_of(found, charts=False)).text
    low, high = (f"{100 * value:.2f}" for value in (found.interval.low, found.interval.high))
    assert f"{LEVEL:.0%} interval {low} to {high}" in text
    assert f"{100 * found.total.f1:.2f}" in text
    assert "2 of 10 predicted" in text


def test_what_there_is_nothing_of_is_left_out():
    drawn = check_page(page_of(results(scores=False, history=(), training=False), charts=False))
    assert sections(drawn) == SECTIONS - {"curves", "reliability"}
    assert "doubt" not in drawn.text
    drawn = check_page(page_of(results(right=True), charts=False))
    assert sections(drawn) == SECTIONS - {"worst", "mistakes"}


def test_no_entity_at_all():
    drawn = check_page(page_of(empty(), charts=False))
    assert sections(drawn) == set()
    assert "There is no entity in the gold data, and none was predicted." in drawn.text


def test_no_prediction():
    drawn = check_page(page_of(empty(entities=True), charts=False))
    assert sections(drawn) == {"types", "partial", "confusion", "groups", "worst", "mistakes"}
    assert "0 of 0 predicted" in drawn.text


@pytest.mark.slow
def test_one_epoch():
    drawn = check_page(page_of(results(history=[dict(results().history[0])])))
    assert "curves" in sections(drawn)


@pytest.mark.slow
def test_history_as_it_is_read_from_a_file():
    history = [{name: str(value) for name, value in row.items()} for row in results().history]
    assert page_of(results(history=history)) == page_of(results())


def test_text_is_shown_and_never_taken_for_html():
    drawn = check_page(page_of(results(), charts=False))
    assert "<b>&amp;" in drawn.text
    assert "dev<1>.bio" in drawn.text
    nasty = '</style><script>x</script>"\x00\ud800\r'
    row = sentence([(0, len(nasty), nasty)], nasty)
    found = analyse(nasty, "BIO", [row], [[(1, 2, nasty)]], about={nasty: {nasty: nasty}})
    drawn = check_page(page_of(found, charts=False))
    page_of(found, charts=False).encode()
    assert "</style><script>x</script>" in drawn.text


def test_tags_without_labels():
    drawn = check_page(page_of(results(("",)), charts=False))
    assert drawn.text.count("no label") > 3


def test_columns_of_many_types_stand_upright():
    assert 'class="matrix"' in page_of(results(), charts=False)
    assert 'class="matrix tall"' in page_of(results(MANY), charts=False)


def test_the_confusion_counts_every_gold_entity():
    drawn = page_of(results(), charts=False)
    row = drawn[drawn.index('class="matrix"') :]
    row = row[row.index("<tbody>") : row.index("</tbody>")]
    assert row.count('class="right"') == 2
    assert row.count('class="wrong"') > 2


def test_without_charts_the_curves_are_a_table():
    found = results()
    drawn = check_page(page_of(found, charts=False))
    assert sections(drawn) == SECTIONS
    assert drawn.tags["svg"] == 0
    (table,) = [one for one in drawn.having("table") if "training loss" in one["aria-label"]]
    assert table
    assert f"{100 * found.history[-1]['dev_f1']:.2f}" in drawn.text


def test_the_title_is_the_name_of_the_file_alone():
    found = replace(results(), path="/home/someone/data/dev.bio")
    assert "<title>Report on dev.bio</title>" in page_of(found, charts=False)


def test_wide_tables_can_be_scrolled_by_keyboard():
    drawn = check_page(page_of(results(), charts=False))
    regions = [one for one in drawn.having("div") if one.get("role") == "region"]
    assert len(regions) == drawn.tags["table"]
    assert all(one["tabindex"] == "0" and one["aria-label"] for one in regions)


def test_a_bar_is_as_long_as_its_share():
    drawn = check_page(page_of(results(), charts=False))
    bars = [one["style"] for one in drawn.having("td") if one.get("class") == "bar"]
    assert "--share:20.00%" in bars


def test_probabilities_that_read_the_same_share_a_row():
    sure = [Bin(0.99996 + n / 1e6, 0.99997 + n / 1e6, 0.99997, 0.9, 5) for n in range(9)]
    found = replace(results(), reliability=[Bin(0.2, 0.6, 0.4, 0.5, 5), *sure])
    drawn = page_of(found, charts=False).partition("Predicted entities by probability")[2]
    row = r'<th scope="row">([^<]*)</th><td>[\d.]+</td><td>[\d.]+</td><td>(\d+)'
    rows = re.findall(row, drawn.partition("</table>")[0])
    assert rows == [("20.00 to 60.00", "5"), ("100.00", "45")]


def test_lines_and_doubts_stand_in_the_list_of_mistakes():
    found = results()
    text = check_page(page_of(found, charts=False)).text
    assert f"{100 * found.mistakes[0].doubt:.2f}" in text
    assert f"{len(found.mistakes)} of {len(found.mistakes)} mistakes" in text


def test_a_long_list_of_mistakes_ends():
    found = results()
    many = replace(found, mistakes=[*found.mistakes] * 100, worst=[])
    drawn = page_of(many, charts=False)
    assert f"{LISTED} of {100 * len(found.mistakes):,} mistakes" in drawn
    assert drawn.count('<td class="text" dir="auto"') == LISTED


def test_marks_tell_right_from_wrong():
    row = sentence([(0, 2, "PER"), (3, 5, "LOC")], "李雷在北京")
    found = analyse("f", "BIO", [row], [[(0, 2, "PER"), (3, 5, "ORG")]])
    drawn = page_of(found, charts=False)
    drawn = drawn[drawn.index("<article>") : drawn.index("</article>")]
    marks = re.findall(r'<mark class="(\w+)">(.*?)<small>(.*?)</small></mark>', drawn)
    assert marks == [
        ("right", "李雷", "PER"),
        ("wrong", "北京", "✗ LOC"),
        ("right", "李雷", "PER"),
        ("wrong", "北京", "✗ ORG"),
    ]
    assert "1 mistake<" in drawn


@given(st.text(min_size=1, max_size=30))
def test_any_text_can_be_shown(text):
    row = sentence([(0, len(text), "X")], text)
    check_page(page_of(analyse("f", "BIO", [row], [[]]), charts=False))
