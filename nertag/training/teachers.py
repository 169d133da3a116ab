"""A model that learns from several others: they label raw text, from which it learns too."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from nertag.config import Settings
from nertag.errors import DataError
from nertag.features.vectors import save_vectors
from nertag.model import MANIFEST
from nertag.tagging import Tagger, Teachers
from nertag.text import Sentence
from nertag.training.build_lookups import announce, trained_vectors
from nertag.training.checkpoint import Checkpoint
from nertag.training.data import TrainingData
from nertag.training.listeners import Listener
from nertag.training.pipeline import train_model
from nertag.training.raw_text import random_sentences
from nertag.training.seeds import with_seed

FOLDER = "teachers"
"""The folder inside a model directory that has a model directory for each teacher."""

MORE_TEXT = 5
"""Tokens of raw text that are labelled, for each of the training file."""

TOGETHER = 1000
"""Texts that are labelled together."""


def train_with_teachers(
    data: TrainingData,
    output: str | Path,
    settings: Settings,
    listener: Listener,
    count: int,
    *,
    resume: bool = False,
) -> Tagger:
    """Train some models, let them label raw text, and train a model on that too.

    Parameters
    ----------
    data : TrainingData
        The sentences that all models are trained and chosen on.
    output : path
        The directory of the model; its teachers are in its folder ``teachers``, by seed.
    settings : Settings
        What the networks are and how they are trained; ``text`` is what the teachers label.
    listener : Listener
        Hears how the runs go.
    count : int
        Number of teachers; their seeds follow that of the settings.
    resume : bool
        Go on with a run that was stopped: teachers that are done are not trained again.

    Raises
    ------
    NertagError
        As `train_model`; the teachers that were finished stay.
    """
    folder = Path(output) / FOLDER
    settings = _with_vectors(data, settings, folder, listener, resume=resume)
    seeds = [settings.training.seed + number for number in range(1, count + 1)]
    teachers = []
    for number, seed in enumerate(seeds, 1):
        home = folder / str(seed)
        goes_on = resume and Checkpoint(home, "").exists()
        if resume and not goes_on and (home / MANIFEST).exists():
            teachers.append(Tagger.load(home))
            continue
        listener.say(f"teacher {number} of {count}, seed {seed}")
        teachers.append(
            train_model(data, home, with_seed(settings, seed), listener, resume=goes_on)
        )
    silver = _labelled(data, settings, teachers)
    entities = sum(tag[0] == "B" for sentence in silver for tag in sentence.tags)
    listener.say(
        f"the teachers have labelled {len(silver):,} sentences of raw text, {entities:,} entities"
    )
    goes_on = resume and Checkpoint(output, "").exists()
    taught = replace(data, old=[*data.old, *silver])
    return train_model(taught, output, settings, listener, resume=goes_on)


def _labelled(data: TrainingData, settings: Settings, taggers: list[Tagger]) -> list[Sentence]:
    """Sentences of raw text with what the teachers believe of them."""
    reading, seed = settings.reading, settings.training.seed
    wanted = MORE_TEXT * sum(map(len, data.train))
    how = {"kind": reading.tokens, "encoding": reading.encoding}
    texts = random_sentences(settings.vectors.text, wanted, **how, seed=seed)
    if not texts:
        what = "no sentence in it that could be labelled"
        raise DataError(settings.vectors.text[0], 0, what, "give raw text")
    teachers, rng = Teachers(taggers), np.random.default_rng(seed)
    parts = (texts[start : start + TOGETHER] for start in range(0, len(texts), TOGETHER))
    return [sentence for some in parts for sentence in teachers.label(some, rng)]


def _with_vectors(
    data: TrainingData, settings: Settings, folder: Path, listener: Listener, *, resume: bool
) -> Settings:
    """The settings with a file of vectors: trained on the raw text once for all models."""
    if settings.vectors.vectors != "train":
        return settings
    path = folder / "vectors.bin"
    if not (resume and path.exists()):
        listener.tell(announce(settings))
        folder.mkdir(parents=True, exist_ok=True)
        save_vectors(trained_vectors(data.train, settings), path)
    return replace(settings, vectors=replace(settings.vectors, vectors=str(path)))
