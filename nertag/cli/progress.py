"""How a training run looks on a terminal, and in a log."""

from __future__ import annotations

import time

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from rich.text import Text

from nertag.training.callbacks import Epoch, Listener


class ConsoleListener(Listener):
    """A line an epoch; on a terminal also a live bar with speed, loss and time left."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self._bar: Progress | None = None
        self._epochs = self._tokens = self._done = 0
        self._best = 0.0
        self._started = 0.0

    def say(self, message: str) -> None:
        """Print a line."""
        self.console.print(message, highlight=False)

    def warn(self, message: str) -> None:
        """Print a line that stands out."""
        self.console.print(Text("warning:", "yellow"), message, highlight=False)

    def start(self, epochs: int, tokens: int) -> None:
        """Show the bar."""
        self._epochs, self._tokens = epochs, tokens
        self._started = time.monotonic()
        if self.console.is_terminal:
            self._bar = Progress(
                TextColumn("epoch {task.fields[epoch]}/{task.fields[epochs]}"),
                BarColumn(),
                TextColumn("{task.fields[speed]} tokens/s  loss {task.fields[loss]}"),
                TextColumn("best dev F1 {task.fields[best]}"),
                TimeRemainingColumn(),
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
            )
            self._bar.start()

    def batch(self, tokens: int, loss: float) -> None:
        """Move the bar on."""
        self._done += tokens
        if self._bar:
            speed = self._done / (time.monotonic() - self._started)
            self._bar.update(self._task, advance=tokens, speed=f"{speed:,.0f}", loss=f"{loss:.3f}")

    def epoch(self, epoch: Epoch) -> None:
        """Print the epoch's line."""
        if epoch.best:
            self._best = epoch.dev.f1
        mark = " *" if epoch.best else ""
        self.say(
            f"epoch {epoch.number:>3}  loss {epoch.loss:8.4f}  dev P {epoch.dev.precision:6.2%}  "
            f"R {epoch.dev.recall:6.2%}  F1 {epoch.dev.f1:6.2%}{mark:2}  {epoch.speed:9,.0f} "
            f"tokens/s  {epoch.train_seconds + epoch.dev_seconds:5.1f} s"
        )
        if self._bar:
            self._bar.update(
                self._task,
                completed=epoch.number * self._tokens,
                epoch=min(epoch.number + 1, self._epochs),
                best=f"{self._best:.2%}",
            )

    def stop(self) -> None:
        """Take the bar away."""
        if self._bar:
            self._bar.stop()
