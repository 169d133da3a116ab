import numpy as np
import pytest
from chains import TAG_SETS, emissions_of, is_legal, legal_paths, potentials, score

from nertag.decoding.potentials import Potentials
from nertag.decoding.viterbi import viterbi
from nertag.text import ILLEGAL, legality, tag_set


@pytest.mark.parametrize("count", TAG_SETS)
@pytest.mark.parametrize("time", [1, 2, 3, 4, 5])
def test_the_best_of_all_legal_sequences(count, time):
    rng = np.random.default_rng([count, time])
    tags = TAG_SETS[count]
    lengths = np.array([*range(1, time + 1), time, 1], np.int32)
    emissions = emissions_of(rng, len(lengths), time, count)
    added = potentials(tags, rng)
    found = viterbi(emissions, lengths, added)
    for row, length, path in zip(emissions, lengths.tolist(), found.tolist()):
        legal = legal_paths(tags, length)
        assert tuple(path[:length]) == max(legal, key=lambda path: score(row, path, added))
        assert path[length:] == [0] * (time - length)


@pytest.mark.parametrize("scheme", ["BIO", "BIOES"])
def test_many_tags_beside_others_come_out_as_alone(scheme):
    # A row alone is decoded over all pairs of tags, a batch over the legal ones.
    rng = np.random.default_rng(3)
    tags = tag_set([f"L{number}" for number in range(9)], scheme)
    emissions, added = emissions_of(rng, 20, 30, len(tags)), potentials(tags, rng)
    length = np.array([30], np.int32)
    alone = [viterbi(row[None], length, added)[0].tolist() for row in emissions]
    assert viterbi(emissions, np.repeat(length, 20), added).tolist() == alone


@pytest.mark.parametrize("count", TAG_SETS)
def test_each_legal_transition_is_in_one_group(count):
    tags = TAG_SETS[count]
    added = potentials(tags, np.random.default_rng(0))
    known = np.full_like(added.transitions, ILLEGAL)
    for group in added.groups:
        assert (known[group.sources, group.into] == ILLEGAL).all()
        known[group.sources, group.into] = group.scores
    legal = legality(tags).transitions == 0
    np.testing.assert_array_equal(known[legal], added.transitions[legal])
    assert sorted(np.concatenate([group.into for group in added.groups])) == list(range(count))


@pytest.mark.parametrize("time", [1, 2, 127, 128, 300])
def test_padded_rows_come_out_as_unpadded_ones(time):
    rng = np.random.default_rng(time)
    tags = TAG_SETS[5]
    lengths = np.array(sorted({1, min(2, time), max(1, time - 1), time}), np.int32)
    emissions = emissions_of(rng, len(lengths), time, 5)
    added = potentials(tags, rng)
    together = viterbi(emissions, lengths, added)
    for row, length, path in zip(emissions, lengths, together):
        alone = viterbi(row[None, :length], np.array([length], np.int32), added)[0]
        assert path[:length].tolist() == alone.tolist()
        assert is_legal([tags[tag] for tag in alone])


@pytest.mark.parametrize("junk", [np.nan, np.inf, -np.inf, 1e30])
def test_what_lies_behind_the_length_is_not_looked_at(junk):
    rng = np.random.default_rng(7)
    emissions = emissions_of(rng, 3, 6, 5)
    lengths = np.array([6, 2, 0], np.int32)
    added = potentials(TAG_SETS[5], rng)
    wanted = viterbi(emissions, lengths, added)
    spoiled = emissions.copy()
    spoiled[1, 2:] = spoiled[2] = junk
    assert viterbi(spoiled, lengths, added).tolist() == wanted.tolist()
    assert wanted[2].tolist() == [0] * 6


@pytest.mark.parametrize("batch", [1, 2])
def test_the_emissions_are_left_as_they_are(batch):
    emissions = emissions_of(np.random.default_rng(1), batch, 9, 5)
    before = emissions.copy()
    added = Potentials.of(TAG_SETS[5], None)
    first = viterbi(emissions, np.full(batch, 9, np.int32), added)
    np.testing.assert_array_equal(emissions, before)
    assert viterbi(emissions, np.full(batch, 9, np.int32), added).tolist() == first.tolist()


def test_emissions_that_may_not_be_written_to():
    emissions = np.zeros((1, 3, 5), np.float32)
    emissions.flags.writeable = False
    found = viterbi(emissions, np.array([3], np.int32), Potentials.of(TAG_SETS[5], None))
    assert is_legal([TAG_SETS[5][tag] for tag in found[0]])


@pytest.mark.parametrize("shape", [(0, 0, 5), (0, 4, 5), (2, 0, 5)])
def test_nothing_to_decode(shape):
    found = viterbi(
        np.zeros(shape, np.float32), np.zeros(shape[0], np.int32), Potentials.of(TAG_SETS[5], None)
    )
    assert found.shape == shape[:2]
    assert found.dtype == np.int32


def test_a_network_that_insists_on_the_illegal_is_overruled():
    tags = TAG_SETS[3]
    emissions = np.tile(np.array([0, 0, 50], np.float32), (1, 400, 1))
    found = viterbi(emissions, np.array([400], np.int32), Potentials.of(tags, None))[0]
    assert found.tolist() == [1] + [2] * 399


def test_potentials_are_the_weights_and_the_mask():
    rng = np.random.default_rng(3)
    weights = tuple(rng.normal(size=s).astype(np.float32) for s in [(3, 3), (3,), (3,)])
    added = Potentials.of(TAG_SETS[3], weights)
    bare = Potentials.of(TAG_SETS[3], None)
    assert {part.dtype for part in vars(added).values()} == {np.dtype(np.float32)}
    np.testing.assert_allclose(added.transitions - bare.transitions, weights[0], atol=1e-3)
    np.testing.assert_allclose(added.start - bare.start, weights[1], atol=1e-3)
    np.testing.assert_array_equal(added.end, weights[2])
    assert bare.transitions[0, 2] < -1e3 < bare.transitions[1, 2]


def test_a_temperature_divides_the_weights_and_not_the_mask():
    tags = TAG_SETS[5]
    added = potentials(tags, np.random.default_rng(4))
    bare = Potentials.of(tags, None)
    for name, part in zip(("transitions", "start", "end"), added.at(4.0)):
        given, mask = getattr(added, name), getattr(bare, name)
        assert part.dtype == np.float64
        np.testing.assert_array_equal(part[mask == 0], given[mask == 0] / np.float64(4))
        np.testing.assert_array_equal(part[mask < 0], given[mask < 0])
