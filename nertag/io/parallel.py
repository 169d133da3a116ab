"""Work on several threads whose results come in order, in bounded memory."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from queue import Empty, Queue
from threading import Event, Thread
from typing import NamedTuple, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

MOST_THREADS = 8


def cores() -> int:
    """The cores this process may use, at most `MOST_THREADS`."""
    own = getattr(os, "sched_getaffinity", None)
    return min(MOST_THREADS, len(own(0)) if own else os.cpu_count() or 1)


def in_order(
    function: Callable[[Item], Result], items: Iterable[Item]
) -> Generator[Result, None, None]:
    """`function` of each item, worked out on as many threads as there are cores.

    Parameters
    ----------
    function : callable
        The work on one item; several threads call it at once.
    items : iterable
        The items. They are consumed in the caller's thread, some ahead. An error in making an item
        is raised after the results of the items before it.
    """
    threads = cores()
    pool = ThreadPoolExecutor(threads, "nertag")
    waiting: deque[Future[Result]] = deque()
    failure: Exception | None = None
    source = iter(items)
    try:
        while True:
            try:
                item = next(source)
            except StopIteration:
                break
            except Exception as error:
                failure = error
                break
            waiting.append(pool.submit(function, item))
            if len(waiting) > threads + 1:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
        if failure:
            raise failure
    finally:
        pool.shutdown(cancel_futures=True)


class _End(NamedTuple):
    """The end of what is read, by an error or without one."""

    error: BaseException | None


def read_in_order(
    function: Callable[[Item], Result],
    items: Iterable[Item],
    large: Callable[[Item], bool] = lambda item: False,
) -> Generator[Result | None, None, None]:
    """As `in_order`, for items that may be slow to read; None whenever no item waits.

    Work goes on while the next item is read, and results come while none is there: the None says
    that all results of what was read have been given.

    Parameters
    ----------
    function : callable
        The work on one item; several threads call it at once.
    items : iterable
        The items; a thread of their own consumes them, some ahead. An error in reading is raised
        after the results of the items before it.
    large : callable
        Whether an item is too large to read on while it or its result is in use: the next item is
        read when the next result is asked for.
    """
    threads = cores()
    pool = ThreadPoolExecutor(threads, "nertag")
    begun: Queue[Future[Result] | _End] = Queue(threads + 1)
    stopped = Event()

    def reader() -> None:
        try:
            for item in items:
                if stopped.is_set():
                    return
                begun.put(pool.submit(function, item))
                if large(item) and not stopped.is_set():
                    del item
                    begun.join()
            begun.put(_End(None))
        except BaseException as error:
            begun.put(_End(error))

    own = copy_context()  # so that pipes that were looked at go on there
    Thread(target=own.run, args=(reader,), name="nertag-reader", daemon=True).start()
    try:
        while True:
            try:
                work = begun.get_nowait()
            except Empty:
                yield None
                work = begun.get()
            if isinstance(work, _End):
                if work.error:
                    raise work.error
                return
            yield work.result()
            del work
            begun.task_done()
    finally:
        stopped.set()
        while not begun.empty():
            begun.get()
        while begun.unfinished_tasks:
            begun.task_done()
        pool.shutdown(cancel_futures=True)
