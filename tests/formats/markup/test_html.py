import colorsys
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from format_tools import marked, marked_sentences, odd, written
from hypothesis import given
from hypothesis import strategies as st
from strategies import LABELS, texts

from nertag.formats.markup import html
from nertag.formats.rules import Rule
from nertag.text.sentence import MarkedText

VOID = {"meta", "br"}


class Page(HTMLParser):
    """What stands on a page: elements in balance, paragraphs, marks, the legend."""

    def __init__(self, content):
        super().__init__(convert_charrefs=True)
        self.open, self.names, self.attributes = [], set(), []
        self.paragraphs, self.marks, self.legend, self.title, self.numbers = [], [], [], "", []
        self.feed(content)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.names.add(tag)
        self.attributes += [name for name, _ in attrs]
        if tag not in VOID:
            self.open.append(tag)
        if tag == "p":
            self.paragraphs.append("")
        if tag == "mark":
            place = None if "footer" in self.open else len(self.paragraphs[-1])
            self.marks.append([place, "", "", dict(attrs)["class"]])
        if tag == "span":
            (self.legend if "footer" in self.open else self.numbers).append("")

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if "small" in self.open:
            self.marks[-1][2] += data
        elif "mark" in self.open:
            self.marks[-1][1] += data
        if "p" in self.open and "small" not in self.open:
            self.paragraphs[-1] += data
        if "title" in self.open:
            self.title += data
        if "span" in self.open:
            (self.legend if "footer" in self.open else self.numbers)[-1] += data


def page_of(sentences, path="in.txt"):
    content, source = written(html, sentences, path)
    assert list(source.oddities) == []
    content.encode()  # a page that no file could hold would fail here
    return Page(content)


def visible(text):
    """The text with what a page cannot hold replaced by signs that show it."""
    shown = {code: chr(0x2400 + code) for code in range(32) if code not in (9, 10)}
    shown |= {127: "␡"} | dict.fromkeys(range(128, 160), "␦")
    return "".join(
        shown.get(ord(sign), "\ufffd" if "\ud800" <= sign < "\ue000" else sign) for sign in text
    )


def test_an_example():
    page = page_of([marked("我在北京", [(2, 4, "LOC")], 7), marked("", [], 8)], "文<1>.txt")
    assert page.title == "文<1>.txt"
    assert page.paragraphs == ["我在北京", ""]
    assert page.numbers == ["1 line 7", "2 line 8"]
    (place, text, label, colour), legend = page.marks
    assert (place, text, label) == (2, "北京", "LOC")
    assert legend == [None, "LOC", "1", colour]
    assert page.legend == ["sentences: 2, entities: 1", "LOC1"]


@given(marked_sentences(labels=(*LABELS, "<b>&amp;\"'", "\x00", "地名")))
def test_texts_entities_and_counts_are_all_there(sentences):
    page = page_of(sentences)
    assert page.paragraphs == [visible(sentence.text) for sentence in sentences]
    entities = [entity for sentence in sentences for entity in sentence.entities]
    shown = [tuple(mark[:3]) for mark in page.marks if mark[0] is not None]
    assert shown == [(e.start, visible(e.text), visible(e.label)) for e in entities]
    labels = [entity.label for entity in entities]
    legend = [tuple(mark[1:3]) for mark in page.marks if mark[0] is None]
    ordered = sorted(set(labels), key=lambda label: (-labels.count(label), label))
    assert legend == [(visible(label), str(labels.count(label))) for label in ordered]
    assert page.legend[0] == f"sentences: {len(sentences)}, entities: {len(entities)}"
    assert len(
        {(mark[2] if mark[0] is not None else mark[1], mark[3]) for mark in page.marks}
    ) == len(set(map(visible, labels)))


