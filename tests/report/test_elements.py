from report_tools import Page

from nertag.report.elements import bar, facts, name_of, section, table, tag


def test_attributes_are_text_and_empty_ones_are_left_out():
    assert tag("p", "<b>a</b>", class_='"x"', aria_label="") == (
        '<p class="&quot;x&quot;"><b>a</b></p>'
    )


def test_a_table_has_heads_in_both_directions():
    page = Page(table("A & B", ["type", "f1"], [("X", ["1"]), ("Y", [bar(0.5)])]))
    assert [one["scope"] for one in page.having("th")] == ["col", "col", "row", "row"]
    assert page.having("table") == [{"aria-label": "A & B"}]
    assert page.having("td")[1] == {"class": "bar", "style": "--share:50.0%"}
    assert "50.00" in page.text


def test_a_wide_table_can_be_scrolled_by_keyboard():
    page = Page(table("A", ["x"], []))
    (region,) = [one for one in page.having("div") if one]
    assert region["role"] == "region"
    assert region["tabindex"] == "0"


def test_names_and_values_are_text():
    assert Page(facts({"<a>": "b&"})).text.split() == ["<a>b&"]


def test_a_section_without_parts_is_not_there():
    assert section("a", "A", "", "") == ""
    assert 'id="a"' in section("a", "A", "<p></p>")


def test_no_label_has_a_name():
    assert name_of("") == "<i>no label</i>"
    assert name_of("<X>") == "&lt;X&gt;"
