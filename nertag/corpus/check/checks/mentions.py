"""Checks of mentions: the same words labelled in one place and not, or otherwise, in another."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from nertag.corpus.check.checks.search import unlabelled
from nertag.corpus.check.content import Content, label_name, line_in
from nertag.corpus.check.finding import Finding, at_lines
from nertag.formats import Rule, excerpt

CAP = 200
"""Mentions that are named of each kind; how many more there are is said."""
SELDOM = 10
"""How many times as often a mention has another label where its label is odd."""

Labels = Mapping[str, Counter[str]]
"""How often each mention has each label."""


def mention_labels(contents: Sequence[Content]) -> Labels:
    """The labels of all mentions."""
    counts = Counter((e.text, e.label) for content in contents for _, e in content.labelled)
    labels: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for (mention, label), count in counts.items():
        labels[mention][label] = count
    return labels


def likely_misses(contents: Sequence[Content], labels: Labels) -> Iterator[Finding]:
    """Mentions that are labelled in some places and O in fewer, the likeliest misses first.

    A miss is the likelier the surer it is that the mention is labelled as a rule (the lower end of
    the 95% interval of its labelled share, by Wilson), and the longer the mention is.
    """
    places: dict[str, list[tuple[str, int]]] = {}
    for content in contents:
        for mention, place in unlabelled(content, labels):
            places.setdefault(mention, []).append((content.path, content.line_at(place)))
    ranked = []
    for mention, missed in places.items():
        labelled = sum(labels[mention].values())
        if labelled > len(missed):
            length = 1 - 0.5 ** (len(mention) - 1)
            score = length * _surely(labelled, labelled + len(missed))
            what = f"{excerpt(mention)} is O here, labelled elsewhere: {_told(labels[mention])}"
            ranked.append((score, what, missed))
    yield from _findings(Rule.LIKELY_MISS, ranked)


def odd_labels(contents: Sequence[Content], labels: Labels) -> Iterator[Finding]:
    """Mentions with a label that they seldom have, the oddest first."""
    places: dict[tuple[str, str], list[tuple[str, int]]] = {
        (mention, label): []
        for mention, counts in labels.items()
        if len(counts) > 1
        for label, count in counts.items()
        if count * SELDOM <= max(counts.values())
    }
    if not places:
        return
    for content in contents:
        for sentence, e in content.labelled:
            if (e.text, e.label) in places:
                line = line_in(sentence, e.start)
                places[e.text, e.label].append((content.path, line))
    ranked = []
    for (mention, label), found in places.items():
        others = labels[mention] - Counter({label: len(found)})
        score = _surely(others.total(), labels[mention].total())
        what = f"{excerpt(mention)} is {label_name(label)} here, elsewhere {_told(others)}"
        ranked.append((score, what, found))
    yield from _findings(Rule.MENTION_TWO_WAYS, ranked)


def _findings(
    rule: Rule, ranked: list[tuple[float, str, list[tuple[str, int]]]]
) -> Iterator[Finding]:
    """The findings of the highest score, and how many there are besides."""
    ranked.sort(key=lambda one: -one[0])
    for _, what, places in ranked[:CAP]:
        for path in dict.fromkeys(path for path, _ in places):
            yield at_lines(rule, path, what, [line for at, line in places if at == path])
    rest = ranked[CAP:]
    if rest:
        count = sum(len(places) for _, _, places in rest)
        what = f"{len(rest):,} more, less likely, at {count:,} places"
        yield Finding(rule, rest[0][2][0][0], what, count=count)


def _told(counts: Counter[str]) -> str:
    return ", ".join(f"{label_name(label)} {count:,}" for label, count in counts.most_common(3))


def _surely(count: int, total: int) -> float:
    """The lower end of the 95% interval of a share: Wilson's score interval."""
    z = 1.96
    share = count / total
    spread = z * math.sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    return (share + z * z / (2 * total) - spread) / (1 + z * z / total)
