import numpy as np
import pytest
from chains import TAG_SETS, emissions_of, is_legal, legal_paths, potentials, probabilities, score

from nertag.decoding.nbest import n_best
from nertag.decoding.potentials import Potentials
from nertag.decoding.viterbi import viterbi
from nertag.text.tags import tag_set


def ranked(emissions, tags, added, temperature=1.0):
    """Every legal sequence of one row with its probability, the best first."""
    of_all = probabilities(emissions, tags, added, temperature)
    return sorted(of_all.items(), key=lambda one: -one[1])


@pytest.mark.parametrize("temperature", [1.0, 2.5])
@pytest.mark.parametrize("number", [1, 2, 7, 1000])
@pytest.mark.parametrize("count", TAG_SETS)
@pytest.mark.parametrize("time", [1, 2, 4])
def test_equals_looking_at_all_sequences(count, time, number, temperature):
    rng = np.random.default_rng([count, time])
    tags = TAG_SETS[count]
    lengths = np.array([*range(1, time + 1), time], np.int32)
    emissions, added = emissions_of(rng, len(lengths), time, count), potentials(tags, rng)
    found = n_best(emissions, lengths, added, number, temperature)
    assert len(found) == len(lengths)
    for row, (paths, logs) in enumerate(found):
        wanted = ranked(emissions[row, : lengths[row]], tags, added, temperature)[:number]
        assert [tuple(path) for path in paths.tolist()] == [path for path, _ in wanted]
        np.testing.assert_allclose(np.exp(logs), [share for _, share in wanted], atol=1e-9)


def test_all_legal_sequences_and_no_others_where_there_are_fewer_than_asked_for():
    rng = np.random.default_rng(3)
    tags = TAG_SETS[5]
    lengths = np.array([3, 1, 0], np.int32)
    found = n_best(emissions_of(rng, 3, 3, 5), lengths, potentials(tags, rng), 200)
    for length, (paths, logs) in zip(lengths.tolist(), found):
        assert sorted(map(tuple, paths.tolist())) == sorted(legal_paths(tags, length))
        assert np.exp(logs).sum() == pytest.approx(1, abs=1e-9)
        assert (paths.dtype, logs.dtype) == (np.int32, np.float64)


@pytest.mark.parametrize("number", [1, 5])
@pytest.mark.parametrize("time", [1, 2, 128, 500, 2400])
def test_the_first_is_what_viterbi_finds(time, number):
    rng = np.random.default_rng(time)
    tags = tag_set("ABCDE")
    lengths = np.array([time, max(1, time // 2)], np.int32)
    emissions, added = emissions_of(rng, 2, time, len(tags)), potentials(tags, rng)
    best = viterbi(emissions, lengths, added)
    for row, (paths, _) in enumerate(n_best(emissions, lengths, added, number)):
        assert paths[0].tolist() == best[row, : lengths[row]].tolist()


def test_the_first_is_what_viterbi_finds_where_all_are_equally_good():
    tags = TAG_SETS[5]
    emissions, lengths = np.zeros((2, 6, 5), np.float32), np.array([6, 3], np.int32)
    added = Potentials.of(tags, None)
    best = viterbi(emissions, lengths, added)
    for row, (paths, logs) in enumerate(n_best(emissions, lengths, added, 4)):
        assert paths[0].tolist() == best[row, : lengths[row]].tolist()
        assert len({tuple(path) for path in paths.tolist()}) == 4
        np.testing.assert_allclose(logs, -np.log(len(legal_paths(tags, lengths[row]))), atol=1e-9)


@pytest.mark.parametrize("junk", [np.nan, np.inf, -np.inf, 1e30])
def test_padded_rows_come_out_as_unpadded_ones(junk):
    rng = np.random.default_rng(6)
    tags = tag_set("ABC")
    lengths = np.array([1, 40, 2, 0, 39], np.int32)
    emissions, added = emissions_of(rng, 5, 45, len(tags)), potentials(tags, rng)
    for row, length in enumerate(lengths):
        emissions[row, length:] = junk
    for row, (paths, logs) in enumerate(n_best(emissions, lengths, added, 6)):
        alone = n_best(emissions[row, None, : lengths[row]], lengths[row, None], added, 6)[0]
        np.testing.assert_array_equal(paths, alone[0])
        np.testing.assert_allclose(logs, alone[1], atol=1e-9)
        assert all(is_legal([tags[tag] for tag in path]) for path in paths)
        assert (np.diff(logs) < 1e-5).all()


@pytest.mark.slow
def test_sequences_differ_and_their_probabilities_are_those_of_a_plain_sum_in_a_long_row():
    rng = np.random.default_rng(2)
    tags = tag_set("AB")
    emissions, added = emissions_of(rng, 1, 2400, 5), potentials(tags, rng)
    [(paths, logs)] = n_best(emissions, np.array([2400], np.int32), added, 20)
    assert len({tuple(path) for path in paths.tolist()}) == 20
    scores = [score(emissions[0], path, added) for path in paths.tolist()]
    np.testing.assert_allclose(np.diff(logs), np.diff(scores), atol=1e-6)
    assert (np.diff(logs) < 2e-3).all()
    assert logs[0] < 0


@pytest.mark.parametrize("shape", [(0, 0, 5), (0, 4, 5), (2, 0, 5)])
def test_nothing_to_decode(shape):
    added = Potentials.of(TAG_SETS[5], None)
    found = n_best(np.zeros(shape, np.float32), np.zeros(shape[0], np.int32), added, 3)
    assert [(paths.shape, logs.tolist()) for paths, logs in found] == [((1, 0), [0])] * shape[0]
