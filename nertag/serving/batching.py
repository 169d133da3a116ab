"""Micro-batching: texts of several requests share a batch, in bounded memory.

The event loop calls the batcher; the work is done on threads.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Hashable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic, Protocol, TypeVar

Result = TypeVar("Result")
Work = Callable[[Sequence[str], Any], list[Result]]
"""Texts and what is asked of them to results, one a text, in order."""


class QueueFull(Exception):
    """Too much waits already."""


class Listener(Protocol):
    """Hears what a batcher does."""

    def batch(self, texts: int, /) -> None:
        """A batch with so many texts begins."""

    def waiting(self, characters: int, /) -> None:
        """So many characters wait now."""


@dataclass(frozen=True)
class Limits:
    """How batches are made.

    Parameters
    ----------
    wait : float
        Seconds for which a text waits for others while a batch is under way.
    batch : int
        Characters of a batch, unless a single text is longer.
    waiting : int
        Characters that may wait at most.
    threads : int
        Batches under way at once.
    """

    wait: float
    batch: int
    waiting: int
    threads: int


class _Job(Generic[Result]):
    """The texts of a request."""

    def __init__(self, texts: Sequence[str], asked: Hashable, loop: asyncio.AbstractEventLoop):
        self.texts, self.asked, self.arrived = texts, asked, loop.time()
        self.taken = self.done = 0
        self.results: list[Result | None] = [None] * len(texts)
        self.future: asyncio.Future[list[Result]] = loop.create_future()

    def finish(self, index: int, result: Result | BaseException) -> None:
        if self.future.done():
            return
        if isinstance(result, BaseException):
            self.future.set_exception(result)
            return
        self.results[index] = result
        self.done += 1
        if self.done == len(self.texts):
            self.future.set_result(self.results)  # type: ignore[arg-type]  # all are there


class Batcher(Generic[Result]):
    """Lets requests share batches.

    A text that finds nothing under way is worked on at once. While a batch is under way on another
    thread, texts wait a moment for company, until there is enough for a batch. Requests take turns:
    each gives one text after the other, so that a large one does not hold up small ones.

    Parameters
    ----------
    work : callable
        Works on the texts of a batch; several threads call it at once.
    pool : Executor
        The threads.
    limits : Limits
        How batches are made.
    listener : Listener
        Hears of batches and of the length of the queue.
    """

    def __init__(
        self,
        work: Work[Result],
        pool: Executor,
        limits: Limits,
        listener: Listener,
    ) -> None:
        self._work, self._pool, self._limits, self._listener = work, pool, limits, listener
        self._jobs: deque[_Job[Result]] = deque()
        self._under_way = 0
        self._timer: asyncio.TimerHandle | None = None
        self._waiting = 0  # characters

    def __call__(self, texts: Sequence[str], asked: Hashable) -> asyncio.Future[list[Result]]:
        """The results of the texts of one request, in order.

        If the future is cancelled, the texts that still wait are not worked on.

        Parameters
        ----------
        texts : sequence of str
            The texts.
        asked : hashable
            What is asked of them; only texts of which the same is asked share a batch.

        Raises
        ------
        QueueFull
            Too much waits already.
        """
        job: _Job[Result] = _Job(texts, asked, asyncio.get_running_loop())
        if not texts:
            job.future.set_result([])
            return job.future
        size = sum(map(_size, texts))
        if self._waiting and self._waiting + size > self._limits.waiting:
            raise QueueFull
        self._jobs.append(job)
        self._change_waiting(size)
        self._start()
        if job.taken < len(texts):
            job.future.add_done_callback(lambda _: self._drop(job))
        return job.future

    def _drop(self, job: _Job[Result]) -> None:
        """Forget the texts of a job that still wait, if any do."""
        if job.taken == len(job.texts):
            return
        self._jobs.remove(job)
        self._change_waiting(-sum(map(_size, job.texts[job.taken :])))
        job.taken = len(job.texts)

    def _change_waiting(self, characters: int) -> None:
        self._waiting += characters
        self._listener.waiting(self._waiting)

    def _start(self) -> None:
        """Start as many batches as there are threads for, and texts."""
        while self._jobs and self._under_way < self._limits.threads:
            if self._under_way and self._waiting < self._limits.batch:
                loop = asyncio.get_running_loop()
                left = self._jobs[0].arrived + self._limits.wait - loop.time()
                if left > 0:
                    self._timer = self._timer or loop.call_later(left, self._start_late)
                    return
            self._run(self._next_batch())

    def _start_late(self) -> None:
        self._timer = None
        self._start()

    def _next_batch(self) -> list[tuple[_Job[Result], int]]:
        """A text of each job in turn, until the batch is full or no job fits."""
        batch: list[tuple[_Job[Result], int]] = []
        asked, size = self._jobs[0].asked, 0
        passed = 0
        while passed < len(self._jobs) and size < self._limits.batch:
            job = self._jobs.popleft()
            text = job.texts[job.taken]
            if job.asked != asked or (batch and size + _size(text) > self._limits.batch):
                passed += 1
                self._jobs.append(job)
                continue
            batch.append((job, job.taken))
            size += _size(text)
            job.taken += 1
            if job.taken < len(job.texts):
                self._jobs.append(job)
        self._change_waiting(-size)
        return batch

    def _run(self, batch: list[tuple[_Job[Result], int]]) -> None:
        texts = [job.texts[index] for job, index in batch]
        run = asyncio.get_running_loop().run_in_executor(
            self._pool, self._tried, texts, batch[0][0].asked
        )
        self._under_way += 1
        run.add_done_callback(partial(self._finish, batch))
        self._listener.batch(len(batch))

    def _tried(self, texts: Sequence[str], asked: Hashable) -> list[Result | Exception]:
        """The result of each text, or its own error: one bad text harms no other."""
        try:
            return list(self._work(texts, asked))
        except Exception as error:
            if len(texts) == 1:
                return [error]
            return [one for text in texts for one in self._tried([text], asked)]

    def _finish(
        self,
        batch: list[tuple[_Job[Result], int]],
        run: asyncio.Future[list[Result | Exception]],
    ) -> None:
        self._under_way -= 1
        # A batch fails as a whole only if the threads are gone.
        failed = run.exception()
        results = [failed] * len(batch) if failed else run.result()
        for (job, index), result in zip(batch, results):
            job.finish(index, result)
        self._start()


def _size(text: str) -> int:
    """What a text counts: an empty one takes time too."""
    return len(text) + 1
