"""The training loop: batches, dev score, best weights, early stopping, checkpoints.

The average of the weights is scored, and kept if it is the best. Its score rises steadily. The
score of the last step jumps up and down, and the best of many jumps on dev is luck.
"""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
import numpy as np
import tensorflow as tf
from safetensors.numpy import load as load_arrays
from safetensors.numpy import save as save_arrays

from nertag.config import Settings
from nertag.decoding import Lattice, Potentials, SpanReader
from nertag.errors import NertagError
from nertag.evaluation.metrics import Counts, count
from nertag.features import unknown_rates, write_tags
from nertag.model.engines.tensorflow import TensorFlowEngine
from nertag.nn import Network, batches
from nertag.tagging import SentenceRows, tag_rows
from nertag.text import Span, labels_of, tag_set
from nertag.training.augment import MentionReplacer
from nertag.training.average import Average
from nertag.training.checkpoint import Arrays, Checkpoint, Progress
from nertag.training.listeners import Epoch, Listener
from nertag.training.mix import Mix
from nertag.training.objective import EntityShare
from nertag.training.plan import Plan
from nertag.training.replicas import Replicas
from nertag.training.step import LossScale, make_step

BATCHES_A_REPORT = 10


@dataclass(frozen=True)
class DevSet:
    """The sentences that a model is chosen on.

    Parameters
    ----------
    rows : SentenceRows
        The sentences.
    gold : sequence of lists of Span
        The entities of each sentence. Entities whose tags break the scheme are ignored: they cannot
        be found.
    """

    rows: SentenceRows
    gold: Sequence[list[Span]]


class Diverged(NertagError):
    """The loss is not a number any more."""


