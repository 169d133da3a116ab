import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from nertag.features import Rows
from nertag.training.mix import Mix


def rows(lengths, first):
    """Rows whose ids are all different, from a number on."""
    offsets = np.append(0, np.cumsum(lengths)).astype(np.int64)
    ids = np.arange(first, first + offsets[-1], dtype=np.int32)
    return Rows(ids, ids % 3, offsets)


def contents(rows):
    pairs = list(zip(rows.ids.tolist(), rows.tags.tolist()))
    ends = zip(rows.offsets[:-1].tolist(), rows.offsets[1:].tolist())
    return [tuple(pairs[start:stop]) for start, stop in ends]


LENGTHS = st.lists(st.integers(1, 5), max_size=8)


@given(LENGTHS.filter(bool), LENGTHS, st.floats(0, 4), st.integers(0, 99))
def test_an_epoch_has_all_new_rows_and_a_sample_of_the_old(new, old, ratio, seed):
    first, others = rows(new, 0), rows(old, 1000)
    mix = Mix(first, others, ratio)
    assert contents(mix.rows) == contents(first) + contents(others)
    found = contents(mix.epoch(mix.rows, np.random.default_rng(seed)))
    replayed = min(len(old), round(ratio * len(new)))
    assert found[: len(new)] == contents(first)
    assert len(found) == len(mix) == len(new) + replayed
    sample = found[len(new) :]
    assert len(set(sample)) == len(sample)
    assert set(sample) <= set(contents(others))
    if replayed == len(old):
        assert mix.tokens == sum(new) + sum(old)


def test_epochs_differ_and_without_old_rows_all_are_the_same():
    mix = Mix(rows([2] * 5, 0), rows([3] * 50, 100), 1.0)
    rng = np.random.default_rng(0)
    first, second = (mix.epoch(mix.rows, rng) for _ in range(2))
    assert contents(first) != contents(second)
    assert mix.tokens == len(first.ids) == 5 * 2 + 5 * 3
    alone = Mix(rows([2] * 5, 0), rows([], 0), 1.0)
    assert alone.epoch(alone.rows, rng) is alone.rows


def test_rows_of_words_have_their_spelling_beside_them():
    new = rows([2, 3], 0)
    spelled = Rows(np.stack([new.ids, new.ids], axis=1), new.tags, new.offsets)
    assert Mix(spelled, rows([], 0), 1.0).rows is spelled
    mix = Mix(spelled, spelled, 0.5)
    assert mix.epoch(mix.rows, np.random.default_rng(0)).ids.shape[1] == 2
