"""Results to draw, and a look at pages as a browser takes them."""

import re
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser

from nertag.evaluation import Gold, Outcome
from nertag.evaluation.analysis import analyse
from nertag.report.charts import Charts, report_charts
from nertag.report.page import page
from nertag.text.sentence import Sentence
from nertag.text.tags import spans_to_tags

TEXT = "李雷在北京<b>&amp;的大学"

FOLDS = [
    (Gold("a.bio", "BIO", [Sentence("ab", (0, 1), (1, 2), tags)]), [[(0, 1, "PER")]])
    for tags in (("B-PER", "O"), ("B-PER", "B-LOC"))
]
"""Sentences and what is predicted of them."""

HISTORY = [
    {
        "epoch": number,
        "loss": 9 / number,
        "dev_precision": 0.9 - 0.4 / number,
        "dev_recall": 0.8 - 0.4 / number,
        "dev_f1": 0.85 - 0.4 / number,
    }
    for number in range(1, 8)
]

ABOUT = {
    "Data": {"labelled file": "a<b>.bio"},
    "Settings": {"units": "128"},
    "Versions": {"nertag": "1"},
}


def sentence(gold, text=TEXT, line=0):
    """A labelled sentence, its characters the tokens."""
    places = range(len(text))
    tags = tuple(spans_to_tags(sorted(gold), len(text), "BIO"))
    return Sentence(text, places, range(1, len(text) + 1), tags=tags, line=line)


def results(labels=("PER", "LOC"), *, scores=True, history=HISTORY, training=True, right=False):
    """Results of sentences, in which of each label one entity is right, and others are not."""
    gold, predicted = [], []
    for label, other in zip(labels, [*labels[1:], labels[0]]):
        gold.append([(0, 2, label), (3, 5, label), (6, 7, label), (8, 9, other)])
        wrong = [(0, 2, label), (3, 6, label), (7, 8, other), (8, 9, label), (12, 14, label)]
        predicted.append(gold[-1] if right else wrong)
    sentences = [sentence(spans, line=1 + 20 * n) for n, spans in enumerate(gold)]
    found = [
        {span: 0.5 + 0.04 * place for place, span in enumerate(sorted({*one, *other}))}
        for one, other in zip(gold, predicted)
    ]
    return analyse(
        "dev<1>.bio",
        "BIO",
        sentences,
        predicted,
        scores=found if scores else None,
        training=sentences[:1] if training else None,
        history=history,
        best_epoch=5 if history else 0,
        about=ABOUT,
    )


def empty(entities=False):
    """Results of a model that finds nothing, where there is something to find or not."""
    gold = [[(0, 2, "PER")] if entities else []]
    return analyse(
        "dev.bio", "BIO", [sentence(gold[0])], [[]], scores=[dict.fromkeys(gold[0], 0.1)]
    )


def of_folds(found):
    """The same results as of a cross-validation of two folds, with label errors."""
    scores = [Outcome(gold, p, p, ["PER"]).scores() for gold, p in FOLDS]
    return replace(found, folds=scores, label_errors=found.mistakes[:3])


def page_of(results, charts=True):
    """The report's page, with its charts or without."""
    return page(results, report_charts(results) if charts else Charts())


class Page(HTMLParser):
    """A page taken apart; complains of elements that are not closed in order."""

    def __init__(self, source):
        super().__init__(convert_charrefs=True)
        self.open, self.elements, self.texts = [], [], []
        self.feed(source)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attributes):
        names = [name for name, _ in attributes]
        assert len(names) == len(set(names))
        self.elements.append((tag, dict(attributes)))
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        assert "svg" in self.open
        self.handle_starttag(tag, attributes)
        self.handle_endtag(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if "style" not in self.open:
            self.texts.append(data)

    @property
    def text(self):
        return "".join(self.texts)

    @property
    def tags(self):
        return Counter(tag for tag, _ in self.elements)

    def having(self, tag):
        return [attributes for name, attributes in self.elements if name == tag]


def check_page(source):
    """What holds of every page; returns it."""
    page = Page(source)
    assert page.having("html") == [{"lang": "en"}]
    assert page.tags.keys() & {"script", "link", "img", "iframe", "object", "form"} == set()
    outside = {"src", "srcset", "action", "data", "xlink:href"}
    assert all(not attributes.keys() & outside for _, attributes in page.elements)
    assert not any(name.startswith("on") for _, one in page.elements for name in one)
    assert source.count("url(") == source.count("url(#")
    assert "@import" not in source
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    for link in page.having("a"):
        assert link["href"].removeprefix("#") in ids
    for one in page.having("section"):
        assert one["aria-labelledby"] in ids
    for one in page.having("use"):
        assert one["href"].removeprefix("#") in ids
    for clip in re.findall(r"url\(#([^)]*)\)", source):
        assert clip in ids
    for drawing in page.having("svg"):
        assert drawing["aria-label"]
    assert all(one["scope"] in ("col", "row") for one in page.having("th"))
    assert page.tags["th"] >= page.tags["table"]
    assert any(one.get("name") == "viewport" for one in page.having("meta"))
    assert "nan" not in source.lower().replace("finance", "")
    return page
