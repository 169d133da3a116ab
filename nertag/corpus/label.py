"""Raw text labelled by lists of names: what no list has may still be an entity."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from ahocorasick_rs import AhoCorasick

from nertag.config import ReadingSettings
from nertag.corpus.check.checks.search import within_word
from nertag.corpus.convert import Converted, convert
from nertag.errors import ConfigError
from nertag.features import NameList
from nertag.io import read_lines
from nertag.text import Entity, Sentence, fold, tokenise

SHORTEST = 2
"""Characters of the names that are looked for: single ones stand in too many words."""


@dataclass
class Labels:
    """Finds names in texts.

    Parameters
    ----------
    lists : sequence of NameList
        The names of each label; those of a single character are not looked for.
    ambiguous : int
        How many mentions were passed over, since lists of several labels have the name.
    """

    lists: Sequence[NameList]
    ambiguous: int = 0
    _names: list[str] = field(init=False, repr=False)
    _labels: list[set[str]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        labels: defaultdict[str, set[str]] = defaultdict(set)
        for names in self.lists:
            for name in names.names:
                if len(name) >= SHORTEST:
                    labels[name].add(names.label)
        if not labels:
            what = f"`gazetteers`: no list has a name of {SHORTEST} characters or more"
            raise ConfigError(what, setting="gazetteers")
        self._names, self._labels = list(labels), list(labels.values())
        self._automaton = AhoCorasick(self._names, store_patterns=False)

    def entities(self, sentence: Sentence) -> list[Entity]:
        """The names in a text: at a place the longest, none that overlaps another.

        A name begins and ends where tokens do, and is no part of a longer word of letters.

        Parameters
        ----------
        sentence : Sentence
            The text and its tokens.
        """
        text = fold(sentence.text)
        matches = self._automaton.find_matches_as_indexes(text, overlapping=True)
        if not matches:
            return []
        starts, ends = set(sentence.starts), set(sentence.ends)
        found, free_from = [], 0
        for number, start, end in sorted(matches, key=lambda match: (match[1], -match[2])):
            apart = not (
                within_word(text[start - 1 : start + 1]) or within_word(text[end - 1 :][:2])
            )
            if start < free_from or not apart or start not in starts or end not in ends:
                continue
            free_from = end
            if len(self._labels[number]) > 1:
                self.ambiguous += 1
                continue
            (label,) = self._labels[number]
            found.append(Entity(start, end, label, sentence.text[start:end]))
        return found


def label(
    raw: str | Path,
    target: str | Path,
    labels: Labels,
    settings: ReadingSettings,
    *,
    to: str = "auto",
    scheme: str = "BIO",
) -> Converted:
    """Write the lines of raw text with the names of lists as entities, all else unlabelled.

    Memory does not grow with the text.

    Parameters
    ----------
    raw : path
        The text, a sentence a line.
    target : path
        The file to write.
    labels : Labels
        Finds the names.
    settings : ReadingSettings
        What the tokens are, and how the text is encoded.
    to : str
        A format that can hold what is not labelled, or ``auto``: by the target's name.
    scheme : str
        The scheme of the tags that are written.

    Raises
    ------
    DataError
        The text cannot be read, or the file not written.
    ConfigError
        There is no such format.
    """

    def records() -> Iterator[dict[str, Any]]:
        for line in read_lines(raw, settings.encoding):
            sentence = tokenise(line, settings.tokens)
            spans = [[e.start, e.end, e.label] for e in labels.entities(sentence)]
            yield {"text": line, "label": spans, "unlabelled": True}

    reading = replace(settings, format="doccano")
    return convert(records(), target, reading, to=to, scheme=scheme, tokens=settings.tokens)
