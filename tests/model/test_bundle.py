from dataclasses import replace

import numpy as np
import pytest
from tiny import GOLDEN

from nertag.config import settings_from
from nertag.decoding.potentials import FORBIDDEN
from nertag.features import SPELLING_WIDTH
from nertag.model import load_bundle


@pytest.fixture(scope="module")
def bundle():
    return load_bundle(GOLDEN / "old-default")


def with_setting(bundle, **changed):
    return replace(bundle, settings=settings_from({**bundle.settings.to_dict(), **changed}))


def test_labels_are_those_of_the_tags(bundle):
    assert bundle.labels == ["LOC", "PER"]
    assert {tag[2:] for tag in bundle.tags} == {"", *bundle.labels}


def test_a_crf_adds_its_transitions_where_they_are_legal(bundle):
    transitions = bundle.potentials.transitions
    legal = transitions > FORBIDDEN
    assert 0 < legal.sum() < legal.size
    np.testing.assert_array_equal(transitions[legal], bundle.weights["crf.transitions"][legal])


def test_softmax_adds_nothing_where_it_is_legal(bundle):
    transitions = with_setting(bundle, head="softmax").potentials.transitions
    assert set(transitions[transitions > FORBIDDEN]) == {0.0}


def test_the_spelling_of_words_lies_beside_their_ids(bundle):
    sentence = bundle.tokenise("李雷在北京。")
    ids = bundle.encode(sentence)
    np.testing.assert_array_equal(ids, bundle.vocabulary.encode(sentence))
    assert ids.shape == (6,)
    both = with_setting(bundle, spelling=True, tokens="word").encode(sentence)
    assert both.shape == (6, 1 + SPELLING_WIDTH)
    np.testing.assert_array_equal(both[:, 0], ids)
