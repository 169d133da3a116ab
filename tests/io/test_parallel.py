import threading
import time
from itertools import count, islice

import pytest

from nertag.io.parallel import MOST_THREADS, ahead, cores, in_order


def test_at_least_one_core_and_not_too_many():
    assert 1 <= cores() <= MOST_THREADS


def test_results_come_in_the_order_of_the_items():
    def slow_first(item):
        time.sleep(0.02 if item % 5 == 0 else 0)
        return item * item

    assert list(in_order(slow_first, range(40))) == [item * item for item in range(40)]
    assert list(in_order(slow_first, [])) == []


def test_work_is_done_by_several_threads_at_once(monkeypatch):
    monkeypatch.setattr("nertag.io.parallel.cores", lambda: 2)
    both = threading.Barrier(2, timeout=10)
    list(in_order(lambda _: both.wait(), range(4)))


def test_only_some_items_are_taken_ahead():
    taken = []

    def items():
        for item in count():
            taken.append(item)
            yield item

    results = in_order(lambda item: item, items())
    assert list(islice(results, 3)) == [0, 1, 2]
    assert len(taken) <= 3 + cores() + 2
    results.close()


def test_a_pause_lets_out_what_is_there():
    taken = []

    def items():
        for item in [1, 2, None, 3]:
            taken.append(item)
            yield item

    results = in_order(lambda item: item, items())
    assert [next(results), next(results), next(results)] == [1, 2, None]
    assert taken == [1, 2, None]
    assert list(results) == [3]


def broken(items, error):
    yield from items
    raise error


def test_an_error_in_the_items_comes_behind_the_results_before_it():
    results = in_order(lambda item: item, broken([1, 2], ValueError("three")))
    assert [next(results), next(results)] == [1, 2]
    with pytest.raises(ValueError, match="three"):
        next(results)


def test_an_error_in_the_work_is_raised():
    with pytest.raises(ZeroDivisionError):
        list(in_order(lambda item: 1 / item, [1, 0, 1]))


def items_of(results):
    return [item for item in results if item is not None]


def test_items_read_ahead_are_the_same():
    assert items_of(ahead(range(100))) == list(range(100))
    assert items_of(ahead([])) == []


def test_a_slow_source_shows_as_pauses():
    go_on = threading.Event()

    def items():
        yield 1
        go_on.wait(10)
        yield 2

    results = ahead(items())
    first = [next(results)]
    if first == [None]:
        first.append(next(results))
    assert first[-1] == 1
    assert next(results) is None
    go_on.set()
    assert items_of(results) == [2]


def test_an_error_in_reading_comes_behind_what_was_read():
    seen = []

    def read():
        for item in ahead(broken([1, 2], ValueError("three"))):
            seen.append(item)

    with pytest.raises(ValueError, match="three"):
        read()
    assert items_of(seen) == [1, 2]


def test_a_reader_nobody_listens_to_any_more_ends():
    closed = threading.Event()

    def items():
        try:
            yield from count()
        finally:
            closed.set()

    results = ahead(items())
    assert next(item for item in results if item is not None) == 0
    results.close()
    assert closed.wait(10)


def test_nothing_is_read_while_a_large_item_is_in_use():
    made = []

    def items():
        for item in range(6):
            made.append(item)
            yield item

    for item in ahead(items(), large=lambda item: item % 2 == 1):
        if item in (1, 3, 5):
            before = len(made)
            threading.Event().wait(0.02)
            assert len(made) == before
    assert made == list(range(6))


def test_a_reader_of_large_items_nobody_listens_to_any_more_ends():
    closed = threading.Event()

    def items():
        try:
            yield from count()
        finally:
            closed.set()

    results = ahead(items(), large=lambda _: True)
    assert next(item for item in results if item is not None) == 0
    results.close()
    assert closed.wait(10)
