"""Models written by both stacks tag on each as they did where they were written."""

import json
from pathlib import Path

import pytest

import nertag

GOLDEN = Path(__file__).resolve().parents[1] / "golden"


@pytest.mark.parametrize("stack", ["old", "new"])
def test_a_golden_model_tags_as_it_did(stack):
    tagger = nertag.load(GOLDEN / stack)
    expected = json.loads((GOLDEN / f"{stack}.json").read_text(encoding="utf-8"))
    assert {text: list(tagger.tag(text).tags) for text in expected} == expected
    assert any(tag != "O" for tags in expected.values() for tag in tags)
