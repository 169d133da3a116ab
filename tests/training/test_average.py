import numpy as np
import pytest
import tensorflow as tf

from nertag.training.average import TENTH, Average

pytestmark = pytest.mark.slow

STEPS = np.random.default_rng(0).normal(size=(12, 2, 3)).astype("f")


def followed(steps=STEPS):
    """Two variables and their average, after some steps."""
    variables = [tf.Variable(tf.fill([2, 3], 99.0)), tf.Variable([99.0])]
    average = Average(variables)
    for number, step in enumerate(steps):
        variables[0].assign(step)
        variables[1].assign([float(number)])
        average.update(tf.constant(number))
    return variables, average


def brute(steps):
    """Each step is taken in by its share, which makes the shares of those before smaller."""
    mean = np.zeros_like(steps[0], np.float64)
    for number, step in enumerate(steps):
        share = TENTH / (number + TENTH)
        mean = (1 - share) * mean + share * step
    return mean


@pytest.mark.parametrize("count", [1, 2, 12])
def test_the_average_of_all_steps(count):
    _, average = followed(STEPS[:count])
    first, second = (value.numpy() for value in average.values)
    np.testing.assert_allclose(first, brute(STEPS[:count]), atol=1e-5)
    np.testing.assert_allclose(second, [brute(np.arange(float(count)))], rtol=1e-5, atol=1e-5)


def test_what_was_before_the_first_step_is_forgotten():
    variables, average = followed(STEPS[:1])
    for value, variable in zip(average.values, variables):
        np.testing.assert_allclose(value, variable, atol=1e-4)


def test_it_remembers_the_same_part_of_a_run_of_any_length():
    """A run ten times as long is averaged over about ten times as many steps."""
    means = []
    for length in (200, 2000):
        variable = tf.Variable([0.0])
        average = Average([variable])
        for step in range(length):
            variable.assign([step / length])
            average.update(tf.constant(step))
        means.append(average.values[0].numpy()[0])
    assert 0.5 < means[0] < 1
    assert means[0] == pytest.approx(means[1], abs=0.01)


def test_to_swap_twice_is_to_do_nothing():
    variables, average = followed()
    before = [v.numpy() for v in (*variables, *average.values)]
    average.swap()
    for wanted, found in zip(before, (*average.values, *variables), strict=True):
        np.testing.assert_array_equal(found, wanted)
    average.swap()
    for wanted, found in zip(before, (*variables, *average.values), strict=True):
        np.testing.assert_array_equal(found, wanted)


def test_the_average_is_not_trained():
    _, average = followed()
    assert not any(value.trainable for value in average.values)
