"""Checks of train against dev."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice

from nertag.corpus.check.checks.texts import widths
from nertag.corpus.check.content import Content, label_name, line_in
from nertag.corpus.check.finding import Finding, at_lines
from nertag.formats import LINES_KEPT, Rule, excerpt
from nertag.text import fold

SHIFT = 0.5
"""Difference of the shares of full width from which on train and dev are told apart."""
RARE = 10
"""Examples in dev below which the score of a label says little."""
SHOWN = 20
"""Characters that are named."""


def dev_in_train(train: Sequence[Content], dev: Content) -> Iterator[Finding]:
    """Sentences of dev that train has too."""
    texts = {s.text: (content.path, s.line) for content in train for s in content.sentences}
    for sentence in dev.sentences:
        if sentence.text and sentence.text in texts:
            path, line = texts[sentence.text]
            what = f"{excerpt(sentence.text)} also stands at {path}:{line}"
            yield at_lines(Rule.DEV_IN_TRAIN, dev.path, what, [sentence.line])


def other_labels(train: Sequence[Content], dev: Content) -> Iterator[Finding]:
    """Labels that only one of train and dev has."""
    known = sum((content.labels for content in train), Counter[str]())
    new: defaultdict[str, list[int]] = defaultdict(list)
    for sentence, entity in dev.labelled:
        if entity.label not in known:
            new[entity.label].append(line_in(sentence, entity.start))
    for label, lines in new.items():
        yield at_lines(Rule.LABEL_ONLY_IN_DEV, dev.path, label_name(label), lines)
    for label in sorted(known.keys() - dev.labels.keys()):
        what = f"{label_name(label)} ({known[label]:,} in train)"
        yield Finding(Rule.LABEL_ONLY_IN_TRAIN, dev.path, what)


def rare_in_dev(train: Sequence[Content], dev: Content) -> Iterator[Finding]:
    """Labels with few examples in dev."""
    for label, count in reversed(dev.labels.most_common()):
        if count < RARE:
            yield Finding(Rule.RARE_IN_DEV, dev.path, f"{label_name(label)} ({count})")


def width_shift(train: Sequence[Content], dev: Content) -> Iterator[Finding]:
    """Letters and digits of one width in train and of the other in dev."""
    counts = {"train": widths(train), "dev": widths([dev])}
    if all(map(sum, counts.values())):
        shares = {name: full / (full + other) for name, (full, other) in counts.items()}
        if abs(shares["train"] - shares["dev"]) >= SHIFT:
            what = " and ".join(f"{share:.0%} of {name}" for name, share in shares.items())
            yield Finding(Rule.WIDTH_SHIFT, dev.path, f"letters and digits of full width: {what}")


def unseen_characters(train: Sequence[Content], dev: Content) -> Iterator[Finding]:
    """Characters of dev that no sentence of train has, whatever their width."""
    known = set(fold("".join({*"\n", *(sign for c in train for sign in set(c.text))})))
    new = {sign for sign in set(dev.text) if fold(sign) not in known}
    if not new:
        return
    pattern = re.compile(f"[{re.escape(''.join(new))}]")
    counts = Counter(pattern.findall(dev.text))
    first = islice(pattern.finditer(dev.text), LINES_KEPT)
    lines = dict.fromkeys(dev.line_at(found.start()) for found in first)
    share = counts.total() / sum(len(sentence.text) for sentence in dev.sentences)
    signs = " ".join(repr(sign)[1:-1] for sign, _ in counts.most_common(SHOWN))
    more = " …" if len(counts) > SHOWN else ""
    what = f"{len(counts):,} kinds, {share:.1%} of the text: {signs}{more}"
    yield Finding(Rule.UNSEEN_CHARACTERS, dev.path, what, tuple(lines), count=counts.total())
