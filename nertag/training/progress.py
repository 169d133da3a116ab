"""How a training run looks on a terminal, in a log, and in a notebook."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from importlib.util import find_spec
from itertools import pairwise
from statistics import fmean

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from rich.text import Text

from nertag.training.listeners import Epoch, Listener, Log

LEVELS = "▁▂▃▄▅▆▇█"
ASCII_LEVELS = "_.-=+*#@"
WIDE = 100
"""Columns of a terminal that has room for the whole live bar."""
WIDTH = 12
"""Most signs of a curve, so that all fits in 80 columns."""


def sparkline(values: Sequence[float], *, ascii_only: bool = False) -> str:
    """A curve in one line, from its lowest value to its highest; of a long one, means of parts.

    Parameters
    ----------
    values : sequence of float
        The points of the curve.
    ascii_only : bool
        Draw with ASCII characters only.
    """
    levels = ASCII_LEVELS if ascii_only else LEVELS
    signs = min(len(values), WIDTH)
    cuts = [len(values) * index // signs for index in range(signs + 1)] if signs else []
    means = [fmean(values[start:end]) for start, end in pairwise(cuts)]
    low, high = min(means, default=0.0), max(means, default=0.0)
    scale = (len(levels) - 1) / (high - low) if high > low else 0.0
    return "".join(levels[round((mean - low) * scale)] for mean in means)


def usual_listener() -> Listener:
    """What hears of training where none is given: a notebook's progress, or the logger."""
    console = Console(markup=False, emoji=False)
    return ProgressListener(console) if console.is_jupyter else Log()


class ProgressListener(Listener):
    """A line an epoch; on a terminal also a live bar with speed, loss, dev curve and time left.

    A notebook has the bar too where ipywidgets are installed, which rich needs for it.

    Parameters
    ----------
    console : Console
        The console to print on.
    """

    def __init__(self, console: Console) -> None:
        self.console = console
        self._bar: Progress | None = None
        self._epochs = self._tokens = self._done = 0
        self._curve: list[float] = []
        self._started = 0.0

    def worded(self, message: str) -> str:
        """A line as it is shown.

        Parameters
        ----------
        message : str
            The line, in which settings have their Python names.
        """
        return message

    @property
    def _is_live(self) -> bool:
        if self.console.is_jupyter:
            return find_spec("ipywidgets") is not None
        return self.console.is_terminal

    @property
    def _width(self) -> int | None:
        """Columns that a line may have; a log has no bound."""
        bounded = self.console.is_terminal or "COLUMNS" in os.environ
        return self.console.width if bounded else None

    def say(self, message: str) -> None:
        """Print a line.

        Parameters
        ----------
        message : str
            The line.
        """
        self.console.print(self.worded(message), highlight=False)

    def warn(self, message: str) -> None:
        """Print a line that stands out.

        Parameters
        ----------
        message : str
            The line.
        """
        self.console.print(Text("warning:", "yellow"), self.worded(message), highlight=False)

    def start(self, epochs: int, tokens: int) -> None:
        """Show the bar.

        Parameters
        ----------
        epochs : int
            Number of passes over the training data at most.
        tokens : int
            Number of tokens in the training data.
        """
        self._epochs, self._tokens = epochs, tokens
        self._started = time.monotonic()
        if self._is_live:
            best = TextColumn("best F1 {task.fields[best]} {task.fields[curve]}")
            more = (
                BarColumn(),
                TextColumn("{task.fields[speed]} tokens/s  loss {task.fields[loss]}"),
                best,
                TimeRemainingColumn(),
            )
            self._bar = Progress(
                TextColumn("epoch {task.fields[epoch]}/{task.fields[epochs]}"),
                *(more if self.console.width >= WIDE else (best,)),
                console=self.console,
                transient=True,
            )
            self._task = self._bar.add_task(
                "",
                total=epochs * tokens,
                epoch=1,
                epochs=epochs,
                speed="-",
                loss="-",
                best="-",
                curve="",
            )
            self._bar.start()

    def batch(self, tokens: int, loss: float) -> None:
        """Move the bar on.

        Parameters
        ----------
        tokens : int
            Number of tokens in these batches.
        loss : float
            Mean loss of the last batch, in nats.
        """
        self._done += tokens
        if self._bar:
            speed = self._done / (time.monotonic() - self._started)
            self._bar.update(self._task, advance=tokens, speed=f"{speed:,.0f}", loss=f"{loss:.3f}")

    def epoch(self, epoch: Epoch) -> None:
        """Print the epoch's line.

        Parameters
        ----------
        epoch : Epoch
            The epoch's numbers.
        """
        self._curve.append(epoch.dev.f1)
        self.say(epoch.line(self._width))
        if self._bar:
            self._bar.update(
                self._task,
                completed=epoch.number * self._tokens,
                epoch=min(epoch.number + 1, self._epochs),
                best=f"{epoch.best_f1:.2%}",
                curve=sparkline(self._curve, ascii_only=self.console.options.ascii_only),
            )

    def stop(self) -> None:
        """Take the bar away."""
        if self._bar:
            self._bar.stop()
