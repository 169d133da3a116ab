from nertag.corpus.check.advice import MEANT, advice
from nertag.formats.rules import Rule


def test_what_does_harm_can_be_fixed():
    assert all(advice(rule) != MEANT for rule in Rule if rule.level != "note")


def test_what_a_reader_goes_by_may_be_meant():
    assert advice(Rule.BLANK_LINE) == MEANT
