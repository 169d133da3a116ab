"""A SavedModel gives what the tagger gives."""

from dataclasses import replace

import numpy as np
import pytest
import tensorflow as tf
from engine_tools import bundle_of
from tiny import GOLDEN

from nertag.api import sample
from nertag.features import ids_of
from nertag.model import load_bundle
from nertag.model.engines.tensorflow import network_of, write_saved_model
from nertag.tagging import Tagger
from nertag.text import blank_tokens, tokenise

pytestmark = pytest.mark.slow

ODD = ["", " ", "\n\n", "😀李雷\n在北京 。", "a\r\nb", "李雷\u3000在北京", "李雷在北京。" * 60]


def loaded(bundle, folder):
    """The signature of a model that is written and read back."""
    write_saved_model(bundle, folder)
    model = tf.saved_model.load(str(folder))
    signature = model.signatures["serving_default"]
    signature.model = model  # it would be collected
    return signature


BATCH = 100
"""Texts in a call, which pads them to the longest."""


def found_by(signature, texts):
    """The tags and the spans of texts."""
    found = {name: value.numpy() for name, value in signature(text=tf.constant(texts)).items()}
    for row in range(len(texts)):
        tags = tuple(tag.decode() for tag in found["tags"][row] if tag)
        spans = [
            (int(start), int(end), label.decode())
            for start, end, label in zip(
                *(found[name][row] for name in ("starts", "ends", "labels"))
            )
            if start >= 0
        ]
        yield tags, spans


def check(bundle, folder, texts):
    signature, tagger = loaded(bundle, folder), Tagger(bundle)
    tagged = tagger.tag_texts(texts)
    batches = [texts[start : start + BATCH] for start in range(0, len(texts), BATCH)]
    every = [found for batch in batches for found in found_by(signature, batch)]
    for text, found, expected in zip(texts, every, tagged, strict=True):
        spans = [(one.start, one.end, one.label) for one in expected.entities]
        assert found == (expected.tags, spans), text


@pytest.mark.parametrize("model", ["old-default", "first"])
def test_texts_give_the_tags_and_spans_of_the_tagger(model, tmp_path):
    lines = sample("unlabelled.txt").read_text(encoding="utf-8").splitlines()
    check(load_bundle(GOLDEN / model), tmp_path, lines[: 1000 - len(ODD)] + ODD)


@pytest.mark.parametrize("settings", [{"head": "softmax"}, {"character_classes": True}])
def test_every_shape_of_network_is_written(settings, tmp_path):
    bundle = bundle_of("default", **settings)
    bundle = replace(bundle, lookups=replace(bundle.lookups, gazetteers={}), weights={})
    bundle = replace(bundle, weights=network_of(bundle).get_weights())
    check(bundle, tmp_path, [*ODD, "我在中国的大人国这是不了上来"])


def test_a_model_that_looks_up_names_takes_ids(tmp_path):
    bundle = load_bundle(GOLDEN / "new-everything")
    signature, tagger = loaded(bundle, tmp_path), Tagger(bundle)
    for text in ("李雷在北京。", "王芳 去了上海吗"):
        sentence = tokenise(text, "char")
        tokens = bundle.encode(sentence)[None]
        found = signature(
            tokens=tf.constant(tokens),
            features=tf.constant(bundle.features(ids_of(tokens, 2))),
            blank=tf.constant(blank_tokens(sentence)[None]),
        )
        tags = tuple(tag.decode() for tag in np.squeeze(found["tags"].numpy(), 0))
        assert tags == tagger.tag(text).tags
