import re
from pathlib import Path

import pytest

import nertag
from nertag.formats.rules import LEVELS, Rule

SOURCES = [
    path.read_text(encoding="utf-8")
    for path in Path(nertag.__file__).parent.rglob("*.py")
    if path.name != "advice.py"
]


@pytest.mark.parametrize("rule", Rule)
def test_a_rule_has_an_id_a_level_and_a_text(rule):
    assert re.fullmatch("[a-z]+(-[a-z]+)*", rule.id)
    assert rule.level in LEVELS
    assert rule.text.count("{}") <= 1
    assert "{" not in rule.told("x")


def test_texts_are_of_one_rule():
    assert len({rule.text for rule in Rule}) == len(Rule)


@pytest.mark.parametrize("rule", Rule)
def test_each_rule_is_used(rule):
    assert any(re.search(rf"\bRule\.{rule.name}\b", source) for source in SOURCES)
