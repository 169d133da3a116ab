"""A whole training run: prepare, train, score, save."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import tensorflow as tf
from safetensors.numpy import load as load_arrays
from safetensors.numpy import save as save_arrays

from nertag.config import Settings, Workers
from nertag.errors import ConfigError, Interrupted, NertagError
from nertag.features import Lookups, Rows, cut_long, encode, ids_of
from nertag.model import Bundle, save_bundle
from nertag.model.engines import graph_of
from nertag.model.engines.tensorflow import TensorFlowEngine, network_of
from nertag.nn import configure
from nertag.report import write_report
from nertag.tagging import SentenceRows, Tagger, model_of
from nertag.text import Sentence, split_tag, tag_set
from nertag.training.build_lookups import announce, make_lookups
from nertag.training.checkpoint import Checkpoint, Progress
from nertag.training.cost import describe
from nertag.training.data import TrainingData
from nertag.training.going_on import doubts, verdict
from nertag.training.listeners import Listener, Listeners, TensorBoard
from nertag.training.loop import DevSet, Diverged, Trainer
from nertag.training.mix import Mix
from nertag.training.replicas import Replicas, WorkerLost
from nertag.training.scored import compared, scored
from nertag.training.transfer import grow

LONGEST_ROW = 512
"""Tokens; longer training sentences are cut between entities, so that memory is bounded."""


def train_model(
    data: TrainingData,
    output: str | Path,
    settings: Settings,
    listener: Listener,
    *,
    init: Bundle | None = None,
    resume: bool = False,
    workers: Workers | None = None,
) -> Tagger:
    """Train a model and write its directory.

    Parameters
    ----------
    data : TrainingData
        The sentences that the model is trained and chosen on.
    output : path
        The model directory.
    settings : Settings
        What the network is and how it is trained.
    listener : Listener
        Hears how the run goes.
    init : Bundle, optional
        A model to go on from; its network, vocabulary and labels are kept and extended.
    resume : bool
        Go on with the interrupted run whose checkpoint is in `output`.
    workers : Workers, optional
        The workers that train together, of which this process is one. The chief alone reads and
        writes `output`.

    Returns
    -------
    Tagger
        The tagger with the weights of the epoch that scored best on dev. It has the scores on the
        chief only.

    Raises
    ------
    NertagError
        The settings do not fit the data or the machine, or the model cannot be written.
    Interrupted
        The user stopped the run; the best model so far has been written.
    WorkerLost
        Another worker has ended; the best model so far has been written.
    """
    device = configure(settings.training.device)
    replicas = Replicas.of(gpus=len(tf.config.get_visible_devices("GPU")), workers=workers)
    if not replicas.workers.is_chief:
        return _help(data, settings, replicas, device)
    if settings.training.tensorboard:
        listener = Listeners([listener, TensorBoard(settings.training.tensorboard)])
    checkpoint = Checkpoint(output, data.fingerprint(settings, init))
    start, progress = _begin(data, settings, init, checkpoint, resume, listener)
    replicas.tell(_packed(start, progress))
    with tf.device(device):
        trainer = _trainer(start, data, checkpoint, progress, listener, device, replicas)
        stopped = _run(trainer)
        if progress.best_f1 == 0 and any(trainer.dev.gold):
            listener.warn("no dev entity was found: train longer, or check the labels")
        tagger, outcome = scored(_trained(start, trainer, data), trainer.engine, data, listener)
        if init:
            tagger = compared(tagger, init, data, trainer.engine)
            listener.tell(verdict(model_of(tagger).manifest.init))
    save_bundle(model_of(tagger), output)
    for note in write_report(outcome.results(data.train), output):
        listener.warn(note)
    if stopped:
        raise _with_what_is_kept(stopped, progress, output, checkpoint)
    replicas.tell(save_arrays(progress.best))
    checkpoint.remove()
    return tagger


def _help(data: TrainingData, settings: Settings, replicas: Replicas, device: str) -> Tagger:
    """What a worker does that is not the chief: it begins, trains and ends as the chief tells."""
    packed = msgspec.msgpack.decode(replicas.tell(b""), type=_Start)
    lookups = Lookups.from_files(packed.lookups, settings.reading.tokens)
    start = Bundle(settings, lookups, packed.tags, {})
    progress = Progress(packed.epoch, history=packed.history)
    with tf.device(device):
        unused = Checkpoint("", "")
        trainer = _trainer(start, data, unused, progress, Listener(), device, replicas)
        stopped = _run(trainer)
        if stopped:
            raise stopped
        progress.best = load_arrays(replicas.tell(b""))
        return Tagger(_trained(start, trainer, data), trainer.engine)


class _Start(msgspec.Struct):
    """What the chief tells the other workers before the first epoch."""

    lookups: dict[str, bytes]
    tags: tuple[str, ...]
    epoch: int
    history: list[dict[str, Any]]


def _packed(start: Bundle, progress: Progress) -> bytes:
    known = _Start(start.lookups.files(), start.tags, progress.epoch, progress.history)
    return msgspec.msgpack.encode(known)


def _begin(
    data: TrainingData,
    settings: Settings,
    init: Bundle | None,
    checkpoint: Checkpoint,
    resume: bool,
    listener: Listener,
) -> tuple[Bundle, Progress]:
    """The model before training, and how far an earlier run got."""
    labels = [*data.labels, *(init.labels if init else [])]
    tags = tag_set(labels, settings.network.network_scheme)
    if resume:
        if not checkpoint.exists():
            raise ConfigError(
                f"`resume`: {checkpoint.folder} is not there, no run to go on with",
                setting="resume",
            )
        lookups, progress = checkpoint.load(settings.reading.tokens)
        listener.say(f"going on after epoch {progress.epoch}")
        return Bundle(settings, lookups, tags, {}), progress
    if checkpoint.exists():
        listener.say("an interrupted run in the model directory is ignored and begun anew")
    if init:
        listener.tell(doubts(init, data))
        start = grow(init, settings, [*data.train, *data.old], labels)
    else:
        listener.tell(announce(settings))
        lookups, notes = make_lookups([*data.train, *data.old], settings, data.dev.sentences)
        listener.tell(notes)
        start = Bundle(settings, lookups, tags, {})
    checkpoint.keep_inputs(start.lookups)
    return start, Progress()


def _trainer(
    start: Bundle,
    data: TrainingData,
    checkpoint: Checkpoint,
    progress: Progress,
    listener: Listener,
    device: str,
    replicas: Replicas,
) -> Trainer:
    """The network of a model with all that its training takes."""
    settings = start.settings
    mix = Mix(_rows(start, data.train), _rows(start, data.old), settings.training.mix_ratio)
    network = network_of(start, _tuned(start, mix.rows) if settings.vectors.tune_vectors else 0)
    listener.say(describe(settings, network.get_weights()))
    return Trainer(
        network,
        TensorFlowEngine(network, start.features, device),
        start.tags,
        mix,
        DevSet(SentenceRows(data.dev.sentences, start.encode), data.dev.strict_spans),
        vocabulary_size=len(start.vocabulary),
        settings=settings,
        checkpoint=checkpoint,
        progress=progress,
        listener=listener,
        replicas=replicas,
    )


def _rows(start: Bundle, sentences: list[Sentence]) -> Rows:
    bio = tag_set(start.labels)
    inside = np.array([split_tag(tag)[0] == "I" for tag in bio])
    return cut_long(encode(sentences, start.encode, bio), LONGEST_ROW, inside)


def _tuned(start: Bundle, rows: Rows) -> int:
    """Number of vectors up to the last one that the training text needs."""
    return max(0, int(np.amax(ids_of(rows.ids, 1))) + 1 - start.vocabulary.first_frozen)


def _run(trainer: Trainer) -> NertagError | None:
    """Train, and return the error that ended it early once there is something to keep."""
    stopped: NertagError | None = None
    try:
        trainer.run()
    except KeyboardInterrupt:
        stopped = Interrupted("stopped")
    except (Diverged, WorkerLost) as error:
        stopped = error
    finally:
        trainer.listener.stop()
    if stopped and trainer.replicas.workers.is_chief and not trainer.progress.best:
        raise type(stopped)(f"{stopped}; not one epoch was done: nothing was written")
    return stopped


def _trained(start: Bundle, trainer: Trainer, data: TrainingData) -> Bundle:
    """The model with the weights of the best epoch, and what its manifest says of the training."""
    network, progress = trainer.network, trainer.progress
    network.set_state(progress.best)
    network.embedding.settle()
    facts = {
        "scheme": data.dev.scheme,
        "data": dict(data.files),
        "train": {"sentences": len(data.train), "tokens": sum(map(len, data.train))},
        "best_epoch": progress.best_epoch,
        "epochs": progress.epoch,
    }
    if start.settings.reading.tokens == "word":
        facts["words"] = asdict(data.rules)
    bundle = replace(
        start,
        lookups=replace(start.lookups, vectors=network.vectors),
        weights=network.get_weights(),
        facts=facts,
        history=progress.history,
    )
    return replace(bundle, graphs={"float32": graph_of(bundle, "float32")})


def _with_what_is_kept(
    stopped: NertagError, progress: Progress, output: str | Path, checkpoint: Checkpoint
) -> NertagError:
    """The error for a run that ended early, with what was written and how to go on."""
    goes_on = isinstance(stopped, Interrupted | WorkerLost) and checkpoint.exists()
    more = "; `resume` goes on" if goes_on else ""
    return type(stopped)(
        f"{stopped}; the best model so far (epoch {progress.best_epoch}, dev F1 "
        f"{progress.best_f1:.2%}) is in {output}{more}"
    )
