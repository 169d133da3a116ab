import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nertag.serving.batching import Batcher, Limits, QueueFull


class Heard:
    """Notes what a batcher does."""

    def __init__(self):
        self.batches, self.lengths = [], []

    def batch(self, texts):
        self.batches.append(texts)

    def waiting(self, characters):
        self.lengths.append(characters)


class Gate:
    """Work that notes its batches and waits until it is let through."""

    def __init__(self):
        self.open, self.began, self.batches = threading.Event(), threading.Event(), []

    def __call__(self, texts, asked):
        self.batches.append((list(texts), asked))
        self.began.set()
        assert self.open.wait(10)
        return [f"{text}{asked}" for text in texts]


@asynccontextmanager
async def batching(work, threads=1, wait=0.002, batch=1000, waiting=1000):
    pool, heard = ThreadPoolExecutor(threads), Heard()
    batcher = Batcher(work, pool, Limits(wait, batch, waiting, threads), heard)
    try:
        yield batcher, heard
    finally:
        pool.shutdown()


async def until(true):
    """Let other tasks run until something holds."""
    for _ in range(2000):
        if true():
            return
        await asyncio.sleep(0.001)
    raise AssertionError("it never held")


def echo(texts, asked):
    return [f"{text}{asked}" for text in texts]


def test_results_come_in_order():
    async def run():
        async with batching(echo) as (batcher, heard):
            assert await batcher(["a", "", "b"], 1) == ["a1", "1", "b1"]
            assert await batcher([], 1) == []
            assert heard.batches == [3]
            assert heard.lengths == [5, 0]

    asyncio.run(run())


def test_texts_that_arrive_while_a_batch_is_under_way_share_the_next():
    async def run():
        gate = Gate()
        async with batching(gate) as (batcher, heard):
            first = batcher(["a"], 0)
            await until(gate.began.is_set)
            more = [batcher([text], 0) for text in "bcd"]
            await asyncio.sleep(0)
            gate.open.set()
            assert await asyncio.gather(first, *more) == [["a0"], ["b0"], ["c0"], ["d0"]]
            assert heard.batches == [1, 3]

    asyncio.run(run())


def test_with_a_free_thread_a_text_waits_a_moment_for_company():
    async def run():
        gate = Gate()
        async with batching(gate, threads=2, wait=0.05) as (batcher, heard):
            tasks = [batcher(["a"], 0)]
            await until(gate.began.is_set)
            for text in "bc":
                tasks.append(batcher([text], 0))
                await asyncio.sleep(0.001)
            assert heard.batches == [1]  # nothing is full: they wait
            await until(lambda: len(heard.batches) == 2)
            gate.open.set()
            await asyncio.gather(*tasks)
            assert heard.batches == [1, 2]

    asyncio.run(run())


def test_a_full_batch_does_not_wait():
    async def run():
        gate = Gate()
        async with batching(gate, threads=2, wait=100, batch=4) as (batcher, heard):
            tasks = [batcher(["a"], 0)]
            await until(gate.began.is_set)
            tasks.append(batcher(["bb", "cc"], 0))
            await until(lambda: len(heard.batches) == 2)
            gate.open.set()
            await asyncio.sleep(0)
            assert heard.batches[1] == 1  # two have six characters, with their ends
            await asyncio.gather(*tasks)

    asyncio.run(run())


def test_requests_take_turns():
    async def run():
        gate = Gate()
        async with batching(gate, batch=4) as (batcher, _):
            tasks = [batcher(["x"], 0)]
            await until(gate.began.is_set)
            tasks.append(batcher(["a"] * 6, 0))
            tasks.append(batcher(["b"], 0))
            await asyncio.sleep(0)
            gate.open.set()
            await asyncio.gather(*tasks)
            assert gate.batches[1] == (["a", "b"], 0)

    asyncio.run(run())


