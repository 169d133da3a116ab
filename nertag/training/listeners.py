"""Listeners of a training run. Training itself never prints."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import NamedTuple

from nertag.errors import ConfigError
from nertag.evaluation.metrics import Counts


@dataclass(frozen=True)
class Epoch:
    """One finished epoch.

    Parameters
    ----------
    number : int
        Number of the epoch, from 1.
    epochs : int
        Number of epochs there can be at most.
    loss : float
        Mean loss over the sentences, in nats.
    dev : Counts
        Entities of the dev set that were right, predicted and in gold.
    best : bool
        Whether this is the best dev F1 so far.
    best_f1 : float
        The dev F1 of the best epoch so far.
    lr : float
        The learning rate of the last step.
    tokens : int
        Number of tokens trained on in this epoch.
    train_seconds : float
        Wall time of the training batches, in seconds.
    dev_seconds : float
        Wall time of scoring the dev set, in seconds.
    """

    number: int
    epochs: int
    loss: float
    dev: Counts
    best: bool
    best_f1: float
    lr: float
    tokens: int
    train_seconds: float
    dev_seconds: float

    @property
    def speed(self) -> float:
        """Training tokens a second."""
        return self.tokens / self.train_seconds if self.train_seconds else 0.0

    def __str__(self) -> str:
        return self.line()

    def line(self, width: int | None = None) -> str:
        """The epoch in one line; a narrow one has fewer numbers.

        Parameters
        ----------
        width : int, optional
            Most characters of the line; 40 at least are taken. By default all numbers are shown.
        """
        mark = " *" if self.best else ""
        begin = f"epoch {self.number:>3}  loss {self.loss:8.4f}  "
        speed = f"{self.speed:9,.0f} tokens/s"
        seconds = f"{self.train_seconds + self.dev_seconds:5.1f} s"
        share = f"F1 {self.dev.f1:6.2%}{mark:2}"
        shares = f"dev P {self.dev.precision:6.2%}  R {self.dev.recall:6.2%}  {share}"
        whole = f"{begin}{shares}  {speed}  {seconds}"
        narrower = (whole, f"{begin}{shares}", f"{begin}{share}  {speed}", f"{begin}{share}")
        return next(
            (line for line in narrower if width is None or len(line) <= width), narrower[-1]
        )

    def to_row(self) -> dict[str, float | int]:
        """The epoch as a row of ``history.csv``."""
        return {
            "epoch": self.number,
            "loss": round(self.loss, 6),
            "dev_precision": round(self.dev.precision, 6),
            "dev_recall": round(self.dev.recall, 6),
            "dev_f1": round(self.dev.f1, 6),
            "lr": self.lr,
            "tokens": self.tokens,
            "train_seconds": round(self.train_seconds, 3),
            "dev_seconds": round(self.dev_seconds, 3),
        }


class Note(NamedTuple):
    """A line about a training run.

    Parameters
    ----------
    text : str
        The line.
    warning : bool
        Whether something looks wrong.
    """

    text: str
    warning: bool = False


class Listener:
    """Hears of a training run; this one does nothing. Override what you need."""

    def tell(self, notes: Iterable[Note]) -> None:
        """Pass notes on to `say` and `warn`.

        Parameters
        ----------
        notes : iterable of Note
            The notes.
        """
        for note in notes:
            (self.warn if note.warning else self.say)(note.text)

    def say(self, message: str) -> None:
        """Receive a line about what is being done.

        Parameters
        ----------
        message : str
            The line.
        """

    def warn(self, message: str) -> None:
        """Receive a line about what looks wrong.

        Parameters
        ----------
        message : str
            The line.
        """

    def start(self, epochs: int, tokens: int) -> None:
        """Training begins.

        Parameters
        ----------
        epochs : int
            Number of passes over the training data at most.
        tokens : int
            Number of tokens in the training data.
        """

    def batch(self, tokens: int, loss: float) -> None:
        """Some batches are done.

        Parameters
        ----------
        tokens : int
            Number of tokens in these batches.
        loss : float
            Mean loss of the last batch, in nats.
        """

    def epoch(self, epoch: Epoch) -> None:
        """An epoch is done and scored.

        Parameters
        ----------
        epoch : Epoch
            The epoch's numbers.
        """

    def stop(self) -> None:
        """Training has ended, in whatever way."""


class Log(Listener):
    """Passes lines on to the logger ``nertag``, as warnings if something looks wrong."""

    _log = logging.getLogger("nertag")

    def say(self, message: str) -> None:  # noqa: D102
        self._log.info(message)

    def warn(self, message: str) -> None:  # noqa: D102
        self._log.warning(message)

    def epoch(self, epoch: Epoch) -> None:  # noqa: D102
        self._log.info(str(epoch))


class Listeners(Listener):
    """Passes everything on to several listeners.

    Parameters
    ----------
    listeners : sequence of Listener
        The listeners, in the order in which they are called.
    """

    def __init__(self, listeners: Sequence[Listener]) -> None:
        self.listeners = listeners

    def say(self, message: str) -> None:  # noqa: D102
        for listener in self.listeners:
            listener.say(message)

    def warn(self, message: str) -> None:  # noqa: D102
        for listener in self.listeners:
            listener.warn(message)

    def start(self, epochs: int, tokens: int) -> None:  # noqa: D102
        for listener in self.listeners:
            listener.start(epochs, tokens)

    def batch(self, tokens: int, loss: float) -> None:  # noqa: D102
        for listener in self.listeners:
            listener.batch(tokens, loss)

    def epoch(self, epoch: Epoch) -> None:  # noqa: D102
        for listener in self.listeners:
            listener.epoch(epoch)

    def stop(self) -> None:  # noqa: D102
        for listener in self.listeners:
            listener.stop()


class TensorBoard(Listener):
    """Writes loss, dev scores and speed of each epoch as TensorBoard logs.

    Parameters
    ----------
    folder : str
        The folder that the logs are written to.

    Raises
    ------
    ConfigError
        TensorBoard is not installed; current TensorFlow does not bring it.
    """

    def __init__(self, folder: str) -> None:
        if find_spec("tensorboard") is None:
            raise ConfigError(
                "`tensorboard` needs TensorBoard: pip install tensorboard", setting="tensorboard"
            )
        import tensorflow as tf

        self._summary = tf.summary
        self._writer = tf.summary.create_file_writer(folder)

    def epoch(self, epoch: Epoch) -> None:
        """Write the epoch's numbers.

        Parameters
        ----------
        epoch : Epoch
            The epoch's numbers.
        """
        with self._writer.as_default(step=epoch.number):
            for name, value in epoch.to_row().items():
                self._summary.scalar(name, value)
            self._summary.scalar("tokens_per_second", epoch.speed)
        self._writer.flush()

    def stop(self) -> None:
        """Close the log."""
        self._writer.close()
