import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import rows_with_spans

from nertag.features.encode import (
    Rows,
    cut_long,
    encode,
    flatten,
    pad,
    plan_batches,
    plan_budget,
    training_batches,
    unknown_rates,
    write_tags,
)
from nertag.features.vocabulary import UNKNOWN, Vocabulary
from nertag.text.sentence import Sentence
from nertag.text.tags import spans, spans_to_tags, tag_set
from nertag.text.tokens import tokenise

TAGS = tag_set(["X", "Y"])
INSIDE = np.array([tag[0] == "I" for tag in TAGS])

lengths = st.lists(st.integers(1, 40), max_size=30).map(lambda found: np.array(found, np.int32))


def generator(seed, epoch):
    return np.random.default_rng([seed, epoch])


def tagged(text, tags):
    return Sentence(text, range(len(text)), range(1, len(text) + 1), tuple(tags), 7)


def rows_of(*tag_rows):
    """Rows whose ids are all different."""
    tags, offsets = flatten([np.array([TAGS.index(t) for t in row], np.int32) for row in tag_rows])
    return Rows(np.arange(2, len(tags) + 2, dtype=np.int32), tags, offsets)


def pieces(rows):
    return [
        [TAGS[tag] for tag in rows.tags[start:stop]]
        for start, stop in zip(rows.offsets, rows.offsets[1:])
    ]


# Tags of another scheme


@pytest.mark.parametrize("scheme", ["BIO", "BIOES"])
@given(rows=st.lists(rows_with_spans(labels=("X", "Y")), min_size=1, max_size=6))
def test_rows_are_written_in_the_tags_of_the_network(scheme, rows):
    rows = [row for row in rows if row[0]] or [(1, [])]
    made = rows_of(*(spans_to_tags(found, length, "BIO") for length, found in rows))
    tags = tag_set("XY", scheme)
    written = write_tags(made, TAGS, tags)
    assert [[tags[tag] for tag in part] for part in np.split(written.tags, made.offsets[1:-1])] == [
        spans_to_tags(found, length, scheme) for length, found in rows
    ]
    assert written.tags.dtype == np.int32
    assert written.ids is made.ids


def test_a_label_with_letters_of_the_scheme_keeps_them():
    bio, tags = tag_set(["BI"]), tag_set(["BI"], "BIOES")
    rows = Rows(np.ones(4, np.int32), np.array([1, 2, 1, 0], np.int32), np.array([0, 4]))
    found = write_tags(rows, bio, tags).tags
    assert [tags[tag] for tag in found] == ["B-BI", "E-BI", "S-BI", "O"]


# Sentences to rows


def test_flatten():
    flat, offsets = flatten([np.array([1, 2]), np.array([], np.int32), np.array([3])])
    assert (flat.tolist(), offsets.tolist()) == ([1, 2, 3], [0, 2, 2, 3])
    assert (flat.dtype, offsets.dtype) == (np.int32, np.int64)
    flat, offsets = flatten([])
    assert (flat.tolist(), offsets.tolist()) == ([], [0])


def test_encode_leaves_out_empty_sentences_and_nothing_else():
    vocabulary = Vocabulary(("a", "b"), ())
    rows = encode(
        [tagged("ab", ["B-X", "O"]), tagged("", []), tagged("c", ["I-Y"])], vocabulary.encode, TAGS
    )
    assert rows.ids.tolist() == [2, 3, UNKNOWN]
    assert [TAGS[tag] for tag in rows.tags] == ["B-X", "O", "I-Y"]
    assert (len(rows), rows.lengths.tolist()) == (2, [2, 1])
    assert len(encode([], vocabulary.encode, TAGS)) == 0


def test_a_tag_the_model_does_not_know():
    with pytest.raises(KeyError, match="B-NEW"):
        encode([tagged("a", ["B-NEW"])], Vocabulary((), ()).encode, TAGS)


# Cutting


