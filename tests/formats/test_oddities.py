from hypothesis import given
from hypothesis import strategies as st

from nertag.formats import oddities as module
from nertag.formats.oddities import LINES_KEPT, Oddities

notes = st.tuples(st.sampled_from("ABC"), st.integers(0, 9), st.integers(1, 4))


@given(st.lists(notes))
def test_what_is_noted_is_counted_in_the_order_it_was_met(noted):
    oddities = Oddities()
    for rule, line, count in noted:
        oddities.note(rule, line, count)
    assert [oddity.rule for oddity in oddities] == list(dict.fromkeys(rule for rule, *_ in noted))
    for oddity in oddities:
        mine = [(line, count) for rule, line, count in noted if rule == oddity.rule]
        assert oddity.count == oddities.count(oddity.rule) == sum(count for _, count in mine)
        assert oddity.lines == [line for line, _ in mine if line]


def test_a_rule_that_was_not_needed():
    oddities = Oddities()
    assert oddities.count("A") == 0
    assert list(oddities) == []


def test_lines_are_kept_up_to_a_number(monkeypatch):
    assert LINES_KEPT >= 100
    monkeypatch.setattr(module, "LINES_KEPT", 5)
    oddities = Oddities()
    for line in range(1, 11):
        oddities.note("A", line)
    (oddity,) = oddities
    assert (oddity.count, oddity.lines) == (10, [1, 2, 3, 4, 5])


def test_how_it_is_shown():
    oddities = Oddities()
    oddities.note("once", 7)
    for line in range(1, 1235):
        oddities.note("often", line)
    oddities.note("nowhere")
    assert list(map(str, oddities)) == [
        "1 times: once (line 7)",
        "1,234 times: often (line 1, 2, 3, …)",
        "1 times: nowhere",
    ]
