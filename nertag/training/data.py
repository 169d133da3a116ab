"""From labelled files to what training takes: sentences in legal BIO, a dev set, a vocabulary."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence, Set
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from nertag.config import Settings
from nertag.errors import DataError
from nertag.features import to_bio
from nertag.formats import Labelled, read_labelled
from nertag.formats.columnar import SPLIT
from nertag.model import Bundle
from nertag.text import Sentence, spans, strict_spans
from nertag.training.listeners import Listener

NEVER_PART_OF_A_RUN = {"device", "tensorboard", "patience"}
"""Settings that may differ when a run is resumed."""


@dataclass(frozen=True)
class TrainingData:
    """What a model is trained and chosen on.

    Parameters
    ----------
    scheme : str
        How the tags of dev are written.
    train : list of Sentence
        Tagged in legal BIO.
    dev : list of Sentence
        Tagged as written.
    labels : list of str
        Those of the training sentences.
    """

    scheme: str
    train: list[Sentence]
    dev: list[Sentence]
    labels: list[str]

    def fingerprint(self, settings: Settings, init: Bundle | None = None) -> str:
        """Hash of the data, the settings and the first model that shape a run."""
        kept = {k: v for k, v in settings.to_dict().items() if k not in NEVER_PART_OF_A_RUN}
        files = init.facts["files"] if init else {}
        digest = hashlib.sha256(json.dumps([kept, files], sort_keys=True).encode())
        for part in (self.train, self.dev):
            for sentence in part:
                digest.update(repr((sentence.text, sentence.tags)).encode("utf-8", "replace"))
            digest.update(b"\0")
        return digest.hexdigest()


def read_training_data(
    train: str | Path,
    dev: str | Path | None,
    settings: Settings,
    listener: Listener,
    known: Sequence[str] = (),
) -> TrainingData:
    """Read the labelled files and tell the listener what is in them.

    Parameters
    ----------
    known : sequence of str
        Labels that the model to go on from has.

    Raises
    ------
    DataError
        A file cannot be read, or there is nothing to learn in it.
    """
    files = [read_labelled(path, settings) for path in (train, dev) if path is not None]
    scheme, dev_scheme = files[0].scheme, files[-1].scheme
    repaired, broken = to_bio(files[0].sentences, scheme)
    labels = sorted({label for s in repaired for _, _, label in spans(s.tags)})
    if not labels:
        raise DataError(train, 0, "every tag is O: there is no entity to learn from", "label some")
    for file in files:
        describe(file, listener)
    listener.say(f"tags: {scheme}; labels: {' '.join(labels)}")
    if dev_scheme != scheme:
        listener.say(f"tags of dev: {dev_scheme}")
    if broken:
        listener.say(f"{broken:,} training tags break {scheme}; they are repaired for training")
    if dev is not None:
        kept, held_out = repaired, files[1].sentences
    else:
        kept, held_out = _hold_out(train, repaired, files[0].sentences, settings)
        listener.say(
            f"no dev file: {len(held_out):,} of the {len(repaired):,} sentences are held out "
            f"as dev (seed {settings.seed})"
        )
        labels = sorted({label for s in kept for _, _, label in spans(s.tags)})
    _warn_about(held_out, {*labels, *known}, dev_scheme, listener)
    _warn_about_words(files[0], settings, listener)
    return TrainingData(dev_scheme, kept, held_out, labels)


def describe(file: Labelled, listener: Listener) -> None:
    """Tell what a file holds and what was odd in it."""
    entities = sum(len(spans(sentence.tags)) for sentence in file.sentences)
    listener.say(
        f"{file.path}: {len(file.sentences):,} sentences, {file.token_count:,} tokens, "
        f"{entities:,} entities"
    )
    for oddity in file.oddities:
        listener.say(f"  {oddity}")


def _hold_out(
    path: str | Path, repaired: list[Sentence], written: list[Sentence], settings: Settings
) -> tuple[list[Sentence], list[Sentence]]:
    """A seeded share of the sentences as dev, taken alike from those with and without entities."""
    filled = [any(tag != "O" for tag in sentence.tags) for sentence in repaired]
    if sum(filled) < 2:
        what = "only one sentence with an entity: none can be held out as dev"
        raise DataError(path, 0, what, "label more, or give a `dev` file")
    rng = np.random.default_rng(settings.seed)
    chosen: set[int] = set()
    for kind in (True, False):
        places = [i for i, has in enumerate(filled) if has is kind]
        share = round(len(places) * settings.dev_fraction)
        share = min(max(1, share), len(places) - 1) if kind else share
        chosen.update(rng.permutation(places)[:share].tolist() if places else ())
    return (
        [sentence for i, sentence in enumerate(repaired) if i not in chosen],
        [sentence for i, sentence in enumerate(written) if i in chosen],
    )


def _warn_about(dev: Sequence[Sentence], labels: Set[str], scheme: str, listener: Listener) -> None:
    broken = to_bio(dev, scheme)[1]
    if broken:
        listener.warn(f"{broken:,} dev tags break {scheme}: their entities count as missed")
    found = [label for sentence in dev for _, _, label in strict_spans(sentence.tags, scheme)]
    if not found:
        listener.warn("the dev set holds no entity: the last epoch is kept, not the best")
    for label in sorted(set(found) - labels):
        count = found.count(label)
        listener.warn(f"the label {label} is only in dev ({count} entities): they will be missed")


def _warn_about_words(file: Labelled, settings: Settings, listener: Listener) -> None:
    split = file.oddities.count(SPLIT)
    if split > 0.05 * file.token_count:
        listener.warn("many tokens are whole words; `tokens=word` would keep them whole")
