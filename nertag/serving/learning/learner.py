"""Trains the served model further once there are enough annotations, and serves what is better."""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from nertag.errors import DataError
from nertag.io import replacing
from nertag.model import read_manifest
from nertag.serving.access import write_log
from nertag.serving.learning.annotations import Annotations
from nertag.serving.learning.settings import LearningSettings
from nertag.serving.learning.training import Training
from nertag.serving.metrics import Metrics
from nertag.serving.models import Models, ServedModel, version_of

NEXT = "next"
"""Folder of the model that is being trained."""


class Learner:
    """Keeps annotations, trains on them, never twice at once, and swaps in what is not worse.

    Parameters
    ----------
    settings : LearningSettings
        How the model learns.
    given : Path
        The model directory that the service was started with.
    metrics : Metrics
        Counts the trainings.

    Raises
    ------
    NertagError
        The folder or a model in it cannot be used.
    """

    def __init__(self, settings: LearningSettings, given: Path, metrics: Metrics) -> None:
        self._settings, self._metrics = settings, metrics
        self.annotations = Annotations(settings.folder)
        self._served_file = settings.folder / "served.json"
        self._given = version_of(read_manifest(given))
        self.served = self._last_served() or given
        self._lock = asyncio.Lock()
        self._training: Training | None = None
        self._task: asyncio.Task[None] | None = None
        self._stopped = False
        self._count()

    def _last_served(self) -> Path | None:
        """The model that was swapped in last, unless the service is given another one since."""
        if not self._served_file.exists():
            return None
        try:
            noted = json.loads(self._served_file.read_bytes())
            given, model = noted["given"], self._settings.folder / noted["model"]
        except (ValueError, KeyError, TypeError):
            what = "does not say which model was served last"
            raise DataError(self._served_file, 0, what, "delete it") from None
        return model if given == self._given else None

    def start(self, models: Models, load: Callable[[Path], ServedModel]) -> None:
        """Begin to learn: also from annotations that came before the service was started again.

        Parameters
        ----------
        models : Models
            The models of the service, in which a new one is put.
        load : callable
            Makes a model that can be served of its directory.
        """
        self._models, self._load = models, load
        self._begin(self._settings.after)

    async def stop(self) -> None:
        """End a training that runs; its annotations wait for the next start."""
        self._stopped = True
        if self._training:
            self._training.stop()
        if self._task:
            await asyncio.wait([self._task])

    async def change(self, work: Callable[[Annotations], None], *, now: bool = False) -> None:
        """Change the annotations on disk, and begin a training if there are enough new ones.

        Parameters
        ----------
        work : callable
            Changes them.
        now : bool
            Begin a training if there is a single new one.

        Raises
        ------
        DataError
            They cannot be written.
        """
        async with self._lock:
            await asyncio.to_thread(work, self.annotations)
        self._count()
        self._begin(1 if now else self._settings.after)

    def _count(self) -> int:
        waiting = self.annotations.waiting
        self._metrics.annotations_wait(waiting)
        return waiting

    def _begin(self, enough: int) -> None:
        if self._task is None and self.annotations.waiting >= enough:
            self._task = asyncio.get_running_loop().create_task(self._learn())

    async def _learn(self) -> None:
        """Train once, and again if enough came meanwhile."""
        state, given = self.annotations.state(), str(self.served)
        write_log(training="begins", annotations=self.annotations.waiting, model=given)
        try:
            before, after = await self._train()
            outcome = "better" if after >= before else "lower"
            if after >= before:
                await self._swap(self._settings.folder / NEXT)
            write_log(training=outcome, before=before, after=after, served=str(self.served))
        except Exception as error:  # whatever it is, the service goes on with the model it has
            if self._stopped:
                return
            outcome = "failed"
            write_log(training=outcome, error=str(error) or repr(error), served=given)
        async with self._lock:
            with suppress(DataError):  # the disk is full: after a restart it trains once more
                await asyncio.to_thread(self.annotations.trained, state)
        self._task = None
        self._count()
        self._metrics.count_training(outcome)
        self._begin(self._settings.after)

    async def _train(self) -> tuple[float, float]:
        """F1 on dev of the model that is served, and of a new one."""
        folder, dev = self._settings.folder, self._settings.dev
        train, held_out = folder / "train.jsonl", None if dev else folder / "dev.jsonl"
        output = folder / NEXT
        async with self._lock:
            await asyncio.to_thread(self.annotations.write, train, held_out)
        await asyncio.to_thread(shutil.rmtree, output, ignore_errors=True)
        self._training = Training(
            train, dev or folder / "dev.jsonl", self.served, output, self._settings.mix
        )
        return await asyncio.to_thread(self._training.run, folder / "train.log")

    async def _swap(self, output: Path) -> None:
        """Serve a new model: from now on, and after a restart."""
        home = Path("models") / version_of(read_manifest(output))
        path = self._settings.folder / home
        path.parent.mkdir(exist_ok=True)
        if not path.exists():  # else it has the same weights again
            output.rename(path)
        model = await asyncio.to_thread(self._load, path)
        await asyncio.to_thread(model.warm_up)
        with replacing(self._served_file) as stream:
            stream.write(json.dumps({"given": self._given, "model": str(home)}).encode())
        self.served = path
        self._models.swap(model)
