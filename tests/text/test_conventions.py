import pytest
from hypothesis import given
from hypothesis import strategies as st

from nertag.text import DEFAULT_RULES, Sentence, WordRules, fitting_rules, tokenise
from nertag.text.conventions import agreement, find_rules


def sentence(text):
    """A sentence of words that blanks part, as a column file gives it."""
    words, spans, place = text.split(), [], 0
    for word in words:
        spans.append((place, place + len(word)))
        place += len(word) + 1
    return Sentence(" ".join(words), *map(tuple, zip(*spans)))


def found(*texts):
    return find_rules([sentence(text) for text in texts])


@pytest.mark.parametrize(
    ("text", "clitics"),
    [
        ("I do n't know , it 's Anna 's", "penn"),
        ("I don't know , it 's Anna 's", "possessive"),
        ("I don't know, it's Anna's", "whole"),
        ("I don ' t know , Parkinson ' s disease", "apart"),
        ("no apostrophe here", "penn"),
    ],
)
def test_what_is_split_off_at_an_apostrophe(text, clitics):
    assert found(text).clitics == clitics


def test_marks_that_stand_alone_between_words_are_split():
    rules = found("beta - blocker induced 3 . 5 and / or 1 , 000")
    assert rules == WordRules(hyphens=False, slashes=False, marks=False)


def test_marks_inside_words_are_kept():
    rules = found("a beta-blocker of 3.5 and/or 10:30 - yes - wow !!! what ??")
    assert rules == WordRules(slashes=True, repeats=True)


def test_addresses_are_no_words_with_marks():
    assert not found("see http://t.co/a-b/c and me@x-y.org , a - b").hyphens


def test_nothing_to_see_gives_the_default():
    assert found("Anna in Bern") == found() == DEFAULT_RULES


RULES = st.builds(
    WordRules,
    clitics=st.sampled_from(["penn", "whole", "apart"]),
    hyphens=st.booleans(),
    slashes=st.booleans(),
    marks=st.booleans(),
    repeats=st.booleans(),
)
TEXT = "He doesn't like Anna's mother-in-law (3.5 km/h), I'm 10:30 sure!! \"Yes\" [and/or] no??"


@given(RULES)
def test_what_a_file_shows_of_its_rules_is_found_whole(rules):
    given_sentences = [sentence(" ".join(tokenise(TEXT, "word", rules).words))] * 2
    fitting, agreed = fitting_rules(given_sentences)
    assert fitting == rules
    assert agreed.agreed == agreed.tokens
    assert not agreed.differences


@given(RULES)
def test_a_text_as_it_was_written_is_not_restored(rules):
    split = tokenise(TEXT, "word", rules)
    assert agreement([split], rules).share == 1.0


def test_differences_are_counted_and_the_commonest_come_first():
    sentences = [sentence("No w/ no w/"), sentence("He said w/ :)) !")]
    agreed = agreement(sentences, DEFAULT_RULES)
    assert (agreed.agreed, agreed.tokens) == (6, 9)
    assert agreed.differences[0] == (("w/",), ("w", "/"), 3)
    assert agreed.share == pytest.approx(2 / 3)


def test_no_sentence_agrees_wholly():
    assert agreement([], DEFAULT_RULES).share == 1.0