@given(
    st.text("<>&\"'/!-pbscriptmark ", min_size=1, max_size=40) | texts(min_size=1),
    st.text("<>&\"'a{}", min_size=1),
)
def test_nothing_in_a_text_or_a_label_is_markup(text, label):
    page = page_of([marked(text, [(0, len(text), label)])], f"<script>{label}")
    assert page.names == page_of([marked("a", [(0, 1, "A")])]).names
    known = {"charset", "name", "content", "http-equiv", "class", "dir", "lang"}
    assert set(page.attributes) == known
    assert page.paragraphs == [visible(text)]


def test_there_are_no_scripts_and_nothing_is_fetched():
    content, _ = written(html, [marked("a", [(0, 1, "A")])])
    start = '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
    assert content.startswith(start)
    assert "default-src 'none'" in content
    for wrong in ("<script", "src=", "href=", "url(", "http:", "https:", "@import", "onclick"):
        assert wrong not in content


def test_signs_that_a_page_cannot_hold_are_shown():
    text = "\x00\x0b\r\x1b\x7f\x85\ud800\t\n"
    assert page_of([marked(text, [])]).paragraphs == ["␀␋␍␛␡␦\ufffd\t\n"]


def test_a_word_without_a_label_is_marked():
    page = page_of([marked("北京", [(0, 2, "")])])
    assert [mark[:3] for mark in page.marks] == [[0, "北京", ""], [None, "no label", "1"]]


def test_no_sentence_is_a_page_too():
    page = page_of([])
    assert (page.paragraphs, page.legend) == ([], ["sentences: 0, entities: 0"])


def test_a_sentence_of_no_file_has_no_line():
    page = page_of([MarkedText("a")])
    assert page.numbers == ["1"]


def test_the_page_is_written_as_sentences_come():
    seen = []

    def sentences():
        for number in range(1, 1001):
            seen.append(number)
            yield marked("北京", [(0, 2, "LOC")], number)

    source = written(html, [])[1]
    parts = html.write(sentences(), html.Writing(source))
    for _ in range(3):
        next(parts)
    assert 0 < len(seen) < 100
    assert sum(1 for _ in parts) > 10
    assert len(seen) == 1000


def colours(labels):
    page = page_of([marked("x", [(0, 1, label)]) for label in labels])
    return {mark[2]: mark[3] for mark in page.marks if mark[0] is not None}


def test_the_colour_of_a_label_is_its_own_in_every_file():
    first, second = colours(["PER", "LOC", "PER"]), colours(["LOC", "GPE", "PER"])
    assert first == {"PER": second["PER"], "LOC": second["LOC"]}
    many = colours([f"L{i}" for i in range(html.COLOURS)])
    assert len(set(many.values())) == html.COLOURS
    assert len(colours([f"L{i}" for i in range(50)])) == 50


def luminance(hue, saturation, lightness):
    """Relative luminance of an HSL colour (WCAG 2)."""
    channels = colorsys.hls_to_rgb(hue / 360, lightness / 100, saturation / 100)
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_colour_has_contrast_enough_in_light_and_dark(scheme):
    style, _ = written(html, [])
    dark = re.findall(r"@media screen and \(prefers-color-scheme: dark\) (\{.*?\n\})", style, re.S)
    light = style
    for rules in dark:
        light = light.replace(rules, "")
    part = light if scheme == "light" else "".join(dark)
    hues = [int(hue) for hue in re.findall(r"--hue: (\d+)", style)]
    assert len(hues) == html.COLOURS
    (saturation, lightness) = re.search(
        r"background: hsl\(var\(--hue\) (\d+)% (\d+)%\)", part
    ).groups()
    ink = re.search(r"--ink: #(\w+)", part)[1]
    grey = int(ink[:2] if len(ink) == 6 else ink[0] * 2, 16) / 255 * 100
    for hue in hues:
        pair = luminance(hue, int(saturation), int(lightness)), luminance(0, 0, grey)
        assert (max(pair) + 0.05) / (min(pair) + 0.05) >= 7


def test_documents_and_comments_are_left_out_and_counted():
    _, source = written(html, [replace(marked("北", [(0, 1, "")], 3), comments=("c",))])
    assert odd(source) == {Rule.NOT_HELD: (1, [3])}
