import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import LABELS, rows_with_spans

from nertag.decoding.spans import SpanReader
from nertag.text.tags import spans, spans_to_tags, tag_set

TAGS = tag_set(LABELS)


def ids(tags, known=TAGS):
    return np.array([known.index(tag) for tag in tags], np.int32)


@pytest.mark.parametrize("scheme", ["BIO", "BIOES"])
@given(rows=st.lists(rows_with_spans(), max_size=8))
def test_ids_are_read_as_their_tags_are(scheme, rows):
    tags, known = (
        [spans_to_tags(found, length, scheme) for length, found in rows],
        tag_set(LABELS, scheme),
    )
    found = SpanReader(known).read([ids(row, known) for row in tags])
    assert found == [spans(row) for row in tags]


@pytest.mark.parametrize("scheme", ["BIO", "BIOES"])
@given(row=rows_with_spans())
def test_a_row_alone_is_read_as_beside_others(scheme, row):
    length, found = row
    known = tag_set(LABELS, scheme)
    path = ids(spans_to_tags(found, length, scheme), known)
    reader = SpanReader(known)
    assert reader.read([path]) == reader.read([path, path])[:1]


def test_empty_rows_keep_their_place():
    row, empty = ids(["B-PER", "I-PER"]), ids([])
    rows = [empty, empty, row, empty, row, row, empty]
    found = [(0, 2, "PER")]
    assert SpanReader(TAGS).read(rows) == [[], [], found, [], found, found, []]
    assert SpanReader(TAGS).read([]) == []
    assert SpanReader(TAGS).read([empty]) == [[]]


def test_an_entity_does_not_go_on_in_the_next_row():
    rows = [ids(["O", "B-PER"]), ids(["I-PER", "O"])]
    assert SpanReader(TAGS).read(rows)[0] == [(1, 2, "PER")]


def test_tags_without_a_label():
    reader = SpanReader(("O", "B", "I"))
    assert reader.read([np.array([1, 2, 1, 0, 1], np.int32)]) == [
        [(0, 2, ""), (2, 3, ""), (4, 5, "")]
    ]
