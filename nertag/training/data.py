"""Labelled files as training data: sentences in legal BIO, and a dev set."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from nertag.config import ReadingSettings, Settings, TrainingSettings
from nertag.errors import DataError
from nertag.evaluation import Gold
from nertag.formats import Data, Labelled, Rule, name_of, read_labelled, refuse_unused
from nertag.io import reading_pipes_again, sha256_of
from nertag.model import Bundle
from nertag.text import DEFAULT_RULES, Agreement, Sentence, WordRules, fitting_rules
from nertag.training.listeners import Note
from nertag.training.trim import trimmed

NEVER_PART_OF_A_RUN = {"device", "tensorboard", "patience", "threshold"}
"""Settings that may differ when a run is resumed."""

LEAST_AGREEMENT = 0.97
"""Share of the tokens that raw text is split into, below which the differences are shown."""

MANY_WORDS = 0.05
"""Share of the tokens that were split into characters, above which words may be meant."""


@dataclass(frozen=True)
class TrainingData:
    """The sentences that a model is trained and chosen on.

    Parameters
    ----------
    train : list of Sentence
        Training sentences, tagged in legal BIO.
    dev : Gold
        Dev sentences, tagged as written.
    labels : list of str
        Labels of the training sentences.
    files : mapping of str to str
        SHA-256 of each file by its name, the training file first, then the dev file if there is
        one.
    notes : list of Note
        What the files hold, and what looks wrong.
    rules : WordRules
        The conventions that the words of the training file follow.
    old : list of Sentence
        Sentences that are mixed in, tagged in legal BIO.
    old_dev : Gold, optional
        Dev sentences of the old data, on which the model is scored too.
    """

    train: list[Sentence]
    dev: Gold
    labels: list[str]
    files: Mapping[str, str]
    notes: list[Note]
    rules: WordRules = DEFAULT_RULES
    old: list[Sentence] = field(default_factory=list)
    old_dev: Gold | None = None

    def fingerprint(self, settings: Settings, init: Bundle | None = None) -> str:
        """Hash of the data, the settings and the first model that shape a run.

        Parameters
        ----------
        settings : Settings
            The settings of the run.
        init : Bundle, optional
            The model that the run begins with.
        """
        kept = {k: v for k, v in settings.to_dict().items() if k not in NEVER_PART_OF_A_RUN}
        files = init.facts["files"] if init else {}
        digest = hashlib.sha256(json.dumps([kept, files], sort_keys=True).encode())
        for part in (self.train, self.dev.sentences, self.old):
            for sentence in part:
                digest.update(repr((sentence.text, sentence.tags)).encode("utf-8", "replace"))
            digest.update(b"\0")
        return digest.hexdigest()


@reading_pipes_again()
def read_training_data(
    train: Data,
    dev: Data | None,
    settings: Settings,
    init: Bundle | None = None,
    *,
    mix: Data | None = None,
    mix_dev: Data | None = None,
) -> TrainingData:
    """Read the labelled data.

    Parameters
    ----------
    train : path or iterable
        What to train on.
    dev : path or iterable, optional
        What to choose the model on; without it a share of `train` is held out.
    settings : Settings
        How files are read, in ``reading``; how much is held out, in ``training``.
    init : Bundle, optional
        The model to go on from: its labels are known, and its settings of reading not asked for.
    mix : path or iterable, optional
        Data that are mixed in.
    mix_dev : path or iterable, optional
        Dev data of the old data.

    Raises
    ------
    DataError
        A file cannot be read, or there is nothing to learn in it.
    ConfigError
        No file uses a setting of reading.
    """
    known = init.labels if init else []
    given = {"train": train, "dev": dev, "mix": mix, "mix_dev": mix_dev}
    paths = {use: path for use, path in given.items() if path is not None}
    files = {use: read_labelled(path, settings.reading) for use, path in paths.items()}
    before = init.settings.reading if init else ReadingSettings()
    refuse_unused(settings.reading, [file.format for file in files.values()], before)
    golds = {use: Gold(file.path, file.scheme, file.sentences) for use, file in files.items()}
    written, scheme = golds["train"], golds["train"].scheme
    old = golds.get("mix", written.at([]))
    if not written.labels and not old.labels:
        raise DataError(
            written.path, 0, "every tag is O: there is no entity to learn from", "label some"
        )
    notes = [note for use, file in files.items() for note in _about(file, golds[use])]
    labels = sorted({*written.labels, *old.labels, *known})
    notes.append(Note(f"tags: {scheme}; labels: {' '.join(labels)}"))
    if written.broken_count:
        repaired = f"{written.broken_count:,} training tags break {scheme}; they are repaired"
        notes.append(Note(f"{repaired} for training"))
    for use in golds.keys() & {"dev", "mix_dev"}:
        golds[use].check_whole()
    if dev is not None:
        kept, held_out = written, golds["dev"]
        if held_out.scheme != scheme:
            notes.append(Note(f"tags of dev: {held_out.scheme}"))
    else:
        kept, held_out = _hold_out(written, settings.training)
        notes.append(
            Note(
                f"no dev file: {len(held_out):,} of the {len(written):,} sentences are held out "
                f"as dev (seed {settings.training.seed})"
            )
        )
    notes += _doubts_of_dev(held_out, {*kept.labels, *old.labels, *known})
    new = files["train"]
    if new.oddities.count(Rule.SPLIT_TOKEN) > MANY_WORDS * new.token_count:
        words = "many tokens are whole words; `tokens=word` would keep them whole"
        notes.append(Note(words, warning=True))
    rules = DEFAULT_RULES
    if settings.reading.tokens == "word":
        rules, agreed = fitting_rules([*kept.sentences, *old.sentences])
        notes += _about_words(agreed)
    sums = dict(_sum_of(path, files[use], use) for use, path in paths.items())
    sentences, changed = trimmed(kept.in_bio)
    if changed.count:
        notes.append(Note(str(changed)))
    labels = sorted({*kept.labels, *old.labels})
    replayed, _ = trimmed(old.in_bio)
    return TrainingData(
        sentences, held_out, labels, sums, notes, rules, replayed, golds.get("mix_dev")
    )


def _sum_of(data: Data, read: Labelled, use: str) -> tuple[str, str]:
    """The name and the SHA-256 of a file, or of the sentences of data in memory."""
    if isinstance(data, (str, Path)):
        return str(data), sha256_of(data)
    told = repr([(one.text, one.tags) for one in read.sentences])
    digest = hashlib.sha256(told.encode("utf-8", "backslashreplace"))
    return f"{use} {name_of(data)}", digest.hexdigest()


def _about_words(agreed: Agreement) -> list[Note]:
    """How well raw text, when it is tagged, is split as the training file is."""
    notes = [Note(f"raw text is split into {agreed.share:.1%} of the tokens of the training file")]
    if agreed.share < LEAST_AGREEMENT:
        differ = f"the commonest differences (file | raw text): {agreed.examples()}"
        notes.append(Note(f"{differ}; `load` takes a `tokenizer`", warning=True))
    return notes


def _about(file: Labelled, gold: Gold) -> list[Note]:
    """What a file holds and what was odd in it."""
    entities = sum(map(len, gold.spans))
    holds = f"{len(gold):,} sentences, {file.token_count:,} tokens, {entities:,} entities"
    return [Note(f"{file.path}: {holds}"), *(Note(f"  {oddity}") for oddity in file.oddities)]


def _hold_out(gold: Gold, settings: TrainingSettings) -> tuple[Gold, Gold]:
    """A seeded share of the sentences as dev, taken alike from those with and without entities.

    Sentences that are not labelled whole stay in training.
    """
    filled = [bool(gold.spans[i]) for i in gold.whole]
    if sum(filled) < 2:
        what = "fewer than two whole sentences have an entity: none can be held out as dev"
        raise DataError(gold.path, 0, what, "label more, or give a `dev` file")
    rng = np.random.default_rng(settings.seed)
    chosen: set[int] = set()
    for kind in (True, False):
        indices = [i for i, has_entity in zip(gold.whole, filled) if has_entity is kind]
        share = round(len(indices) * settings.dev_fraction)
        share = min(max(1, share), len(indices) - 1) if kind else share
        chosen.update(rng.permutation(indices)[:share].tolist() if indices else ())
    return gold.at([i for i in range(len(gold)) if i not in chosen]), gold.at(sorted(chosen))


def _doubts_of_dev(dev: Gold, labels: Set[str]) -> list[Note]:
    doubts = []
    if dev.broken_count:
        broken = f"{dev.broken_count:,} dev tags break {dev.scheme}"
        doubts.append(f"{broken}: their entities count as missed")
    found = Counter(label for row in dev.strict_spans for _, _, label in row)
    if not found:
        doubts.append("the dev set holds no entity: the last epoch is kept, not the best")
    for label in sorted(found.keys() - labels):
        only = f"the label {label} is only in dev ({found[label]} entities)"
        doubts.append(f"{only}: they will be missed")
    return [Note(doubt, warning=True) for doubt in doubts]
