import pytest
from report_tools import check_page, empty, results, sentence

from nertag.evaluation.analysis import analyse
from nertag.evaluation.metrics.bootstrap import LEVEL
from nertag.report.page import page

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


@pytest.mark.parametrize("labels", [("PER",), ("PER", "LOC"), MANY])
def test_all_sections_are_there_and_linked(labels):
    drawn = check_page(page(results(labels)))
    assert sections(drawn) == SECTIONS
    assert {one["href"][1:] for one in drawn.having("a")} == SECTIONS
    for label in labels:
        assert drawn.text.count(label) > 3


def test_the_headline_has_the_interval():
    found = results()
    text = check_page(page(found)).text
    low, high = (f"{100 * value:.2f}" for value in (found.interval.low, found.interval.high))
    assert f"{LEVEL:.0%} interval {low} to {high}" in text
    assert f"{100 * found.total.f1:.2f}" in text
    assert "2 of 10 predicted" in text


def test_what_there_is_nothing_of_is_left_out():
    drawn = check_page(page(results(scores=False, history=(), training=False)))
    assert sections(drawn) == SECTIONS - {"curves", "reliability"}
    assert "doubt" not in drawn.text
    drawn = check_page(page(results(right=True)))
    assert sections(drawn) == SECTIONS - {"worst", "mistakes"}


def test_no_entity_at_all():
    drawn = check_page(page(empty()))
    assert sections(drawn) == set()
    assert "There is no entity in the gold data, and none was predicted." in drawn.text


def test_no_prediction():
    drawn = check_page(page(empty(entities=True)))
    assert sections(drawn) == {"types", "partial", "confusion", "groups", "worst", "mistakes"}
    assert "0 of 0 predicted" in drawn.text


def test_one_epoch():
    drawn = check_page(page(results(history=[dict(results().history[0])])))
    assert "curves" in sections(drawn)


def test_history_as_it_is_read_from_a_file():
    history = [{name: str(value) for name, value in row.items()} for row in results().history]
    assert page(results(history=history)) == page(results())


def test_text_is_shown_and_never_taken_for_html():
    drawn = check_page(page(results()))
    assert "<b>&amp;" in drawn.text
    assert "dev<1>.bio" in drawn.text
    nasty = '</style><script>x</script>"\x00\ud800\r'
    row = sentence([(0, len(nasty), nasty)], nasty)
    found = analyse(nasty, "BIO", [row], [[(1, 2, nasty)]], about={nasty: {nasty: nasty}})
    drawn = check_page(page(found))
    page(found).encode()
    assert "</style><script>x</script>" in drawn.text


def test_tags_without_labels():
    drawn = check_page(page(results(("",))))
    assert drawn.text.count("no label") > 3


def test_columns_of_many_types_stand_upright():
    assert 'class="matrix"' in page(results())
    assert 'class="matrix tall"' in page(results(MANY))


def test_the_confusion_counts_every_gold_entity():
    drawn = page(results())
    row = drawn[drawn.index('class="matrix"') :]
    row = row[row.index("<tbody>") : row.index("</tbody>")]
    assert row.count('class="right"') == 2
    assert row.count('class="wrong"') > 2
