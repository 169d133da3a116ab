from itertools import combinations

import numpy as np
import pytest
from chains import TAG_SETS, all_spans, emissions_of, legal_paths, potentials, probabilities

from nertag.decoding import Lattice, Potentials, log_sums
from nertag.decoding.likely_spans import likely_paths
from nertag.text.tags import labels_of, spans, tag_set

TAGS = tag_set("XY", "BIOES")


def span_shares(emissions, tags, added, temperature):
    """The probability of every span, from all sequences."""
    found = dict.fromkeys(all_spans(len(emissions), labels_of(tags)), 0.0)
    for path, probability in probabilities(emissions, tags, added, temperature).items():
        for span in spans([tags[tag] for tag in path]):
            found[span] += probability
    return found


def most(shares, threshold):
    """What spans that do not overlap gain together at most, by looking at all sets of them."""
    likely = [(span, share - threshold) for span, share in shares.items() if share > threshold]
    best = 0.0
    for size in range(1, len(likely) + 1):
        for chosen in combinations(likely, size):
            taken = [t for (start, end, _), _ in chosen for t in range(start, end)]
            if len(set(taken)) == len(taken):
                best = max(best, sum(gain for _, gain in chosen))
    return best


@pytest.mark.parametrize("threshold", [0.05, 0.2, 0.35, 0.5])
@pytest.mark.parametrize("temperature", [1.0, 2.0])
@pytest.mark.parametrize("time", [1, 2, 3, 4])
@pytest.mark.parametrize("labels", [["X", "Y"], [""]], ids=["two labels", "no label"])
def test_no_other_spans_gain_more(labels, time, temperature, threshold):
    tags, rng = tag_set(labels, "BIOES"), np.random.default_rng([time, int(100 * threshold)])
    emissions, added = emissions_of(rng, 8, time, len(tags), scale=1), potentials(tags, rng)
    lengths = np.full(8, time, np.int32)
    paths = likely_paths(log_sums(emissions, lengths, added, temperature), tags, threshold)
    for row, path in zip(emissions, paths):
        assert tuple(path) in legal_paths(tags, time)
        shares = span_shares(row, tags, added, temperature)
        found = [shares[span] for span in spans([tags[tag] for tag in path])]
        assert all(share > threshold - 1e-9 for share in found)
        gained = sum(share - threshold for share in found)
        assert gained == pytest.approx(most(shares, threshold), abs=1e-6)


def test_nothing_is_found_after_the_end_of_a_row():
    rng = np.random.default_rng(0)
    lengths = np.array([0, 1, 2, 3, 4, 5], np.int32)
    emissions, added = emissions_of(rng, 6, 5, len(TAGS)), potentials(TAGS, rng)
    paths = likely_paths(log_sums(emissions, lengths, added, 2.0), TAGS, 0.1)
    assert (paths.shape, paths.dtype) == ((6, 5), np.int32)
    for row, length in enumerate(lengths):
        assert not paths[row, length:].any()
        alone = log_sums(emissions[row : row + 1, :length], lengths[row : row + 1], added, 2.0)
        if length:
            assert (likely_paths(alone, TAGS, 0.1)[0] == paths[row, :length]).all()


def test_a_lower_threshold_finds_what_the_best_sequence_leaves_out():
    emissions = np.zeros((1, 1, len(TAGS)), np.float32)
    emissions[0, 0, TAGS.index("S-X")] = -0.5
    lengths = np.ones(1, np.int32)
    emissions[0, 0, TAGS.index("S-Y")] = -9
    lattice = Lattice.of(TAGS, Potentials.of(TAGS, None))
    assert lattice.decode(emissions, lengths).tolist() == [[0]]
    bold = Lattice.of(TAGS, lattice.potentials, 0.3)
    assert bold.decode(emissions, lengths).tolist() == [[TAGS.index("S-X")]]
    # exp(-0.5) is 38% of all; a temperature below 1 makes it less likely.
    assert Lattice.of(TAGS, lattice.potentials, 0.3, 0.5).decode(emissions, lengths).tolist() == [
        [0]
    ]


@pytest.mark.parametrize("count", [3, 5])
def test_a_network_of_bio_and_blank_tokens(count):
    tags, rng = TAG_SETS[count], np.random.default_rng(count)
    lattice = Lattice.of(tags, potentials(tags, rng), 0.2, 1.5)
    emissions = emissions_of(rng, 50, 6, count)
    blank = rng.random((50, 6)) < 0.3
    lengths = rng.integers(1, 7, 50).astype(np.int32)
    for path, length, blanks in zip(lattice.best_paths(emissions, lengths, blank), lengths, blank):
        found = spans([lattice.tags[tag] for tag in path[:length]])
        assert not any(blanks[start] or blanks[end - 1] for start, end, _ in found)
