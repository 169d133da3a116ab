import re
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from report_tools import Page, results, sentence
from strategies import spans

from nertag.evaluation.analysis import analyse
from nertag.report.sections.examples import LISTED, LONGEST, mistakes, worst


def marks(page):
    return re.findall(r"<mark( class=bad)?>(.*?)<small>(?:✗ )?(.*?)</small></mark>", page)


def test_what_is_the_same_in_both_is_marked_right():
    row = sentence([(0, 2, "PER"), (3, 5, "LOC")], "李雷在北京")
    whole = worst(analyse("f", "BIO", [row], [[(0, 2, "PER"), (3, 5, "ORG")]]))
    page = whole[whole.index("<article>") :]
    bad = " class=bad"
    assert marks(page) == [
        ("", "李雷", "PER"),
        (bad, "北京", "LOC"),
        ("", "李雷", "PER"),
        (bad, "北京", "ORG"),
    ]
    assert page.count("✗") == 2
    assert Page(whole).text.count("1 mistake") == 1


@given(spans(900, labels="XY"), spans(900, labels="XY"))
def test_long_sentences_are_cut_but_no_entity_is(gold, predicted):
    text = "".join(chr(0x4E00 + number) for number in range(900))
    row = sentence(gold, text)
    page = worst(analyse("f", "BIO", [row], [predicted]))
    if sorted(gold) == sorted(predicted):
        assert page == ""
        return
    drawn = page[page.index("<article>") :]
    inside = {text[start:end] for start, end, _ in (*gold, *predicted)}
    assert {piece for _, piece, _ in marks(drawn)} <= inside
    longest = max(end - start for start, end, _ in (*gold, *predicted))
    for part in re.findall(r"<dd[^>]*>(.*?)</dd>", drawn, re.S):
        plain = re.sub(r"<small>.*?</small>|<[^>]+>|… | …", "", part)
        assert plain in text
        assert len(plain) <= LONGEST + 2 * longest


def test_lines_and_scores_stand_in_the_list():
    found = results()
    page = Page(mistakes(found))
    assert page.tags["tr"] == 1 + len(found.mistakes)
    assert f"{100 * found.mistakes[0].doubt:.2f}" in page.text
    assert f"{len(found.mistakes)} of {len(found.mistakes)} mistakes" in page.text


def test_a_long_list_ends():
    found = results()
    many = replace(found, mistakes=[*found.mistakes] * 100)
    page = Page(mistakes(many))
    assert page.tags["tr"] == 1 + LISTED
    assert f"{LISTED} of {100 * len(found.mistakes):,} mistakes" in page.text


@given(st.text(max_size=30))
def test_any_text_can_be_shown(text):
    if text:
        row = sentence([(0, len(text), "X")], text)
        found = analyse("f", "BIO", [row], [[]])
        Page(worst(found))
        Page(mistakes(found))
