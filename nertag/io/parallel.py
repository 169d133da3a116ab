"""Work on several threads whose results come in order, in bounded memory."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from queue import Empty, Queue
from threading import Event, Thread
from typing import TypeVar

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


def ahead(items: Iterable[Item], most: int = 4) -> Iterator[Item | None]:
    """The items, read by a thread of its own up to `most` ahead; None whenever none is there yet.

    An error in reading is raised here, after the items that were read before it.

    Parameters
    ----------
    items : iterable
        The items; a thread of their own consumes them.
    most : int
        Items that are read ahead at most.
    """
    read: Queue[tuple[bool, Item | BaseException | None]] = Queue(most)
    stopped = Event()

    def reader() -> None:
        try:
            for item in items:
                read.put((True, item))
                if stopped.is_set():
                    return
            read.put((False, None))
        except BaseException as error:
            read.put((False, error))

    Thread(target=reader, name="nertag-reader", daemon=True).start()
    try:
        while True:
            try:
                more, item = read.get_nowait()
            except Empty:
                yield None
                more, item = read.get()
            if isinstance(item, BaseException):
                raise item
            if not more:
                return
            yield item
    finally:
        stopped.set()
        while not read.empty():
            read.get()
