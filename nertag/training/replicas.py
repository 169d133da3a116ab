"""The devices and machines that compute the gradients of each batch together.

All workers make the same batches from the seed. Each replica takes every n-th row of a batch, and
the gradients of all are summed before they are clipped. So a step on many replicas is the step on
one. The weights are plain variables, one copy a process: Keras 3 has none that
`tf.distribute.MultiWorkerMirroredStrategy` could mirror, and this way both stacks do the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from nertag.config import Workers
from nertag.errors import NertagError
from nertag.training.objective import Batch

LOST = (
    tf.errors.UnavailableError,
    tf.errors.AbortedError,
    tf.errors.CancelledError,
    tf.errors.DeadlineExceededError,
    tf.errors.FailedPreconditionError,
    tf.errors.InternalError,
)
"""What TensorFlow raises on the other workers when one of them ends."""


class WorkerLost(NertagError):
    """Another worker has ended or cannot be reached."""


class Replicas:
    """What computes parts of a batch at the same time, and adds up the results.

    Parameters
    ----------
    strategy : tf.distribute.Strategy
        Runs a function on each device.
    workers : Workers
        The workers, each a process of its own.

    Examples
    --------
    >>> Replicas.of(gpus=0).count
    1
    """

    def __init__(self, strategy: tf.distribute.Strategy, workers: Workers) -> None:
        self.strategy, self.workers = strategy, workers
        self.count: int = strategy.num_replicas_in_sync

    @classmethod
    def of(cls, *, gpus: int, workers: Workers | None = None) -> Replicas:
        """The replicas on the devices that TensorFlow may use, and on all workers.

        Parameters
        ----------
        gpus : int
            Number of GPUs of this machine that may be used.
        workers : Workers, optional
            The workers that ``TF_CONFIG`` names. It waits until all of them are there.

        Raises
        ------
        WorkerLost
            Another worker has ended, or another process has the address of this one.
        """
        if workers:
            try:
                return cls(tf.distribute.MultiWorkerMirroredStrategy(), workers)
            except tf.errors.OpError as error:
                raise WorkerLost(
                    "the workers of TF_CONFIG did not come together: see that no other process "
                    "has the address of this one, end all workers and start them again "
                    f"({_first_line(error)})"
                ) from error
        if gpus > 1:
            return cls(tf.distribute.MirroredStrategy(), Workers())
        return cls(tf.distribute.get_strategy(), Workers())

    @contextmanager
    def losing(self) -> Iterator[None]:
        """Say in words that another worker has gone, instead of what TensorFlow says of it."""
        try:
            yield
        except LOST as error:
            if self.workers.count == 1:
                raise
            raise WorkerLost(
                f"another worker has ended or cannot be reached ({_first_line(error)})"
            ) from error

    def sum(self, part: Callable[..., list[Any]], batch: Batch) -> list[Any]:
        """Sums over the replicas of what each of them computes from its rows of a batch.

        Parameters
        ----------
        part : callable
            Maps the rows of a replica, its number and its share of the batch (a float32 scalar) to
            tensors or `tf.IndexedSlices`.
        batch : Batch
            The padded rows of a batch.
        """

        def run(*batch: tf.Tensor) -> list[Any]:
            context = tf.distribute.get_replica_context()
            if self.count == 1:
                return part(batch, 0, tf.constant(1.0))
            number = context.replica_id_in_sync_group
            rows, share = rows_of(batch, number, self.count)
            return context.all_reduce(tf.distribute.ReduceOp.SUM, part(rows, number, share))

        return [self._here(one) for one in self.strategy.run(run, batch)]

    def tell(self, words: bytes) -> bytes:
        """What the chief says, on every worker.

        Parameters
        ----------
        words : bytes
            What the chief says; that of other workers is ignored.

        Raises
        ------
        WorkerLost
            Another worker has ended.
        """
        if self.workers.count == 1:
            return words
        if not self.workers.is_chief:
            words = b""
        size = int(self._added(np.array([len(words)], np.float64))[0])
        told = np.zeros(size, np.float32)  # each byte is a number: all devices can add these
        told[: len(words)] = np.frombuffer(words, np.uint8)
        return bytes(self._added(told).astype(np.uint8))

    def _added(self, values: NDArray[Any]) -> NDArray[Any]:
        """Sums over the workers; only one replica of each of them has something to add."""
        local = self.count // self.workers.count

        @tf.function(autograph=False)
        def add(values: tf.Tensor) -> tf.Tensor:
            def run(values: tf.Tensor) -> tf.Tensor:
                context = tf.distribute.get_replica_context()
                first = tf.equal(context.replica_id_in_sync_group % local, 0)
                mine = tf.where(first, values, tf.zeros_like(values))
                return context.all_reduce(tf.distribute.ReduceOp.SUM, mine)

            return self._here(self.strategy.run(run, (values,)))

        with self.losing():
            return np.asarray(add(tf.constant(values)).numpy())

    def _here(self, value: Any) -> Any:
        """One of the results of this process, which are all the same."""
        return self.strategy.experimental_local_results(value)[0]


def _first_line(error: tf.errors.OpError) -> str:
    return str(error.message).strip().partition("\n")[0][:200]


def rows_of(batch: Batch, number: Any, count: int) -> tuple[Batch, tf.Tensor]:
    """Every `count`-th row of a batch from row `number` on, and their share of all rows.

    No layer takes an empty batch: a replica that has no row gets the last one, with a share of 0.

    Parameters
    ----------
    batch : Batch
        The padded rows of a batch.
    number : int
        The number of the replica.
    count : int
        How many replicas there are.
    """
    rows = tf.shape(batch[-1])[0]
    chosen = tf.range(tf.minimum(number, rows - 1), rows, count)
    ids, features, tags, lengths = (tf.gather(whole, chosen) for whole in batch)
    longest = tf.reduce_max(lengths)
    share = tf.cast((rows - number + count - 1) // count, tf.float32) / tf.cast(rows, tf.float32)
    return (ids[:, :longest], features[:, :longest], tags[:, :longest], lengths), share
