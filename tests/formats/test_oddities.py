from hypothesis import given
from hypothesis import strategies as st

from nertag.formats import oddities as module
from nertag.formats.oddities import LINES_KEPT, Oddities
from nertag.formats.rules import Rule

RULES = [Rule.HEADER, Rule.EMPTY_TAG, Rule.UNREAD_KEY]

notes = st.tuples(
    st.sampled_from(RULES), st.integers(0, 9), st.integers(1, 4), st.sampled_from(["", "x", "{}"])
)


@given(st.lists(notes))
def test_what_is_noted_is_counted_in_the_order_it_was_met(noted):
    oddities = Oddities()
    for note in noted:
        oddities.note(*note)
    met = [(oddity.rule, oddity.detail) for oddity in oddities]
    assert met == list(dict.fromkeys((rule, detail) for rule, _, _, detail in noted))
    for oddity in oddities:
        mine = [note for note in noted if (note[0], note[3]) == (oddity.rule, oddity.detail)]
        assert oddity.count == sum(count for _, _, count, _ in mine)
        assert oddity.lines == [line for _, line, _, _ in mine if line]
    for rule in RULES:
        assert oddities.count(rule) == sum(note[2] for note in noted if note[0] is rule)


def test_a_rule_that_was_not_needed():
    oddities = Oddities()
    assert oddities.count(Rule.HEADER) == 0
    assert list(oddities) == []


def test_lines_are_kept_up_to_a_number(monkeypatch):
    assert LINES_KEPT >= 100
    monkeypatch.setattr(module, "LINES_KEPT", 5)
    oddities = Oddities()
    for line in range(1, 11):
        oddities.note(Rule.HEADER, line)
    (oddity,) = oddities
    assert (oddity.count, oddity.lines) == (10, [1, 2, 3, 4, 5])


def test_how_it_is_shown():
    oddities = Oddities()
    oddities.note(Rule.EMPTY_TAG, 7)
    for line in range(1, 1235):
        oddities.note(Rule.UNREAD_KEY, line, detail="'{}'")
    oddities.note(Rule.UNREAD_KEY, detail="'b'")
    assert list(map(str, oddities)) == [
        "1 times: an empty tag is read as O (line 7)",
        "1,234 times: the key '{}' is not read (line 1, 2, 3, …)",
        "1 times: the key 'b' is not read",
    ]
