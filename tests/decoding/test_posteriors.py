import numpy as np
import pytest
from chains import TAG_SETS, all_spans, emissions_of, potentials, probabilities, score

from nertag.decoding.posteriors import log_normaliser, log_sums, marginals, span_probabilities
from nertag.decoding.potentials import Potentials
from nertag.text.tags import spans, tag_set


def looked_up(emissions, tags, added, temperature=1.0):
    """Marginals and span probabilities of one row, from all of its tag sequences."""
    shares = np.zeros(emissions.shape)
    found = dict.fromkeys(all_spans(len(emissions)), 0.0)
    for path, probability in probabilities(emissions, tags, added, temperature).items():
        shares[np.arange(len(path)), path] += probability
        for span in spans([tags[tag] for tag in path]):
            found[span] += probability
    return shares, found


def in_float64(emissions, added):
    """The normaliser and the marginals of one row, summed plainly in log space in float64."""
    transitions, start, end = (
        part.astype(np.float64) for part in (added.transitions, added.start, added.end)
    )
    steps = emissions.astype(np.float64)
    forward, backward = [steps[0] + start], [end]
    for step in steps[1:]:
        forward.append(np.logaddexp.reduce(forward[-1][:, None] + transitions, axis=0) + step)
    for step in steps[:0:-1]:
        backward.append(np.logaddexp.reduce(transitions + step + backward[-1], axis=1))
    total = np.logaddexp.reduce(forward[-1] + end)
    return total, np.exp(np.array(forward) + np.array(backward[::-1]) - total)


@pytest.mark.parametrize("temperature", [1.0, 0.5, 3.0])
@pytest.mark.parametrize("count", TAG_SETS)
@pytest.mark.parametrize("time", [1, 2, 4, 5])
def test_equals_looking_at_all_sequences(count, time, temperature):
    rng = np.random.default_rng([count, time])
    tags = TAG_SETS[count]
    lengths = np.array([*range(time + 1), time], np.int32)
    emissions = emissions_of(rng, len(lengths), time, count)
    added = potentials(tags, rng)
    sums = log_sums(emissions, lengths, added, temperature)
    shares = marginals(sums)
    asked = [(row, *span) for row, length in enumerate(lengths) for span in all_spans(length)]
    of_spans = dict(zip(asked, span_probabilities(sums, asked, tags).tolist()))
    assert (shares.shape, shares.dtype) == (emissions.shape, np.float32)
    for row, length in enumerate(lengths.tolist()):
        if length:
            wanted, found = looked_up(emissions[row, :length], tags, added, temperature)
            np.testing.assert_allclose(shares[row, :length], wanted, atol=1e-6)
            for span, probability in found.items():
                assert of_spans[(row, *span)] == pytest.approx(probability, abs=1e-9)
        assert not shares[row, length:].any()


@pytest.mark.parametrize("temperature", [1.0, 0.7])
def test_the_normaliser_is_the_log_of_the_sum_of_all_legal_scores(temperature):
    rng = np.random.default_rng(11)
    tags = TAG_SETS[5]
    lengths = np.array([4, 0, 1], np.int32)
    emissions, added = emissions_of(rng, 3, 4, 5), potentials(tags, rng)
    found = log_normaliser(emissions, lengths, added, temperature)
    np.testing.assert_array_equal(
        found, log_sums(emissions, lengths, added, temperature).log_normaliser
    )
    assert found[1] == 0
    for row in (0, 2):
        real = emissions[row, : lengths[row]]
        scores = [score(real, path, added) for path in probabilities(real, tags, added)]
        wanted = np.logaddexp.reduce(np.array(scores) / temperature)
        assert found[row] == pytest.approx(wanted, abs=1e-6)


@pytest.mark.parametrize("scale", [1, 20, 90, 400])
@pytest.mark.parametrize("time", [1, 2, 500, 2400])
def test_long_rows_and_large_scores_are_those_of_float64(time, scale):
    rng = np.random.default_rng([time, scale])
    tags = tag_set("ABCDE")
    emissions = emissions_of(rng, 1, time, len(tags), scale=scale)
    added = potentials(tags, rng)
    sums = log_sums(emissions, np.array([time], np.int32), added)
    total, shares = in_float64(emissions[0], added)
    assert sums.log_normaliser[0] == pytest.approx(total, abs=1e-4)
    found = marginals(sums)
    np.testing.assert_allclose(found[0], shares, atol=1e-4)
    np.testing.assert_allclose(found.sum(axis=2), 1, atol=1e-5)