def test_only_what_asks_for_the_same_shares_a_batch():
    async def run():
        gate = Gate()
        async with batching(gate) as (batcher, _):
            tasks = [batcher(["x"], 0)]
            await until(gate.began.is_set)
            tasks += [batcher([text], asked) for text, asked in ("a1", "b2", "c1")]
            await asyncio.sleep(0)
            gate.open.set()
            assert await asyncio.gather(*tasks) == [["x0"], ["a1"], ["b2"], ["c1"]]
            assert gate.batches[1:] == [(["a", "c"], "1"), (["b"], "2")]

    asyncio.run(run())


def test_one_bad_text_harms_no_other():
    def work(texts, asked):
        if "bad" in texts:
            raise ZeroDivisionError
        return list(texts)

    async def run():
        gate = Gate()

        def slow(texts, asked):
            gate(texts, asked)
            return work(texts, asked)

        async with batching(slow) as (batcher, _):
            first = batcher(["x"], 0)
            await until(gate.began.is_set)
            good = batcher(["good"], 0)
            bad = batcher(["bad", "fine"], 0)
            also = batcher(["too"], 0)
            await asyncio.sleep(0)
            gate.open.set()
            assert await good == ["good"]
            assert await also == ["too"]
            with pytest.raises(ZeroDivisionError):
                await bad
            assert await first == ["x"]

    asyncio.run(run())


def test_a_full_queue_refuses_and_takes_more_later():
    async def run():
        gate = Gate()
        async with batching(gate, waiting=10) as (batcher, heard):
            first = batcher(["x"], 0)
            await until(gate.began.is_set)
            long = batcher(["y" * 50], 0)  # too long, but nothing waits
            await asyncio.sleep(0)
            with pytest.raises(QueueFull):
                await batcher(["z"], 0)
            gate.open.set()
            await asyncio.gather(first, long)
            assert await batcher(["z"], 0) == ["z0"]
            assert heard.lengths[-1] == 0

    asyncio.run(run())


def test_what_is_given_up_is_not_worked_on():
    async def run():
        gate = Gate()
        async with batching(gate) as (batcher, heard):
            first = batcher(["x"], 0)
            await until(gate.began.is_set)
            kept = batcher(["kept"], 0)
            dropped = batcher(["dropped"] * 3, 0)
            await asyncio.sleep(0)
            dropped.cancel()
            await asyncio.sleep(0)
            assert heard.lengths[-1] == 5
            gate.open.set()
            await asyncio.gather(first, kept)
            assert gate.batches[1:] == [(["kept"], 0)]

    asyncio.run(run())


def test_a_request_that_is_given_up_under_way_harms_no_other():
    async def run():
        gate = Gate()
        async with batching(gate) as (batcher, _):
            first = batcher(["x", "y"], 0)
            await until(gate.began.is_set)
            first.cancel()
            more = batcher(["z"], 0)
            await asyncio.sleep(0)
            gate.open.set()
            assert await more == ["z0"]

    asyncio.run(run())


def test_the_event_loop_is_free_while_threads_work():
    async def run():
        gate = Gate()
        async with batching(gate) as (batcher, _):
            task = batcher(["x"], 0)
            await until(gate.began.is_set)
            for _ in range(20):
                await asyncio.sleep(0)
            assert not task.done()
            gate.open.set()
            assert await task == ["x0"]

    asyncio.run(run())


@given(
    requests=st.lists(
        st.tuples(st.lists(st.text("ab", max_size=9), max_size=5), st.integers(0, 1)), max_size=12
    ),
    threads=st.integers(1, 3),
    batch=st.integers(1, 30),
)
def test_each_text_gets_its_own_result(requests, threads, batch):
    async def run():
        async with batching(echo, threads, 0.0001, batch, 10_000) as (batcher, heard):
            found = await asyncio.gather(*(batcher(*one) for one in requests))
            assert found == [echo(*one) for one in requests]
            assert sum(heard.batches) == sum(len(texts) for texts, _ in requests)
            assert not heard.lengths or heard.lengths[-1] == 0

    asyncio.run(run())
