import unicodedata

import numpy as np
import pytest
from hypothesis import given
from strategies import characters

from nertag.features.classes import CLASSES, NUMERALS, SURNAMES, CharacterClasses

EXAMPLES = {
    "unknown": ["", ""],
    "digit": ["7", "٣", "²"],
    "numeral": ["三", "〇", "第"],
    "letter": ["a", "Ж", "カ", "한", "א"],
    "ideograph": ["北", "京", "\U0002a6d6"],
    "mark": ["。", "-", "￥", "+"],
    "blank": [" ", "\u3000", "\xa0"],
    "surname": ["王", "李"],
    "other": ["\t", "\u200d", "\u0301", "\ue000"],
}


@pytest.mark.parametrize(
    ("name", "token"), [(name, token) for name, tokens in EXAMPLES.items() for token in tokens]
)
def test_the_class_of_a_token(name, token):
    (found,) = CharacterClasses([token])(np.array([[0]], np.int32))[0]
    assert CLASSES[found.argmax()] == name
    assert sorted(found) == [0] * (len(CLASSES) - 1) + [1]


def test_every_class_has_examples():
    assert EXAMPLES.keys() == set(CLASSES)


def test_words_have_the_class_of_their_first_character():
    made = CharacterClasses(["Paris", "2nd", "王五"])
    found = made(np.array([[0, 1, 2]], np.int32))
    assert [CLASSES[row.argmax()] for row in found[0]] == ["letter", "digit", "surname"]


def test_ids_are_looked_up():
    made = CharacterClasses(["", "", "a", "7"])
    ids = np.array([[2, 3, 1], [3, 0, 0]], np.int32)
    found = made(ids)
    assert found.shape == (2, 3, made.width)
    assert made.width == len(CLASSES)
    assert found.dtype == np.float32
    wanted = ["letter", "digit", "unknown"], ["digit", "unknown", "unknown"]
    assert [[CLASSES[cell.argmax()] for cell in row] for row in found] == list(map(list, wanted))
    np.testing.assert_array_equal(made(ids, np.random.default_rng(0)), found)


def test_surnames_are_ideographs():
    assert len(SURNAMES) == 100
    assert all(unicodedata.name(char).startswith("CJK") for char in SURNAMES)


@pytest.mark.parametrize("char", sorted(SURNAMES & NUMERALS))
def test_what_is_both_is_a_numeral(char):
    (found,) = CharacterClasses([char])(np.array([[0]], np.int32))[0]
    assert CLASSES[found.argmax()] == "numeral"


@given(characters())
def test_every_character_has_a_class(char):
    assert CharacterClasses([char])(np.zeros((1, 1), np.int32)).sum() == 1