@given(st.lists(rows_with_spans(max_length=40, labels="XY"), max_size=4), st.integers(1, 12))
def test_the_pieces_are_the_whole(rows, longest):
    written = [spans_to_tags(found, length, "BIO") for length, found in rows if length]
    whole = rows_of(*written)
    cut = cut_long(whole, longest, INSIDE)
    assert cut.ids is whole.ids
    assert set(whole.offsets) <= set(cut.offsets.tolist())
    assert cut.lengths.max(initial=0) <= longest
    assert cut.offsets.tolist() == sorted(set(cut.offsets.tolist()))
    for start in set(cut.offsets[:-1].tolist()) - set(whole.offsets.tolist()):
        # A cut inside an entity only where the entity fills the latter half of a piece.
        if INSIDE[whole.tags[start]]:
            assert INSIDE[whole.tags[start - (longest - longest // 2) + 1 : start]].all()


@given(rows_with_spans(max_length=40, labels="XY"), st.integers(1, 12))
def test_every_piece_is_legal_and_labels_stay(row, longest):
    length, found = row
    whole = rows_of(spans_to_tags(found, length, "BIO"))
    before = whole.tags.copy()
    for piece in pieces(cut_long(whole, longest, INSIDE)):
        assert not piece or piece[0][0] != "I"
        assert spans_to_tags(spans(piece), len(piece), "BIO") == piece
    assert whole.tags.tolist() == before.tolist()
    labels = [TAGS[tag][1:] for tag in cut_long(whole, longest, INSIDE).tags]
    assert labels == [TAGS[tag][1:] for tag in before]


def test_a_row_is_cut_as_late_as_it_may():
    row = ["O", "O", "O", "B-X", "I-X", "O"]
    cut = cut_long(rows_of(row, ["O"] * 5), 4, INSIDE)
    assert pieces(cut) == [row[:3], row[3:], ["O"] * 4, ["O"]]


def test_an_entity_that_has_to_be_cut_begins_anew():
    # Illegal gold would cost the loss ten thousand.
    cut = cut_long(rows_of(["O", "B-Y", *["I-Y"] * 6]), 3, INSIDE)
    assert pieces(cut) == [["O", "B-Y", "I-Y"], ["B-Y", "I-Y", "I-Y"], ["B-Y", "I-Y"]]


def test_short_rows_are_not_touched():
    rows = rows_of(["O"] * 3, ["B-X", "I-X", "I-X"])
    assert cut_long(rows, 3, INSIDE).offsets.tolist() == [0, 3, 6]


# Padding and batches


def test_pad_puts_the_padding_right():
    flat, offsets = flatten([np.array([1, 2, 3]), np.array([4]), np.array([5, 6])])
    assert pad(flat, offsets, np.array([1, 0])).tolist() == [[4, 0, 0], [1, 2, 3]]
    assert pad(flat, offsets, np.array([2]), fill=9).tolist() == [[5, 6]]
    assert pad(flat, offsets, np.array([2, 1]), fill=9).tolist() == [[5, 6], [4, 9]]


@given(st.lists(st.lists(st.integers(1, 99), max_size=9), min_size=1, max_size=9))
def test_padded_rows_hold_the_rows(rows):
    flat, offsets = flatten([np.array(row, np.int32) for row in rows])
    order = np.arange(len(rows))[::-1]
    padded = pad(flat, offsets, order)
    assert padded.dtype == np.int32
    assert padded.shape == (len(rows), max(1, *map(len, rows), 1))
    for line, row in zip(padded.tolist(), reversed(rows)):
        assert line == row + [0] * (len(line) - len(row))


@given(lengths, st.integers(1, 7), st.integers(0, 9))
def test_batches_cover_each_row_once(lengths, batch_size, seed):
    batches = plan_batches(lengths, batch_size, np.random.default_rng(seed))
    assert sorted(row for batch in batches for row in batch.tolist()) == list(range(len(lengths)))
    assert all(0 < len(batch) <= batch_size for batch in batches)
    assert len(batches) == -(-len(lengths) // batch_size)


def test_batches_hold_rows_of_similar_length():
    lengths = np.random.default_rng(0).permutation(np.repeat([5, 50, 500], 32)).astype(np.int32)
    for batch in plan_batches(lengths, 16, np.random.default_rng(1)):
        assert len(set(lengths[batch].tolist())) == 1


@given(lengths, st.integers(1, 100))
def test_the_budget_is_held_and_each_row_comes_once(lengths, budget):
    batches = list(plan_budget(lengths, budget))
    assert sorted(row for batch in batches for row in batch.tolist()) == list(range(len(lengths)))
    longest = [int(lengths[batch].max()) for batch in batches]
    assert longest == sorted(longest, reverse=True)
    for batch, time in zip(batches, longest):
        assert len(batch) == 1 or len(batch) * time <= budget


def epoch(rows, rates, seed=1, number=1, batch_size=2):
    return [
        [array.tolist() for array in batch]
        for batch in training_batches(rows, rates, batch_size, generator(seed, number))
    ]


def test_same_seed_and_epoch_same_batches_else_others():
    rows = rows_of(*(["O"] * (3 + i % 5) for i in range(30)))
    rates = np.full(rows.ids.max() + 1, 0.3)
    first = epoch(rows, rates)
    assert epoch(rows, rates) == first
    assert epoch(rows, rates, number=2) != first
    assert epoch(rows, rates, seed=2) != first


@given(st.lists(rows_with_spans(max_length=9, labels="XY"), min_size=1, max_size=9))
def test_training_batches_hold_all_rows_padded(rows):
    rows = rows_of(*(spans_to_tags(found, length, "BIO") for length, found in rows if length))
    seen = []
    for ids, tags, lengths in training_batches(
        rows, np.zeros(len(rows.ids) + 2), 3, generator(1, 0)
    ):
        assert ids.dtype == tags.dtype == lengths.dtype == np.int32
        assert ids.shape == tags.shape == (len(lengths), lengths.max())
        for row, gold, length in zip(ids, tags, lengths):
            assert not row[length:].any()
            assert not gold[length:].any()
            seen.append((row[:length].tolist(), gold[:length].tolist()))
    whole = zip(np.split(rows.ids, rows.offsets[1:-1]), np.split(rows.tags, rows.offsets[1:-1]))
    assert sorted(seen) == sorted((i.tolist(), t.tolist()) for i, t in whole if len(i))


def test_rare_tokens_are_replaced_more_often():
    vocabulary = Vocabulary(("a", "b", "c"), ())
    rows = encode([tokenise_o("aaab")], vocabulary.encode, TAGS)
    assert unknown_rates(rows, 5).tolist() == [1, 1, 0.25 / 3.25, 0.25 / 1.25, 1]


def test_spelling_stays_where_an_id_is_replaced():
    vocabulary = Vocabulary(("a", "b"), ())
    rows = encode(
        [tokenise_o("ab" * 500)],
        lambda sentence: np.stack([vocabulary.encode(sentence), np.arange(1000)], axis=1),
        TAGS,
    )
    assert unknown_rates(rows, 4).tolist() == [1, 1, 1 / 501, 1 / 501]
    ((tokens, _, _),) = training_batches(rows, np.full(4, 0.5), 1, generator(1, 1))
    assert tokens.shape == (1, 1000, 2)
    assert tokens[0, :, 1].tolist() == list(range(1000))
    assert 0.4 < (tokens[0, :, 0] == UNKNOWN).mean() < 0.6
    assert (rows.ids[:, 0] != UNKNOWN).all()


def tokenise_o(text):
    return tagged(tokenise(text, "char").text, ["O"] * len(text))


def test_replaced_ids_are_unknown_as_often_as_the_rate_says():
    rows = encode([tokenise_o("ab" * 5000)], Vocabulary(("a", "b"), ()).encode, TAGS)
    rates = np.array([0, 0, 0.2, 0.0])
    ((ids, tags, _),) = training_batches(rows, rates, 1, generator(1, 1))
    assert 0.17 < (ids[0, ::2] == UNKNOWN).mean() < 0.23
    assert (ids[0, 1::2] == 3).all()
    assert set(ids[0].tolist()) == {UNKNOWN, 2, 3}
    assert not tags.any()
