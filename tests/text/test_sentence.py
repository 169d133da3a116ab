import pytest

import nertag
from nertag.errors import ArgumentError, ArgumentTypeError
from nertag.text import Sentence

WRONG = {
    "outside the text": ("abc", (0, 50), (1, 90)),
    "backwards": ("abc", (1,), (0,)),
    "empty": ("abc", (1,), (1,)),
    "over each other": ("abc", (0, 1), (2, 3)),
    "out of order": ("abc", (2, 0), (3, 1)),
    "before the text": ("abc", (-1,), (1,)),
    "without ends": ("abc", (0, 1), (1,)),
    "characters of another text": ("abc", range(4), range(1, 5)),
    "tags that are too few": ("abc", (0, 1), (1, 2), ("O",)),
}


@pytest.mark.parametrize("arguments", WRONG.values(), ids=WRONG)
def test_tokens_that_are_not_in_the_text_are_refused(arguments):
    with pytest.raises(ValueError, match="expected") as refused:
        Sentence(*arguments)
    assert isinstance(refused.value, ArgumentError)
    assert isinstance(refused.value, nertag.NertagError)


def test_tokens_may_touch_or_leave_gaps():
    assert Sentence("a bcd", (0, 2, 3), (1, 3, 5), ("O", "O", "O")).words == ["a", "b", "cd"]
    assert Sentence("", (), ()).words == []
    assert Sentence("ab", range(2), range(1, 3)).words == ["a", "b"]


def test_words_become_a_sentence():
    sentence = Sentence.from_words(["Anna", "is", "n't", "a b"])
    assert (sentence.text, sentence.words) == ("Anna is n't a b", ["Anna", "is", "n't", "a b"])
    assert Sentence.from_words([]) == Sentence("", (), ())
    assert Sentence.from_words(("北",)).tokens[0].end == 1


@pytest.mark.parametrize("words", ["abc", b"ab", None, {"a"}, ["a", 1], ["a", ""]])
def test_what_are_no_words_is_refused(words):
    with pytest.raises((ArgumentError, ArgumentTypeError), match="expected"):
        Sentence.from_words(words)


def test_spans_become_tags():
    sentence = Sentence.from_spans("李雷在北京", [(3, 5, "LOC"), (0, 2, "PER")])
    assert sentence.tags == ("B-PER", "I-PER", "O", "B-LOC", "I-LOC")
    words = Sentence.from_spans("Anna is in New York.", [(11, 19, "LOC")], tokens="word")
    assert words.words == ["Anna", "is", "in", "New", "York", "."]
    assert words.tags == ("O", "O", "O", "B-LOC", "I-LOC", "O")
    assert Sentence.from_spans("", []).tags == ()


@pytest.mark.parametrize(
    ("spans", "match"),
    [
        ([(0, 4, "X"), (3, 7, "Y")], "overlap"),
        ([(0, 3, "X")], "'Ann', does not begin and end with a token"),
        ([(1, 4, "X")], "'nna', does not begin and end with a token"),
        ([(4, 5, "X")], "' ', does not begin and end with a token"),
        ([(0, 5, "X")], "'Anna ', does not begin and end with a token"),
        ([(0, 99, "X")], r"`spans\[0\]` is .*, expected a character or more within the 10"),
        ([(3, 3, "X")], "expected a character or more"),
        ([(0, 4)], r"expected \(start, end, label\)"),
        ([("0", 4, "X")], r"expected \(int, int, str\)"),
        (["abc"], r"expected \(start, end, label\)"),
    ],
)
def test_spans_that_tags_cannot_hold_are_refused(spans, match):
    with pytest.raises((ArgumentError, ArgumentTypeError), match=match):
        Sentence.from_spans("Anna is in", spans, tokens="word")


def test_tokens_of_another_kind_are_refused():
    with pytest.raises(ArgumentError, match="`tokens` is 'byte'"):
        Sentence.from_spans("a", [], tokens="byte")
