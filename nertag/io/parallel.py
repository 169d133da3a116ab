"""Work on several threads whose results come in order, in bounded memory."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
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
    function: Callable[[Item], Result], items: Iterable[Item | None]
) -> Generator[Result | None, None, None]:
    """`function` of each item, worked out on as many threads as there are cores.

    Parameters
    ----------
    function : callable
        The work on one item; several threads call it at once.
    items : iterable
        The items. They are consumed in the caller's thread, some ahead. A None stands for a pause:
        the results of the items before it are given first, then a None. An error in making an item
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
            if item is not None:
                waiting.append(pool.submit(function, item))
            while waiting and (item is None or len(waiting) > threads + 1):
                yield waiting.popleft().result()
            if item is None:
                yield None
        while waiting:
            yield waiting.popleft().result()
        if failure:
            raise failure
    finally:
        pool.shutdown(cancel_futures=True)


class _End(NamedTuple):
    """The end of what is read, by an error or without one."""

    error: BaseException | None


def ahead(
    items: Iterable[Item], most: int = 4, large: Callable[[Item], bool] = lambda item: False
) -> Iterator[Item | None]:
    """The items, read by a thread of its own up to `most` ahead; None whenever none is there yet.

    An error in reading is raised here, after the items that were read before it.

    Parameters
    ----------
    items : iterable
        The items; a thread of their own consumes them.
    most : int
        Items that are read ahead at most.
    large : callable
        Whether an item is too large to read on while it is in use. A None follows such an item, and
        the next is read when that one is asked for.
    """
    read: Queue[Item | _End] = Queue(most)
    stopped = Event()

    def reader() -> None:
        try:
            for item in items:
                read.put(item)
                if large(item) and not stopped.is_set():
                    read.join()
                if stopped.is_set():
                    return
            read.put(_End(None))
        except BaseException as error:
            read.put(_End(error))

    own = copy_context()  # so that pipes that were looked at go on there
    Thread(target=own.run, args=(reader,), name="nertag-reader", daemon=True).start()
    try:
        while True:
            try:
                item = read.get_nowait()
            except Empty:
                yield None
                item = read.get()
            if isinstance(item, _End):
                if item.error:
                    raise item.error
                return
            yield item
            if large(item):
                del item
                yield None
            read.task_done()
    finally:
        stopped.set()
        while not read.empty():
            read.get()
        while read.unfinished_tasks:
            read.task_done()
