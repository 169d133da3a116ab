"""A whole training run: read, prepare, train, score, save."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import tensorflow as tf

from nertag.config import Settings
from nertag.errors import ConfigError, Interrupted, NertagError
from nertag.evaluation import Gold, Outcome
from nertag.features import Rows, cut_long, encode, ids_of
from nertag.io import check_folder, reading_pipes_again
from nertag.model import Bundle, save_bundle
from nertag.model.engines import graph_of
from nertag.model.engines.tensorflow import TensorFlowEngine, network_of
from nertag.nn import configure
from nertag.report import write_report
from nertag.tagging import SentenceRows, Tagger
from nertag.text import split_tag, strict_spans, tag_set
from nertag.training import cost
from nertag.training import data as training_inputs
from nertag.training.build_lookups import make_lookups
from nertag.training.checkpoint import Checkpoint, Progress
from nertag.training.data import TrainingData
from nertag.training.listeners import Listener, Listeners, Log, TensorBoard
from nertag.training.loop import DevSet, Diverged, Trainer
from nertag.training.transfer import grow

LONGEST_ROW = 512
"""Tokens; longer training sentences are cut between entities, so that memory has a bound."""


@reading_pipes_again()
def train_model(
    train: str | Path,
    dev: str | Path | None,
    output: str | Path,
    settings: Settings,
    *,
    init: Bundle | None = None,
    resume: bool = False,
    listener: Listener | None = None,
) -> Tagger:
    """Train a model and write its directory.

    Parameters
    ----------
    train, dev : path
        Labelled files; without `dev` a share of `train` is held out.
    output : path
        The model directory.
    settings : Settings
    init : Bundle, optional
        A model to go on from; its network, vocabulary and labels are kept and extended.
    resume : bool
        Go on with the interrupted run whose checkpoint is in `output`.
    listener : Listener, optional
        `nertag.training.listeners.Log` if left out.

    Returns
    -------
    Tagger
        With the weights of the epoch that scored best on dev.

    Raises
    ------
    NertagError
        The data, the settings or the place to write to do not do.
    Interrupted
        The user stopped it; the best model so far has been written.
    """
    listener = listener or Log()
    device = configure(settings.device)
    if settings.tensorboard:
        listener = Listeners([listener, TensorBoard(settings.tensorboard)])
    known = init.labels if init else []
    inputs = training_inputs.read_training_data(train, dev, settings, listener, known)
    check_folder(output)
    checkpoint = Checkpoint(output, inputs.fingerprint(settings, init))
    start, progress = _begin(inputs, settings, init, checkpoint, resume, listener)
    with tf.device(device):
        rows = _training_rows(start, inputs)
        network = network_of(start, _tuned(start, rows) if settings.tune_vectors else 0)
        listener.say(cost.describe(settings, network.get_weights()))
        engine = TensorFlowEngine(network, start.features, device)
        dev_set = _dev_set(start, inputs)
        trainer = Trainer(
            network,
            engine,
            start.tags,
            rows,
            dev_set,
            vocabulary_size=len(start.vocabulary),
            settings=settings,
            checkpoint=checkpoint,
            progress=progress,
            listener=listener,
        )
        stopped: NertagError | None = None
        try:
            trainer.run()
        except KeyboardInterrupt:
            stopped = Interrupted("stopped")
        except Diverged as error:
            stopped = error
        finally:
            listener.stop()
        if stopped and not progress.best:
            raise type(stopped)(f"{stopped}; not one epoch was done: nothing was written")
        if progress.best_f1 == 0 and any(dev_set.gold):
            listener.warn("no dev entity was found: train longer, or check the labels")
        network.set_state(progress.best)
        network.embedding.settle()
        weights = network.get_weights()
        bundle = replace(
            start,
            lookups=replace(start.lookups, vectors=network.vectors),
            weights=weights,
            facts=_facts(inputs, progress),
            history=progress.history,
        )
        bundle = replace(bundle, graphs={"float32": graph_of(bundle, "float32")})
        tagger = Tagger(bundle, engine)
        fitted = Outcome.calibration(tagger, inputs.scheme, inputs.dev)
        bundle = replace(bundle, facts={**bundle.facts, "calibration": fitted})
        gold = Gold(dev or train, inputs.scheme, inputs.dev)
        outcome = Outcome.of(Tagger(bundle, engine), gold)
        bundle = replace(bundle, facts={**bundle.facts, "dev": outcome.scores().to_dict()})
        tagger = Tagger(bundle, engine)
    save_bundle(bundle, output)
    for note in write_report(outcome.results(inputs.train), output):
        listener.warn(note)
    if stopped:
        goes_on = isinstance(stopped, Interrupted) and checkpoint.exists()
        more = "; `resume` goes on" if goes_on else ""
        raise type(stopped)(
            f"{stopped}; the best model so far (epoch {progress.best_epoch}, dev F1 "
            f"{progress.best_f1:.2%}) is in {output}{more}"
        )
    checkpoint.remove()
    return tagger


def _begin(
    inputs: TrainingData,
    settings: Settings,
    init: Bundle | None,
    checkpoint: Checkpoint,
    resume: bool,
    listener: Listener,
) -> tuple[Bundle, Progress]:
    """The model before training, and how far an earlier run got."""
    labels = [*inputs.labels, *(init.labels if init else [])]
    tags = tag_set(labels, settings.network_scheme)
    if resume:
        if not checkpoint.exists():
            raise ConfigError(
                f"`resume`: {checkpoint.folder} is not there, no run to go on with",
                setting="resume",
            )
        lookups, progress = checkpoint.load(settings.tokens)
        listener.say(f"going on after epoch {progress.epoch}")
        return Bundle(settings, lookups, tags, {}), progress
    if checkpoint.exists():
        listener.say("an interrupted run in the model directory is left and begun anew")
    if init:
        start = grow(init, settings, inputs.train, labels)
    else:
        lookups = make_lookups(inputs.train, settings, listener)
        start = Bundle(settings, lookups, tags, {})
    checkpoint.keep_inputs(start.lookups)
    return start, Progress()


def _training_rows(start: Bundle, inputs: TrainingData) -> Rows:
    bio = tag_set(start.labels)
    inside = np.array([split_tag(tag)[0] == "I" for tag in bio])
    return cut_long(encode(inputs.train, start.encode, bio), LONGEST_ROW, inside)


def _tuned(start: Bundle, rows: Rows) -> int:
    """How many vectors there are up to the last one of a token of the training text."""
    return max(0, int(np.amax(ids_of(rows.ids, 1))) + 1 - start.vocabulary.first_frozen)


def _dev_set(start: Bundle, inputs: TrainingData) -> DevSet:
    return DevSet(
        SentenceRows(inputs.dev, start.encode),
        [strict_spans(sentence.tags, inputs.scheme) for sentence in inputs.dev],
    )


def _facts(inputs: TrainingData, progress: Progress) -> dict[str, Any]:
    """What the manifest says of the training."""
    return {
        "scheme": inputs.scheme,
        "train": {
            "sentences": len(inputs.train),
            "tokens": sum(map(len, inputs.train)),
        },
        "best_epoch": progress.best_epoch,
        "epochs": progress.epoch,
    }
