import numpy as np

from nertag.encode import Rows, unknown_rates
from nertag.nn.dataset import batches

ROWS = Rows(
    np.arange(2, 22, dtype="i4"), np.arange(20, dtype="i4") % 3, np.array([0, 1, 4, 9, 20], "i8")
)


def collect(seed, first, last):
    rates = 0 * unknown_rates(ROWS, 30)
    dataset = batches(lambda rng: ROWS, rates, batch_size=2, seed=seed, first=first, last=last)
    return [tuple(part.numpy() for part in batch) for batch in dataset]


def test_each_epoch_holds_every_sentence_once_padded_on_the_right():
    found = collect(1, 0, 3)
    assert len(found) == 6
    for epoch in range(3):
        seen = []
        for ids, tags, lengths in found[2 * epoch : 2 * epoch + 2]:
            assert ids.dtype == tags.dtype == lengths.dtype == np.int32
            for row, length in zip(ids, lengths):
                assert (row[:length] > 0).all()
                assert not row[length:].any()
                seen += row[:length].tolist()
        assert sorted(seen) == list(range(2, 22))


def test_starting_at_a_later_epoch_gives_that_epochs_batches():
    whole, part = collect(3, 0, 4), collect(3, 2, 4)
    for left, right in zip(whole[4:], part, strict=True):
        np.testing.assert_array_equal(left[0], right[0])
