from itertools import pairwise

import pytest
from format_tools import odd, simple_flat
from hypothesis import given
from hypothesis import strategies as st
from strategies import crossing_spans

from nertag.errors import DataError
from nertag.formats.overlaps import flat
from nertag.formats.rules import Rule
from nertag.formats.source import Source
from nertag.text.sentence import Entity


@pytest.fixture
def source():
    return Source("in.txt")


@given(st.integers(1, 12).flatmap(crossing_spans), st.sampled_from(["longest", "first"]))
def test_flat_against_a_simple_way(spans, overlap):
    source = Source("in.txt")
    expected = simple_flat(spans, overlap)
    assert flat(spans, overlap, source, 5) == expected
    left_out = len(spans) - len(expected)
    rule = Rule.OVERLAP_RESOLVED.told(overlap)
    assert odd(source) == ({rule: (left_out, [5] * left_out)} if left_out else {})


@given(st.integers(1, 12).flatmap(crossing_spans))
def test_flat_takes_entities_too(spans):
    entities = [Entity(start, end, label, "x" * (end - start)) for start, end, label in spans]
    found = flat(entities, "longest", Source("in.txt"), 5)
    assert [(e.start, e.end, e.label) for e in found] == simple_flat(spans, "longest")


@given(st.integers(1, 12).flatmap(crossing_spans))
def test_flat_refuses_what_overlaps(spans):
    if all(a[1] <= b[0] for a, b in pairwise(spans)):
        assert flat(spans, "error", Source("in.txt"), 5) == spans
    else:
        with pytest.raises(DataError, match=r"overlap \(choose `overlap=longest` or") as caught:
            flat(spans, "error", Source("in.txt"), 5)
        assert caught.value.line == 5


def test_the_two_that_overlap_are_named(source):
    with pytest.raises(DataError, match=r"'A' \(tokens 0 to 2\) and 'B' \(tokens 1 to 3\) ov"):
        flat([(0, 2, "A"), (1, 3, "B")], "error", source, 1)
    entities = [Entity(0, 2, "A", "a\n"), Entity(1, 3, "B\n", "\nb")]
    message = r"'a\\n' 'A' \(0 to 2\) and '\\nb' 'B\\n' \(1 to 3\) overlap"
    with pytest.raises(DataError, match=message):
        flat(entities, "error", source, 1)


def test_a_long_span_over_many_short_ones(source):
    short = [(at, at + 1, "A") for at in range(10)]
    assert flat([(0, 10, "B"), *short], "longest", source, 1) == [(0, 10, "B")]
    assert flat([(1, 9, "B"), *short], "first", source, 1) == [(0, 1, "A"), (1, 9, "B"), short[9]]
