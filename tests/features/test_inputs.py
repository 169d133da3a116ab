import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from nertag.features.feature import Features
from nertag.features.inputs import GraphInputs
from nertag.features.lookups import Lookups
from nertag.features.vectors.vectors import Vectors
from nertag.features.vocabulary import Vocabulary

VOCABULARY = Vocabulary(("x", "y"), ("北", "京", "王"))
RNG = np.random.default_rng(0)
WEIGHTS = {
    "embedding.learned": RNG.normal(size=(4, 3)).astype("f"),
    "bigrams.unknown": RNG.normal(size=(1, 2)).astype("f"),
}
FROZEN = RNG.normal(size=(3, 3)).astype("f")
PAIRS = Vectors(("京北", "北京", "xx", "王x"), RNG.normal(size=(4, 2)).astype("f"))
NONE = Features([])


class Doubled:
    """A feature: the id and its double."""

    width = 2

    def __call__(self, ids, rng=None):
        return np.stack([ids, 2 * ids], axis=-1).astype(np.float32)


def expected(row):
    """The inputs of a row without padding, token by token."""
    rows = ["", "", "x", "y", "北", "京", "王"]
    for place, token in enumerate(row):
        vectors = [*WEIGHTS["embedding.learned"], *FROZEN][token]
        pair = rows[token] + (rows[row[place + 1]] if place + 1 < len(row) else "")
        known = dict(zip(PAIRS.tokens, PAIRS.matrix))
        with_next = known.get(pair, WEIGHTS["bigrams.unknown"][0]) if len(pair) == 2 else None
        if with_next is None:
            with_next = WEIGHTS["bigrams.unknown"][0]
        yield np.concatenate([vectors, with_next, [token, 2 * token]])


@given(
    arrays(np.int32, st.tuples(st.integers(1, 4), st.integers(1, 6)), elements=st.integers(1, 6))
)
def test_each_token_has_its_vector_its_pairs_and_its_features(ids):
    inputs = GraphInputs(Lookups(VOCABULARY, FROZEN, PAIRS), WEIGHTS, Features([Doubled()]))
    assert inputs.dimensions == 7
    found = inputs(ids)
    assert found.dtype == np.float32
    np.testing.assert_array_equal(found, [list(expected(row)) for row in ids.tolist()])


@given(st.lists(st.integers(1, 6), min_size=1, max_size=6), st.integers(0, 3))
def test_padding_is_zero_and_changes_nothing_else(row, more):
    inputs = GraphInputs(Lookups(VOCABULARY, FROZEN, PAIRS), WEIGHTS, Features([Doubled()]))
    found = inputs(np.array([row + [0] * more], np.int32))[0]
    np.testing.assert_array_equal(found[: len(row)], list(expected(row)))
    assert not found[len(row) :].any()


@pytest.mark.parametrize(
    ("lookups", "features", "dimensions"),
    [
        (Lookups(VOCABULARY, FROZEN), NONE, 3),
        (Lookups(VOCABULARY, FROZEN, PAIRS), NONE, 5),
        (Lookups(VOCABULARY, FROZEN), Features([Doubled()]), 5),
    ],
    ids=["tokens", "pairs", "features"],
)
def test_only_what_the_model_has_is_looked_up(lookups, features, dimensions):
    inputs = GraphInputs(lookups, WEIGHTS, features)
    assert inputs.dimensions == inputs(np.ones((1, 1), np.int32)).shape[2] == dimensions
