"""The audit of labelled files: what they hold and what is found in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from nertag.config import ReadingSettings
from nertag.corpus.check.checks import balance, mentions, spans, splits, tags, texts, words
from nertag.corpus.check.content import Content, rows
from nertag.corpus.check.finding import Finding, in_order
from nertag.corpus.check.load import Loaded, load
from nertag.errors import IN_MEMORY
from nertag.formats import UNITS, Data, Rule, name_of, refuse_unused, untagged
from nertag.io import reading_pipes_again
from nertag.text import Sentence

OF_A_FILE = (
    texts.odd_characters,
    texts.lengths,
    texts.mixed_width,
    spans.overlapping,
    spans.blank_edged,
    spans.words_cut,
    spans.punctuation_edged,
    balance.label_o,
    balance.no_entities,
    words.split_otherwise,
)
OF_TRAIN = (balance.rare_labels, balance.class_balance)
OF_TRAIN_AND_DEV = (
    splits.other_labels,
    splits.rare_in_dev,
    splits.dev_in_train,
    splits.width_shift,
    splits.unseen_characters,
)


@dataclass(frozen=True)
class FileCounts:
    """What a file holds.

    Parameters
    ----------
    path, part, format, scheme : str
        The part is ``train`` or ``dev``; the scheme is empty where the file has spans.
    sentences, tokens, entities : int
        Tokens as the file has them: its lines, where each is one.
    without_entity : int
        Sentences.
    labels : dict
        Entities of each label, the most frequent first.
    """

    path: str
    part: str
    format: str
    scheme: str
    sentences: int
    tokens: int
    entities: int
    without_entity: int
    labels: dict[str, int]


@dataclass(frozen=True)
class AuditReport:
    """What an audit says: the counts of each file, and the findings, the most serious first."""

    files: list[FileCounts]
    findings: list[Finding]

    def count(self, level: str) -> int:
        """How many findings are of a level."""
        return sum(finding.level == level for finding in self.findings)

    def to_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return {
            "files": [asdict(counts) for counts in self.files],
            "errors": self.count("error"),
            "warnings": self.count("warning"),
            "notes": self.count("note"),
            "findings": [finding.to_dict() for finding in self.findings],
        }


@reading_pipes_again()
def audit(
    files: Sequence[Data],
    settings: ReadingSettings,
    *,
    dev: Data | None = None,
    tokens: str | None = None,
) -> AuditReport:
    """Look for what is wrong or odd in labelled files.

    Parameters
    ----------
    files : sequence of path or iterable
        What is trained on: labelled files, or data in memory, whose lines are its sentences.
    settings : ReadingSettings
        How the files are read.
    dev : path or iterable, optional
        What the model is chosen on.
    tokens : {"char", "word"}, optional
        What the tokens are; what they are in each file, if not given.

    Raises
    ------
    ConfigError
        There is no such format or encoding, or no file uses a setting. What is wrong with the files
        is a finding.
    """
    given = [_lasting(one) for one in (*files, dev) if one is not None]
    names = [*map(name_of, files), *([_name_of_dev(dev)] if dev is not None else [])]
    read = [load(one, settings, tokens, name) for one, name in zip(given, names)]
    refuse_unused(settings, [file.format for file in read])
    schemes = [_scheme(file, settings) for file in read]
    contents = [content_of(file, scheme) for file, scheme in zip(read, schemes)]
    counts = [
        _counts(file, content, scheme, "train" if i < len(files) else "dev")
        for i, (file, content, scheme) in enumerate(zip(read, contents, schemes))
    ]
    findings = [finding for file in read for finding in file.findings]
    for content, scheme in zip(contents, schemes):
        findings += tags.broken_tags(content, scheme)
        findings += tags.mixed(content, scheme)
    found = _checked(contents[: len(files)], contents[len(files) :])
    by_name = dict(zip(names, given))
    findings += [_with_unit(one, by_name[one.path], settings, tokens) for one in found]
    return AuditReport(counts, in_order(findings))


def _lasting(data: Data) -> Data:
    """The data; an iterator as a list, for they are read more than once."""
    return list(data) if isinstance(data, Iterator) else data


def _name_of_dev(dev: Data) -> str:
    return name_of(dev) if isinstance(dev, (str, Path)) else f"dev {IN_MEMORY}"


def _with_unit(
    finding: Finding, data: Data, settings: ReadingSettings, tokens: str | None
) -> Finding:
    """The finding; where words are cut, with the unit of offsets by which none is."""
    if finding.rule is not Rule.WORDS_CUT:
        return finding
    for unit in (unit for unit in UNITS if unit != settings.offset_unit):
        file = load(data, replace(settings, offset_unit=unit), tokens, finding.path)
        content = content_of(file, "BIO")
        wrong = {one.rule for one in file.findings} & {Rule.UNREADABLE, Rule.BAD_PLACE}
        if not wrong and not any(spans.words_cut(content)) and not any(spans.blank_edged(content)):
            how = f"read as {UNITS[unit].name} no span cuts a word: `offset_unit={unit}`"
            return replace(finding, how=how)
    return finding


def _scheme(file: Loaded, settings: ReadingSettings) -> str:
    if settings.scheme != "auto":
        return settings.scheme
    return tags.detect(one.tags for one in file.texts if isinstance(one, Sentence))


def content_of(file: Loaded, scheme: str) -> Content:
    """The sentences of a file with their entities, whichever of tags and entities it has."""
    sentences, entities = [], []
    for text in file.texts:
        if isinstance(text, Sentence):
            sentences.append(text)
            entities.append(tags.entities(text, scheme))
        else:
            sentences.append(untagged(text, file.tokens))
            entities.append(text.entities)
    return Content(file.path, sentences, entities)


def _counts(file: Loaded, content: Content, scheme: str, part: str) -> FileCounts:
    has_tags = any(sentence.tags for sentence in content.sentences)
    return FileCounts(
        path=file.path,
        part=part,
        format=file.format,
        scheme=scheme if has_tags else "",
        sentences=len(content.sentences),
        tokens=sum(map(rows, content.sentences)),
        entities=sum(content.labels.values()),
        without_entity=content.entities.count(()),
        labels=dict(content.labels.most_common()),
    )


def _checked(train: Sequence[Content], dev: Sequence[Content]) -> Iterator[Finding]:
    """What the checks find in the sentences that could be read."""
    train, dev = ([content for content in part if content.sentences] for part in (train, dev))
    both = [*train, *dev]
    for content in both:
        for of_a_file in OF_A_FILE:
            yield from of_a_file(content)
    if train:
        for of_train in OF_TRAIN:
            yield from of_train(train)
        for content in dev:
            for of_both in OF_TRAIN_AND_DEV:
                yield from of_both(train, content)
    yield from balance.spelling(both)
    yield from texts.repeated(both)
    labels = mentions.mention_labels(both)
    yield from mentions.likely_misses(both, labels)
    yield from mentions.odd_labels(both, labels)