class Trainer:
    """Trains a network and holds all that changes during training.

    Parameters
    ----------
    network : Network
        The network to train.
    engine : TensorFlowEngine
        Runs the same network, for the dev score.
    tags : sequence of str
        The tag of each id that the network tells apart, in BIO or BIOES.
    mix : Mix
        The training rows, tagged with ids of ``tag_set(labels_of(tags))``, in BIO.
    dev : DevSet
        The sentences that choose the best epoch.
    vocabulary_size : int
        Number of ids that a token can have.
    settings : Settings
        What the network is and how it is trained.
    checkpoint : Checkpoint
        Where the progress is kept.
    progress : Progress
        How far an earlier run got; a new one to begin.
    listener : Listener
        Hears how the run goes.
    replicas : Replicas
        Compute the gradients together. The chief of the workers scores and keeps the progress.
    """

    def __init__(
        self,
        network: Network,
        engine: TensorFlowEngine,
        tags: Sequence[str],
        mix: Mix,
        dev: DevSet,
        *,
        vocabulary_size: int,
        settings: Settings,
        checkpoint: Checkpoint,
        progress: Progress,
        listener: Listener,
        replicas: Replicas,
    ) -> None:
        self.replicas = replicas
        self.network, self.engine, self.tags = network, engine, tags
        self.mix, self.train = mix, mix.rows
        self.dev, self.settings = dev, settings
        self.checkpoint, self.progress, self.listener = checkpoint, progress, listener
        self.rates = unknown_rates(self.train, vocabulary_size)
        self.plan = Plan.of(settings, len(self.train.ids))
        self.epochs, network.rate = self.plan.epochs, self.plan.dropout
        self.steps = math.ceil(len(mix) / self.plan.batch_size)
        self.optimizer = tf.keras.optimizers.AdamW(
            settings.training.lr, weight_decay=settings.training.weight_decay
        )
        self.optimizer.build(network.trained)
        self.average = Average(network.trained)
        self.scale = LossScale(settings.network.precision)
        if progress.last:
            self._restore(progress.last)
        if replicas.workers.count > 1:
            self._restore(load_arrays(replicas.tell(save_arrays(self._arrays()))))

    def run(self) -> None:
        """Train until the last epoch or until the dev score has not risen for long enough.

        The network then holds the weights of the last epoch, `progress` the weights of the best.

        Raises
        ------
        Diverged
            The loss is not a number any more; `progress` has what was reached before.
        WorkerLost
            Another worker has ended; `progress` has what was reached before.
        """
        settings, progress = self.settings.training, self.progress
        self.listener.say(str(self.plan))
        self.listener.start(self.epochs, self.mix.tokens)
        bio = tag_set(labels_of(self.tags))
        replacer = MentionReplacer(self.train, bio, self.plan.replace_mentions)
        dataset = batches(
            lambda rng: write_tags(self.mix.epoch(replacer.variant(rng), rng), bio, self.tags),
            self.rates,
            self.engine.features,
            batch_size=self.plan.batch_size,
            seed=settings.seed,
            first=progress.epoch,
            last=self.epochs,
            tokens=self.network.tokens,
        )
        step = make_step(
            self.network,
            self.optimizer,
            self.scale,
            self.average,
            settings,
            steps=self.steps * self.epochs,
            consistency=self.plan.consistency,
            replicas=self.replicas,
            entity_share=self._share(),
        )
        stream = iter(dataset)
        for epoch in range(progress.epoch, self.epochs):
            if any(self.dev.gold) and progress.waited >= settings.patience:
                break
            start = time.perf_counter()
            with self.replicas.losing():
                loss = self._train_epoch(step, stream)
            trained = time.perf_counter()
            if self.replicas.workers.is_chief:
                self.average.swap()
                dev = self.score()
                self._finish(epoch, loss, dev, trained - start, time.perf_counter() - trained)
            self._agree()

    def _share(self) -> EntityShare | None:
        """What holds the share of entities, where some tokens are not labelled."""
        if not self.train.is_partial:
            return None
        wanted = self.settings.training.entity_share
        if wanted is None:
            inside = sum(end - start for row in self.dev.gold for start, end, _ in row)
            wanted = inside / max(1, sum(map(len, self.dev.rows.rows)))
        self.listener.say(f"not all tokens are labelled: {wanted:.1%} of them are held in entities")
        return EntityShare(wanted)

    def _train_epoch(self, step, stream) -> float:
        total, unreported = 0.0, 0
        for number in range(1, self.steps + 1):
            ids, features, tags, lengths = next(stream)
            loss = step(ids, features, tags, lengths)
            total += loss * float(lengths.shape[0])
            unreported += int(tf.reduce_sum(lengths))
            if number % BATCHES_A_REPORT == 0 or number == self.steps:
                self.listener.batch(unreported, float(loss))
                unreported = 0
        mean = float(total) / len(self.mix)
        if not np.isfinite(mean):
            raise Diverged("the loss is not a number any more: try a lower `lr` or `clip`")
        return mean

    def score(self) -> Counts:
        """Entities of the dev set, found by the network as it is now."""
        potentials = Potentials.of(self.tags, self.network.head.weights())
        lattice, rows = Lattice.of(self.tags, potentials), self.dev.rows
        found = rows.join_paths(tag_rows(rows.rows, self.engine, lattice))
        return count(self.dev.gold, SpanReader(lattice.tags).read(found))

    def _finish(
        self,
        epoch: int,
        loss: float,
        dev: Counts,
        train_seconds: float,
        dev_seconds: float,
    ) -> None:
        progress = self.progress
        best = not dev.gold or progress.is_best(dev.f1, loss)
        done = Epoch(
            number=epoch + 1,
            epochs=self.epochs,
            loss=loss,
            dev=dev,
            best=best,
            best_f1=dev.f1 if best else progress.best_f1,
            lr=float(self.optimizer.learning_rate.numpy()),
            tokens=self.mix.tokens,
            train_seconds=train_seconds,
            dev_seconds=dev_seconds,
        )
        progress.epoch = done.number
        progress.history.append(done.to_row())
        if best:
            progress.best_epoch, progress.best_f1 = done.number, dev.f1
            progress.best = self.network.get_state()
        self.average.swap()
        progress.last = self._arrays()
        self.checkpoint.save(progress)
        self.listener.epoch(done)

    def _agree(self) -> None:
        """Let the chief tell the other workers how the epoch scored: it decides when all stop."""
        if self.replicas.workers.count == 1:
            return
        progress = self.progress
        row = progress.history[-1:], progress.best_epoch, progress.best_f1
        rows, best_epoch, best_f1 = msgspec.json.decode(
            self.replicas.tell(msgspec.json.encode(row))
        )
        if not self.replicas.workers.is_chief:
            progress.epoch += 1
            progress.history += rows
            progress.best_epoch, progress.best_f1 = best_epoch, best_f1

    def _state(self) -> dict[str, tf.Variable]:
        variables = [*self.optimizer.variables, *self.scale.variables, *self.average.values]
        return {f"optimizer.{number}": variable for number, variable in enumerate(variables)}

    def _arrays(self) -> Arrays:
        """All that a run needs to go on from where it is."""
        state = {name: np.asarray(variable.numpy()) for name, variable in self._state().items()}
        return self.network.get_state() | state

    def _restore(self, arrays: Arrays) -> None:
        self.network.set_state(arrays)
        for name, variable in self._state().items():
            variable.assign(arrays[name])
