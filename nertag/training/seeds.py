"""Trainings that differ in the seed alone: how far chance moves the score, and the best model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from statistics import mean, stdev

from nertag.config import Settings
from nertag.model import Bundle
from nertag.report import copy_report
from nertag.tagging import Tagger
from nertag.training.data import TrainingData
from nertag.training.listeners import Listener
from nertag.training.pipeline import train_model

FOLDER = "seeds"
"""The folder inside a model directory that has a model directory for each seed."""


def train_seeds(
    data: TrainingData,
    output: str | Path,
    settings: Settings,
    listener: Listener,
    seeds: Sequence[int],
    *,
    init: Bundle | None = None,
) -> Tagger:
    """Train a model with each seed, and keep the one that scores best on dev.

    Parameters
    ----------
    data : TrainingData
        The sentences that the models are trained and chosen on, the same for all.
    output : path
        The directory of the best model; those of all are in its folder ``seeds``.
    settings : Settings
        What the networks are and how they are trained, but for the seed.
    listener : Listener
        Hears how the runs go, and of the mean and the spread of their scores.
    seeds : sequence of int
        The seeds.
    init : Bundle, optional
        A model to go on from.

    Returns
    -------
    Tagger
        The best one; of equal ones the first.

    Raises
    ------
    NertagError
        As `train_model`; the models that were finished stay.
    """
    scores: dict[int, float] = {}
    best: Tagger | None = None
    for seed in seeds:
        listener.say(f"seed {seed}, {len(scores) + 1} of {len(seeds)}")
        tagger = train_model(
            data, _home(output, seed), with_seed(settings, seed), listener, init=init
        )
        assert tagger.scores is not None
        scores[seed] = tagger.scores.f1
        if best is None or scores[seed] > max(f1 for one, f1 in scores.items() if one != seed):
            best = tagger
    assert best is not None
    kept = best.settings.training.seed
    best.save(output)
    copy_report(_home(output, kept), output)
    listener.say(_told(scores, kept))
    return best


def _home(output: str | Path, seed: int) -> Path:
    return Path(output) / FOLDER / str(seed)


def with_seed(settings: Settings, seed: int) -> Settings:
    """The settings of one run of several; it has a folder of its own for TensorBoard too.

    Parameters
    ----------
    settings : Settings
        The settings of all runs.
    seed : int
        The seed of this one.
    """
    training = settings.training
    logs = str(Path(training.tensorboard) / str(seed)) if training.tensorboard else ""
    return replace(settings, training=replace(training, seed=seed, tensorboard=logs))


def _told(scores: dict[int, float], kept: int) -> str:
    each = ", ".join(f"seed {seed} {f1:.2%}" for seed, f1 in scores.items())
    spread = f", deviation {100 * stdev(scores.values()):.2f} points" if len(scores) > 1 else ""
    return f"dev F1: {each}; mean {mean(scores.values()):.2%}{spread}; seed {kept} is kept"
