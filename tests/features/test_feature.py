"""Features of several sorts beside each other."""

import numpy as np
from feature_tools import ragged

from nertag.features.classes import CharacterClasses
from nertag.features.feature import Features
from nertag.features.gazetteers import Gazetteers
from nertag.features.lexicon import Lexicon

IDS = np.array([[2, 3, 4], [4, 0, 0]], np.int32)
CLASSES = CharacterClasses(["", "", "a", "7", "北"])
WORDS = Lexicon(ragged([[2, 3]]), np.ones((1, 5), "f"), np.ones(1, "f"))


def test_they_stand_in_order():
    both = Features([CLASSES, WORDS])
    found = both(IDS)
    assert both.width == found.shape[2] == CLASSES.width + WORDS.width
    assert found.dtype == np.float32
    np.testing.assert_array_equal(found[:, :, : CLASSES.width], CLASSES(IDS))
    np.testing.assert_array_equal(found[:, :, CLASSES.width :], WORDS(IDS))


def test_no_features_at_all():
    found = Features([])(IDS)
    assert found.shape == (2, 3, 0)
    assert found.dtype == np.float32


def test_each_sort_draws_from_the_same_generator():
    names = Gazetteers(ragged([[2], [3], [4]]), [3])
    found = Features([names, names])(IDS, np.random.default_rng(6))
    rng = np.random.default_rng(6)
    np.testing.assert_array_equal(found, np.concatenate([names(IDS, rng), names(IDS, rng)], -1))
