"""Checks of how the labels are spread."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from nertag.corpus.check.content import Content, label_name, line_in
from nertag.corpus.check.finding import Finding, at_lines
from nertag.formats import Rule

RARE = 50
"""Examples in train below which a label is rare."""
UNLIKE = 20
"""How many times as many entities the most frequent label has where that is said."""
MOSTLY = 0.5
"""Share of the sentences without an entity from which on it is said."""


def no_entities(content: Content) -> Iterator[Finding]:
    """A file in which nothing is labelled, or little."""
    empty = content.entities.count(())
    if not content.labels:
        yield Finding(Rule.NO_ENTITIES, content.path, f"in {empty:,} sentences")
    elif empty >= MOSTLY * len(content.entities):
        what = f"{empty:,} of {len(content.entities):,} ({empty / len(content.entities):.0%})"
        yield Finding(Rule.MOSTLY_O, content.path, what)


def label_o(content: Content) -> Iterator[Finding]:
    """Entities with the label O: tags like B-O or I-O."""
    if "O" in content.labels:
        lines = [line_in(s, e.start) for s, e in content.labelled if e.label == "O"]
        yield at_lines(Rule.LABEL_O, content.path, "a tag such as B-O or I-O, or a span", lines)


def rare_labels(train: Sequence[Content]) -> Iterator[Finding]:
    """Labels with few examples."""
    for label, count in reversed(_labels(train).most_common()):
        if count < RARE:
            yield Finding(Rule.RARE_LABEL, train[0].path, f"{label_name(label)} ({count})")


def class_balance(train: Sequence[Content]) -> Iterator[Finding]:
    """A label that is many times as frequent as another."""
    ordered = _labels(train).most_common()
    if ordered and ordered[0][1] >= UNLIKE * ordered[-1][1]:
        (most, many), (least, few) = ordered[0], ordered[-1]
        what = f"{label_name(most)} has {many:,}, {label_name(least)} {few:,}: {many // few:,} : 1"
        yield Finding(Rule.CLASS_BALANCE, train[0].path, what)


def _labels(contents: Sequence[Content]) -> Counter[str]:
    return sum((content.labels for content in contents), Counter[str]())


def spelling(contents: Sequence[Content]) -> Iterator[Finding]:
    """Labels that differ in case, blanks or hyphens only."""
    alike: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for content in contents:
        for label, count in content.labels.items():
            alike["".join(filter(str.isalnum, label.casefold()))][label] += count
    for group in alike.values():
        if len(group) > 1:
            what = ", ".join(f"{label!r} ({count:,})" for label, count in group.most_common())
            yield Finding(Rule.LABEL_SPELLING, contents[0].path, what)
