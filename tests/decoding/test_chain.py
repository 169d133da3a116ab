import numpy as np
import pytest

from nertag.decoding.chain import sums_before


@pytest.mark.parametrize("scale", [1.0, 60.0, 400.0])
def test_two_ways_together_give_what_each_gives_alone(scale):
    rng = np.random.default_rng(1)
    time, tags = 6, 4
    lengths = np.array([6, 3, 1], np.int32)
    steps = rng.normal(size=(time, tags, len(lengths))) * scale
    transitions, start = rng.normal(size=(2, tags, tags)), rng.normal(size=(2, tags))
    first = np.stack([np.zeros_like(lengths), time - lengths])
    together = sums_before(steps, transitions, start, first)
    alone = sums_before(steps, transitions[:1], start[:1], first[:1])
    turned = sums_before(steps[::-1], transitions[1:], start[1:], first[1:])
    np.testing.assert_allclose(together[:, 0], alone[:, 0])
    np.testing.assert_allclose(together[:, 1], turned[:, 0])


def test_what_is_before_a_row_begins_is_ignored():
    rng = np.random.default_rng(2)
    steps, start = rng.normal(size=(5, 3, 1)), rng.normal(size=(1, 3))
    transitions = rng.normal(size=(1, 3, 3))
    late = sums_before(steps, transitions, start, np.array([[2]]))
    cut = sums_before(steps[2:], transitions, start, np.array([[0]]))
    np.testing.assert_allclose(late[2:], cut)
    np.testing.assert_allclose(late[2, 0, :, 0], start[0])
