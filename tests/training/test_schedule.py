import numpy as np
import pytest
import tensorflow as tf

from nertag.training.schedule import WARM_UP, learning_rate

pytestmark = pytest.mark.slow

PEAK = 0.003


def rates(steps):
    return np.array([learning_rate(PEAK, tf.constant(step), steps) for step in range(steps)])


@pytest.mark.parametrize("steps", [100, 101, 997])
def test_it_rises_and_then_falls_in_lines(steps):
    found = rates(steps)
    top = int(found.argmax())
    assert abs(top - WARM_UP * steps) <= 1
    assert found[top] == pytest.approx(PEAK, rel=1 / (WARM_UP * steps))
    for part, sign in ((found[:top], 1), (found[top + 1 :], -1)):
        slopes = np.diff(part) * sign
        assert (slopes > 0).all()
        np.testing.assert_allclose(slopes, slopes[0], rtol=1e-2)


@pytest.mark.parametrize("steps", [1, 2, 3, 10, 19, 20, 21, 1000])
def test_it_stays_between_nothing_and_the_peak(steps):
    found = rates(steps)
    assert found.dtype == np.float32
    assert (found > 0).all()
    assert (found <= PEAK * (1 + 1e-6)).all()


def test_it_ends_near_nothing():
    assert rates(1000)[-1] < 0.002 * PEAK


@pytest.mark.parametrize("steps", [2, 5, 19])
def test_a_run_too_short_to_warm_up_only_falls(steps):
    found = rates(steps)
    assert (np.diff(found) < 0).all()
    assert found[0] > PEAK / 2


def test_one_step_learns_something():
    assert PEAK / 2 < rates(1)[0] < PEAK
