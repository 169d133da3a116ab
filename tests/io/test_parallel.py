import threading
import time
from itertools import count, islice

import pytest

from nertag.io.parallel import MOST_THREADS, cores, in_order, read_in_order


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


def broken(items, error):
    yield from items
    raise error


def test_an_error_in_the_items_comes_after_the_results_before_it():
    results = in_order(lambda item: item, broken([1, 2], ValueError("three")))
    assert [next(results), next(results)] == [1, 2]
    with pytest.raises(ValueError, match="three"):
        next(results)


def test_an_error_in_the_work_is_raised():
    with pytest.raises(ZeroDivisionError):
        list(in_order(lambda item: 1 / item, [1, 0, 1]))


def same(item):
    return item


def given(results):
    return [item for item in results if item is not None]


def test_results_of_what_is_read_come_in_order():
    def slow_first(item):
        time.sleep(0.02 if item % 5 == 0 else 0)
        return item * item

    assert given(read_in_order(slow_first, range(40))) == [item * item for item in range(40)]
    assert given(read_in_order(slow_first, [])) == []


def test_a_pause_shows_after_all_results():
    go_on = threading.Event()

    def items():
        yield 1
        go_on.wait(10)
        yield 2

    results = read_in_order(same, items())
    first = [next(results)]
    if first == [None]:
        first.append(next(results))
    assert first[-1] == 1
    assert next(results) is None
    go_on.set()
    assert given(results) == [2]


def test_work_begins_while_an_earlier_result_is_waited_for(monkeypatch):
    """Tagging ran on one thread until the first result when the second block was slow to come."""
    monkeypatch.setattr("nertag.io.parallel.cores", lambda: 2)
    second = threading.Event()

    def items():
        yield 1
        time.sleep(0.05)
        yield 2

    def work(item):
        if item == 1:
            return second.wait(10)
        second.set()
        return True

    assert given(read_in_order(work, items())) == [True, True]


def test_only_some_items_are_read_ahead():
    taken = []

    def items():
        for item in count():
            taken.append(item)
            yield item

    results = read_in_order(same, items())
    assert given(islice(results, 1)) in ([], [0])
    time.sleep(0.05)
    assert len(taken) <= 2 * cores() + 4
    results.close()


def test_an_error_in_reading_comes_after_what_was_read():
    seen = []

    def read():
        for item in read_in_order(same, broken([1, 2], ValueError("three"))):
            seen.append(item)

    with pytest.raises(ValueError, match="three"):
        read()
    assert given(seen) == [1, 2]


def test_an_error_in_the_work_on_what_is_read_is_raised():
    with pytest.raises(ZeroDivisionError):
        list(read_in_order(lambda item: 1 / item, [1, 0, 1]))


@pytest.mark.parametrize("large", [False, True])
def test_a_reader_nobody_listens_to_any_more_ends(large):
    closed = threading.Event()

    def items():
        try:
            yield from count()
        finally:
            closed.set()

    results = read_in_order(same, items(), large=lambda _: large)
    assert next(item for item in results if item is not None) == 0
    results.close()
    assert closed.wait(10)


def test_nothing_is_read_while_a_large_item_is_in_use():
    made = []

    def items():
        for item in range(6):
            made.append(item)
            yield item

    for item in read_in_order(same, items(), large=lambda item: item % 2 == 1):
        if item in (1, 3, 5):
            before = len(made)
            time.sleep(0.02)
            assert len(made) == before
    assert made == list(range(6))
