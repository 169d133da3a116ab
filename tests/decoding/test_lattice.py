"""No entity begins or ends on a blank token; all sums are over the sequences that keep to that."""

from collections import Counter

import numpy as np
import pytest
from chains import TAG_SETS, emissions_of, legal_paths, potentials, score
from hypothesis import given, settings
from hypothesis import strategies as st

from nertag.decoding import (
    Lattice,
    Potentials,
    SpanReader,
    log_sums,
    marginals,
    n_best,
    span_probabilities,
    viterbi,
)
from nertag.text.tags import as_bio, spans


def allowed_paths(tags, blank):
    """The legal sequences of a network's tags in which no entity is edged by a blank."""
    for path in legal_paths(tags, len(blank)):
        found = spans([tags[tag] for tag in path])
        if not any(blank[start] or blank[end - 1] for start, end, _ in found):
            yield path


def probabilities(emissions, tags, added, blank, temperature=1.0):
    paths = list(allowed_paths(tags, blank))
    scores = [score(emissions, path, added) / temperature for path in paths]
    return dict(zip(paths, np.exp(scores - np.logaddexp.reduce(scores)).tolist()))


def case(size, seed, blank, softmax):
    tags, rng = TAG_SETS[size], np.random.default_rng(seed)
    added = Potentials.of(tags, None) if softmax else potentials(tags, rng)
    # A network that likes entities everywhere, on blanks too.
    emissions = emissions_of(rng, len(blank), len(tags), scale=3)
    emissions[:, 0] -= 3
    return tags, added, emissions


blanks = st.lists(st.booleans(), min_size=1, max_size=5)
cases = given(st.sampled_from([3, 5, 9]), st.integers(0, 9999), blanks, st.booleans())


@pytest.mark.slow
@settings(deadline=None, max_examples=60)
@cases
def test_all_decoders_keep_to_what_is_allowed(size, seed, blank, softmax):
    tags, added, emissions = case(size, seed, blank, softmax)
    lattice = Lattice.of(tags, added)
    batch = lattice.emissions(emissions[None], np.array([blank]))
    lengths = np.array([len(blank)], np.int32)
    every = probabilities(emissions, tags, added, blank)
    written = {
        tuple(as_bio(tags[tag]) for tag in path): probability for path, probability in every.items()
    }

    def bio(path):
        return tuple(as_bio(lattice.tags[tag]) for tag in path)

    best = bio(viterbi(batch, lengths, lattice.potentials)[0])
    assert written[best] == pytest.approx(max(written.values()), rel=1e-4)

    [(paths, logs)] = n_best(batch, lengths, lattice.potentials, 1000)
    found = dict(zip(map(bio, paths), np.exp(logs)))
    assert len(found) == len(paths)
    assert found == pytest.approx(written, abs=1e-5)

    sums = log_sums(batch, lengths, lattice.potentials)
    shares = lattice.fold(marginals(sums)[0], len(tags))
    for token, share in enumerate(shares):
        for tag, probability in enumerate(share):
            wanted = sum(p for path, p in every.items() if path[token] == tag)
            assert probability == pytest.approx(wanted, abs=1e-5)

    mass = Counter()
    for path, probability in every.items():
        mass.update(dict.fromkeys(spans([tags[tag] for tag in path]), probability))
    ends = [(s, e) for s in range(len(blank)) for e in range(s + 1, len(blank) + 1)]
    asked = [(s, e, label) for s, e in ends for label in "XY"[: (size > 3) + 1]]
    sure = span_probabilities(sums, [(0, *span) for span in asked], lattice.tags)
    assert dict(zip(asked, sure)) == pytest.approx({span: mass[span] for span in asked}, abs=1e-5)


@settings(deadline=None, max_examples=25)
@cases
def test_a_temperature_leaves_what_is_forbidden_as_it_is(size, seed, blank, softmax):
    tags, added, emissions = case(size, seed, blank, softmax)
    lattice = Lattice.of(tags, added)
    batch = lattice.emissions(emissions[None], np.array([blank]))
    lengths = np.array([len(blank)], np.int32)
    every = probabilities(emissions, tags, added, blank, temperature=8.0)
    shares = lattice.fold(
        marginals(log_sums(batch, lengths, lattice.potentials, 8.0))[0], len(tags)
    )
    for token, share in enumerate(shares):
        for tag, probability in enumerate(share):
            wanted = sum(p for path, p in every.items() if path[token] == tag)
            assert probability == pytest.approx(wanted, abs=1e-5)


@pytest.mark.parametrize("run", [1, 10, 40])
def test_long_runs_of_blanks_inside_an_entity_lose_no_probability(run):
    tags = TAG_SETS[3]
    added = Potentials.of(tags, None)
    emissions = np.zeros((run + 2, 3), np.float32)
    emissions[1:-1, 0] = 30  # each blank says O, and the last token outweighs them all
    emissions[0, tags.index("B-X")] = 50
    emissions[-1, tags.index("I-X")] = 30 * run + 50
    blank = np.array([False, *[True] * run, False])
    lattice = Lattice.of(tags, added)
    batch = lattice.emissions(emissions[None], blank[None])
    sums = log_sums(batch, np.array([run + 2], np.int32), lattice.potentials)
    assert span_probabilities(sums, [(0, 0, run + 2, "X")], lattice.tags) == pytest.approx(1)
    path = viterbi(batch, np.array([run + 2], np.int32), lattice.potentials)
    assert SpanReader(lattice.tags).read(list(path)) == [[(0, run + 2, "X")]]


@settings(deadline=None, max_examples=60)
@given(
    st.sampled_from([3, 5, 9]),
    st.integers(0, 9999),
    st.lists(st.lists(st.booleans(), min_size=1, max_size=6), max_size=4),
    st.booleans(),
    st.integers(0, 3),
)
def test_rows_without_a_blank_are_decoded_alike_over_fewer_tags(size, seed, rows, softmax, clear):
    rows = [*rows, *[[False] * 3] * clear]
    time = max(map(len, rows), default=1)
    tags, added, emissions = case(size, seed, [False] * (len(rows) * time), softmax)
    emissions = emissions.reshape(len(rows), time, len(tags))
    blank = np.array([row + [False] * (time - len(row)) for row in rows], np.bool_)
    blank = blank.reshape(len(rows), time)
    lengths = np.array(list(map(len, rows)), np.int32)
    lattice = Lattice.of(tags, added)
    wanted = viterbi(lattice.emissions(emissions, blank), lengths, lattice.potentials)
    np.testing.assert_array_equal(lattice.best_paths(emissions, lengths, blank), wanted)
