"""Models written by both stacks tag on each as they did where they were written."""

import json

import numpy as np
import pytest
from tiny import GOLDEN

import nertag
from nertag.model import load_bundle

NAMES = sorted(path.stem for path in GOLDEN.glob("*.json"))


@pytest.mark.parametrize("name", NAMES)
def test_a_golden_model_tags_as_it_did(name):
    tagger = nertag.load(GOLDEN / name)
    expected = json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))
    assert {text: list(tagger.tag(text).tags) for text in expected} == expected
    assert any(tag != "O" for tags in expected.values() for tag in tags)


@pytest.mark.parametrize("name", [name for name in NAMES if name.endswith("-default")])
def test_a_golden_model_holds_what_default_writes(name):
    bundle = load_bundle(GOLDEN / name)
    assert bundle.graphs.keys() == {"float32"}
    assert bundle.lookups.bigrams.tokens
    assert "convolution.kernel" in bundle.weights
    assert {tag[0] for tag in bundle.tags} == set("BIOES")
    stored = next((GOLDEN / name).glob("vectors-*.safetensors")).read_bytes()
    assert b'"F16"' in stored
    np.testing.assert_array_equal(bundle.lookups.vectors, bundle.lookups.vectors.astype(np.float16))


@pytest.mark.parametrize("name", [name for name in NAMES if name.endswith("-everything")])
def test_a_golden_model_holds_all_that_can_be_looked_up(name):
    bundle = load_bundle(GOLDEN / name)
    assert bundle.lookups.words.tokens
    assert bundle.lookups.gazetteers.keys() == {"LOC", "PER"}
    assert bundle.settings.vectors.character_classes
