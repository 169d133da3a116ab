import numpy as np
import pytest

from nertag.features.encode import Rows, unknown_rates
from nertag.features.feature import Features
from nertag.nn.dataset import batches

pytestmark = pytest.mark.slow

ROWS = Rows(
    np.arange(2, 22, dtype="i4"), np.arange(20, dtype="i4") % 3, np.array([0, 1, 4, 9, 20], "i8")
)


class Noisy:
    """The id itself, and beside it a number that only training draws."""

    width = 2

    def __call__(self, ids, rng=None):
        return np.stack([ids, np.full(ids.shape, rng.random())], axis=-1).astype("f")


def collect(seed, first, last, sorts=()):
    rates, how = 0 * unknown_rates(ROWS, 30), {"seed": seed, "first": first, "last": last}
    dataset = batches(lambda rng: ROWS, rates, Features(sorts), batch_size=2, **how)
    return [tuple(part.numpy() for part in batch) for batch in dataset]


def test_each_epoch_holds_every_sentence_once_padded_on_the_right():
    found = collect(1, 0, 3)
    assert len(found) == 6
    for epoch in range(3):
        seen = []
        for ids, _, tags, lengths in found[2 * epoch : 2 * epoch + 2]:
            assert ids.dtype == tags.dtype == lengths.dtype == np.int32
            for row, length in zip(ids, lengths):
                assert (row[:length] > 0).all()
                assert not row[length:].any()
                seen += row[:length].tolist()
        assert sorted(seen) == list(range(2, 22))


@pytest.mark.parametrize("sorts", [(), (Noisy(),), (Noisy(), Noisy())], ids=len)
def test_features_stand_beside_the_ids(sorts):
    for ids, features, _, _ in collect(1, 0, 2, sorts):
        assert features.dtype == np.float32
        assert features.shape == (*ids.shape, 2 * len(sorts))
        for place in range(len(sorts)):
            np.testing.assert_array_equal(features[:, :, 2 * place], ids)


def test_the_seed_and_the_epoch_fix_the_features():
    found, again, other = (collect(seed, 0, 3, [Noisy()]) for seed in (1, 1, 2))
    noise, same, another = (
        [float(batch[1][0, 0, 1]) for batch in batches] for batches in (found, again, other)
    )
    assert noise == same
    assert len(set(noise + another)) == 2 * len(noise)


def test_starting_at_a_later_epoch_gives_that_epochs_batches():
    whole, part = collect(3, 0, 4, [Noisy()]), collect(3, 2, 4, [Noisy()])
    for left, right in zip(whole[4:], part, strict=True):
        for wanted, found in zip(left, right, strict=True):
            np.testing.assert_array_equal(found, wanted)