def test_a_network_that_insists_on_the_illegal_is_overruled():
    # All that is legal is far below the highest of each step, or must be reached through it.
    emissions = np.zeros((1, 300, 3), np.float32)
    emissions[0, :, 2] = 2000
    emissions[0, 7] = [0, -1600, -1500]
    added = Potentials.of(TAG_SETS[3], None)
    sums = log_sums(emissions, np.array([300], np.int32), added)
    total, shares = in_float64(emissions[0], added)
    assert sums.log_normaliser[0] == pytest.approx(total, rel=1e-9)
    np.testing.assert_allclose(marginals(sums)[0], shares, atol=1e-5)
    asked = [(0, 0, 7, "X"), (0, 8, 300, "X"), (0, 0, 300, "X")]
    np.testing.assert_allclose(span_probabilities(sums, asked, TAG_SETS[3]), [0, 0, 1], atol=1e-6)


@pytest.mark.parametrize("junk", [np.nan, np.inf, -np.inf, 1e30])
def test_what_lies_behind_the_length_is_not_looked_at(junk):
    rng = np.random.default_rng(7)
    tags = TAG_SETS[5]
    emissions = emissions_of(rng, 3, 6, 5)
    lengths = np.array([6, 2, 0], np.int32)
    added = potentials(tags, rng)
    spoiled = emissions.copy()
    spoiled[1, 2:] = spoiled[2] = junk
    wanted, sums = log_sums(emissions, lengths, added), log_sums(spoiled, lengths, added)
    np.testing.assert_array_equal(sums.log_normaliser, wanted.log_normaliser)
    np.testing.assert_array_equal(marginals(sums), marginals(wanted))
    asked = [(1, 0, 2, "X"), (1, 1, 2, "Y")]
    np.testing.assert_array_equal(
        span_probabilities(sums, asked, tags), span_probabilities(wanted, asked, tags)
    )


@pytest.mark.parametrize("time", [1, 2, 127, 128, 300])
def test_padded_rows_come_out_as_unpadded_ones(time):
    rng = np.random.default_rng(time)
    tags = TAG_SETS[5]
    lengths = np.array(sorted({1, 2, max(1, time - 1), time}), np.int32)
    emissions = emissions_of(rng, len(lengths), max(time, 2), 5)
    added = potentials(tags, rng)
    together = log_sums(emissions, lengths, added)
    shares = marginals(together)
    for row, length in enumerate(lengths):
        alone = log_sums(emissions[row, None, :length], lengths[row, None], added)
        np.testing.assert_allclose(
            alone.log_normaliser[0], together.log_normaliser[row], rtol=1e-12, atol=1e-9
        )
        np.testing.assert_allclose(marginals(alone)[0], shares[row, :length], atol=1e-6)
        span = (length - 1) // 2, length, "Y"
        np.testing.assert_allclose(
            span_probabilities(alone, [(0, *span)], tags),
            span_probabilities(together, [(row, *span)], tags),
            rtol=1e-9,
        )


def test_spans_are_answered_in_the_order_asked_and_unknown_labels_with_0():
    rng = np.random.default_rng(5)
    sums = log_sums(
        emissions_of(rng, 2, 3, 3), np.array([3, 2], np.int32), potentials(TAG_SETS[3], rng)
    )
    asked = [(1, 0, 2, "X"), (0, 1, 2, "Z"), (0, 0, 1, "X"), (1, 1, 2, "X")]
    found = span_probabilities(sums, asked, TAG_SETS[3])
    for place, span in enumerate(asked):
        assert found[place] == span_probabilities(sums, [span], TAG_SETS[3])[0]
    assert (found > 0).tolist() == [True, False, True, True]
    assert span_probabilities(sums, [], TAG_SETS[3]).shape == (0,)


@pytest.mark.parametrize("shape", [(0, 0, 5), (0, 4, 5), (2, 0, 5)])
def test_nothing_to_sum(shape):
    lengths = np.zeros(shape[0], np.int32)
    added = Potentials.of(TAG_SETS[5], None)
    sums = log_sums(np.zeros(shape, np.float32), lengths, added)
    assert marginals(sums).shape == shape
    assert sums.log_normaliser.tolist() == [0] * shape[0]
    assert log_normaliser(np.zeros(shape, np.float32), lengths, added).tolist() == [0] * shape[0]


def test_no_span_is_more_than_sure():
    rng = np.random.default_rng(3)
    lengths = np.full(50, 40, np.int32)
    sums = log_sums(emissions_of(rng, 50, 40, 5, scale=60), lengths, potentials(TAG_SETS[5], rng))
    asked = [(row, *span) for row in range(50) for span in all_spans(40, "X")]
    assert span_probabilities(sums, asked, TAG_SETS[5]).max() == 1
