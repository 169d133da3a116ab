"""Check of the words: whether raw text, when it is tagged, is split as the file is."""

from __future__ import annotations

from collections.abc import Iterator

from nertag.corpus.check.content import Content
from nertag.corpus.check.finding import Finding
from nertag.formats import Rule
from nertag.text import fitting_rules


def split_otherwise(content: Content) -> Iterator[Finding]:
    """Words of the file that raw text is not split into, by the rules that fit the file best."""
    of_words = [one for one in content.sentences if not isinstance(one.starts, range)]
    _, agreed = fitting_rules(of_words)
    if agreed.differences:
        what = f"{agreed.share:.1%} of the words agree; file | raw text: {agreed.examples()}"
        yield Finding(Rule.SPLIT_OTHERWISE, content.path, what, count=agreed.tokens - agreed.agreed)
