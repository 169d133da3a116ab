from collections import Counter

import numpy as np
import pytest
from chains import TAG_SETS, emissions_of, legal_paths, potentials, probabilities

from nertag.decoding.draw import draw
from nertag.decoding.posteriors import log_sums


@pytest.mark.parametrize("temperature", [1.0, 2.0])
@pytest.mark.parametrize("count", TAG_SETS)
@pytest.mark.parametrize("time", [1, 2, 3])
def test_each_sequence_is_drawn_as_often_as_it_is_probable(count, time, temperature):
    rng, times = np.random.default_rng([count, time]), 20_000
    tags = TAG_SETS[count]
    emissions = emissions_of(rng, time, count, scale=1)
    added = potentials(tags, rng)
    lengths = np.full(times, time, np.int32)
    sums = log_sums(np.repeat(emissions[None], times, axis=0), lengths, added, temperature)
    found = Counter(map(tuple, draw(sums, rng).tolist()))
    assert found.keys() <= set(legal_paths(tags, time))
    for path, wanted in probabilities(emissions, tags, added, temperature).items():
        deviation = (wanted * (1 - wanted) / times) ** 0.5
        assert found[path] / times == pytest.approx(wanted, abs=5 * deviation + 1 / times)


def test_rows_end_where_they_end_and_empty_rows_are_empty():
    tags, rng = TAG_SETS[9], np.random.default_rng(0)
    lengths = np.array([0, 1, 2, 3, 4, 5] * 50, np.int32)
    sums = log_sums(emissions_of(rng, len(lengths), 5, 9), lengths, potentials(tags, rng))
    drawn = draw(sums, rng)
    assert (drawn.shape, drawn.dtype) == ((300, 5), np.int32)
    for path, length in zip(drawn, lengths):
        assert not length or tuple(path[:length]) in legal_paths(tags, int(length))
        assert not path[length:].any()


def test_the_same_seed_draws_the_same():
    tags, rng = TAG_SETS[5], np.random.default_rng(0)
    lengths = np.array([4, 7], np.int32)
    sums = log_sums(emissions_of(rng, 2, 7, 5), lengths, potentials(tags, rng))
    first, second = (draw(sums, np.random.default_rng(3)) for _ in range(2))
    assert (first == second).all()
