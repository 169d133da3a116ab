"""Which conventions for words a labelled file follows, and how well raw text is split like it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

from nertag.text.sentence import Sentence
from nertag.text.words import DEFAULT_RULES, WordRules, split_words

MOST_SENTENCES = 20_000
"""Sentences that are looked at; more say nothing new."""
HARDLY = 0.05
"""A mark stands in words of a file if it does so this often for each time it stands alone."""
SHOWN = 10
"""Differences that are kept."""

CLITIC = re.compile(r"n['’]t|['’](m|d|re|ve|ll)", re.I)
POSSESSIVE = re.compile(r"['’]s", re.I)
WITH_CLITIC = re.compile(r"\w+(n['’]t|['’](m|d|re|ve|ll))", re.I)
WITH_POSSESSIVE = re.compile(r"\w+['’]s", re.I)
CUT_CLITIC = re.compile(r"s|t|m|d|re|ve|ll", re.I)
ADDRESS = re.compile(r"://|www\.|@|\.com", re.I)
HYPHENED, SLASHED = re.compile(r"\w[-‐‑]\w"), re.compile(r"[^\W\d]/[^\W\d]")
MARKED = re.compile(r"\d[.,:]\d")
REPEATED = re.compile(r"([!?*~=])\1+")
OPENING, CLOSING = frozenset("([{$“‘"), frozenset(".,;:!?)]}%”")


@dataclass(frozen=True)
class Agreement:
    """How many tokens of a file raw text is split into as well.

    Parameters
    ----------
    agreed, tokens : int
        Tokens that are words of the restored text too, and all tokens.
    differences : list of (tokens of the file, words of the text, int)
        The commonest differences, and how often each was found.
    """

    agreed: int
    tokens: int
    differences: list[tuple[tuple[str, ...], tuple[str, ...], int]]

    @property
    def share(self) -> float:
        """Share of the tokens that agree, from 0 to 1."""
        return self.agreed / self.tokens if self.tokens else 1.0

    def examples(self) -> str:
        """The differences: tokens of the file, the words of the text for them, how often."""
        return ", ".join(
            f"{' '.join(given)} | {' '.join(found)} ({count:,})"
            for given, found, count in self.differences
        )


def fitting_rules(sentences: Sequence[Sentence]) -> tuple[WordRules, Agreement]:
    """The conventions that fit sentences of words best: what they show, or the default.

    Parameters
    ----------
    sentences : sequence of Sentence
        Sentences whose tokens are words.

    Returns
    -------
    rules : WordRules
        The conventions.
    agreement : Agreement
        How well text that is split by them agrees with the sentences.
    """
    shown = find_rules(sentences)
    both = [(rules, agreement(sentences, rules)) for rules in (shown, DEFAULT_RULES)]
    return max(both, key=lambda pair: pair[1].share)


def find_rules(sentences: Sequence[Sentence]) -> WordRules:
    """The conventions that sentences of words follow; where they do not show, the default.

    What a file keeps in one token tells it from a file that splits the same, which has a mark alone
    between two words instead.

    Parameters
    ----------
    sentences : sequence of Sentence
        Sentences whose tokens are words.
    """
    seen: Counter[str] = Counter()
    for sentence in islice(sentences, MOST_SENTENCES):
        words = sentence.words
        for word in words:
            seen.update(_in_word(word))
        for before, mark, after in zip(words, words[1:], words[2:]):
            seen[f"{_joint(before, mark, after)} between"] += 1
        seen["mark twice"] += sum(a == b and a in "!?*~=" for a, b in pairwise(words))
    return WordRules(
        clitics=_clitics(seen),
        hyphens=seen["hyphen inside"] >= HARDLY * seen["hyphen between"],
        slashes=seen["slash inside"] > seen["slash between"],
        marks=seen["mark inside"] >= HARDLY * seen["mark between"],
        repeats=seen["mark repeated"] > seen["mark twice"],
    )


def _in_word(word: str) -> Iterator[str]:
    if word.isalnum():
        return
    tests = {
        "clitic alone": CLITIC.fullmatch(word),
        "possessive alone": POSSESSIVE.fullmatch(word),
        "clitic inside": WITH_CLITIC.fullmatch(word),
        "possessive inside": WITH_POSSESSIVE.fullmatch(word),
        "mark repeated": REPEATED.fullmatch(word),
        "mark inside": MARKED.search(word),
    }
    if not ADDRESS.search(word):
        tests |= {"hyphen inside": HYPHENED.search(word), "slash inside": SLASHED.search(word)}
    yield from (name for name, found in tests.items() if found)


def _joint(before: str, mark: str, after: str) -> str:
    """The sort of a mark that stands alone where one word may be written; empty for others."""
    if not (before[-1].isalnum() and after[0].isalnum()):
        return ""
    if mark in "-‐‑":
        return "hyphen"
    if mark == "/":
        return "slash"
    if mark in "'’" and CUT_CLITIC.fullmatch(after):
        return "clitic"
    return "mark" if mark in ".,:" and before.isdigit() and after.isdigit() else ""


def _clitics(seen: Counter[str]) -> str:
    alone = seen["clitic alone"] + seen["possessive alone"]
    inside = seen["clitic inside"] + seen["possessive inside"]
    if seen["clitic between"] > alone + inside:
        return "apart"
    if seen["clitic alone"] > seen["clitic inside"] or not inside:
        return DEFAULT_RULES.clitics
    return "possessive" if seen["possessive alone"] > seen["possessive inside"] else "whole"


def agreement(sentences: Sequence[Sentence], rules: WordRules) -> Agreement:
    """Restore the text of sentences of words, split it again and compare.

    Parameters
    ----------
    sentences : sequence of Sentence
        Sentences whose tokens are words.
    rules : WordRules
        The conventions that the text is split by.
    """
    agreed = tokens = 0
    differences: Counter[tuple[tuple[str, ...], tuple[str, ...]]] = Counter()
    for sentence in islice(sentences, MOST_SENTENCES):
        text, given = _restored(sentence, rules)
        found = split_words(text, rules)
        same = set(given) & set(found)
        agreed += len(same)
        tokens += len(given)
        if len(same) < max(len(given), len(found)):
            differences.update(_differences(text, given, found))
    most = [(*pair, count) for pair, count in differences.most_common(SHOWN)]
    return Agreement(agreed, tokens, most)


def _restored(sentence: Sentence, rules: WordRules) -> tuple[str, list[tuple[int, int]]]:
    """The text as it may have been written, and where the tokens lie in it.

    A text in which some tokens touch is as it was written. Otherwise all are parted by blanks, and
    those that nobody writes are taken out.
    """
    spans = list(zip(sentence.starts, sentence.ends))
    if any(end == start for (_, end), (start, _) in pairwise(spans)):
        return sentence.text, spans
    words = sentence.words
    text, spans, quotes = "", [], 0
    for index, word in enumerate(words):
        before = words[index - 1] if index else ""
        quotes += before == '"'
        if index and not _touch(words, index, rules, in_quotes=quotes % 2 == 1):
            text += " "
        spans.append((len(text), len(text) + len(word)))
        text += word
    return text, spans


def _touch(words: Sequence[str], index: int, rules: WordRules, *, in_quotes: bool) -> bool:
    """Whether the word at an index is written right after the one before it."""
    before, word = words[index - 1], words[index]
    if word in CLOSING or before in OPENING:
        return True
    if '"' in (before, word):
        return in_quotes == (word == '"')
    if CLITIC.fullmatch(word) or POSSESSIVE.fullmatch(word):
        return before[-1].isalnum()
    split = {
        "hyphen": not rules.hyphens,
        "slash": not rules.slashes,
        "clitic": rules.clitics == "apart",
        "mark": not rules.marks,
    }
    joints = [_joint(*words[first : first + 3]) for first in _threes(words, index)]
    return any(split.get(joint) for joint in joints)


def _threes(words: Sequence[str], index: int) -> Iterator[int]:
    """Where three words begin in whose middle, or at whose end, the one at an index stands."""
    if index >= 2:
        yield index - 2
    if index + 1 < len(words):
        yield index - 1


def _differences(
    text: str, given: Sequence[tuple[int, int]], found: Sequence[tuple[int, int]]
) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """The smallest stretches that both cut at both ends, but not alike within."""
    cuts = [0, *sorted({end for _, end in given} & {end for _, end in found})]
    for start, stop in pairwise(cuts):
        pair = [
            tuple(text[a:b] for a, b in spans if start <= a and b <= stop)
            for spans in (given, found)
        ]
        if pair[0] != pair[1]:
            yield pair[0], pair[1]
