import pickle
from dataclasses import replace

import pytest
from engine_tools import bundle_of

from nertag.errors import ArgumentError, ConfigError
from nertag.tagging import Tagger
from nertag.tagging.tokenizer import Splitter


def by_letter(text):
    return [letter for letter in text if letter != " "]


def by_offset(text):
    return [(index, index + 1) for index, letter in enumerate(text) if letter != " "]


def quotes_rewritten(text):
    return text.replace('"', "''").split()


def of_words(**facts):
    return replace(bundle_of("small", tokens="word"), facts=facts)


def test_the_model_says_how_words_are_split():
    text = "I don't well-known"
    assert Splitter(of_words())(text).words == ["I", "do", "n't", "well-known"]
    rules = {"clitics": "whole", "hyphens": False, "slashes": False, "marks": True}
    split = Splitter(of_words(words={**rules, "repeats": False}))
    assert split(text).words == ["I", "don't", "well", "-", "known"]


@pytest.mark.parametrize("tokenizer", [by_letter, by_offset])
def test_another_tokenizer(tokenizer):
    sentence = Splitter(of_words(), tokenizer)("a bb b")
    assert sentence.words == ["a", "b", "b", "b"]
    assert sentence.starts == (0, 2, 3, 5)


def test_a_tokenizer_that_rewrites_text_is_told():
    with pytest.raises(ArgumentError, match=r"gives \"''Yes''\", which is not in the text"):
        Splitter(of_words(), quotes_rewritten)('"Yes"')


def test_offsets_outside_the_text_are_told():
    with pytest.raises(ArgumentError, match="a token from 0 to 9"):
        Splitter(of_words(), lambda text: [(0, 9)])("abc")


def test_characters_have_no_tokenizer():
    with pytest.raises(ConfigError, match="tokens of the model are characters"):
        Splitter(bundle_of("small"), by_letter)


def test_a_tagger_keeps_its_tokenizer_when_it_is_pickled():
    tagger = Tagger(of_words(), tokenizer=by_letter)
    assert pickle.loads(pickle.dumps(tagger))._split("ab").words == ["a", "b"]
