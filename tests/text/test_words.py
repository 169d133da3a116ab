import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import texts

from nertag.text.words import CLITICS, LONGEST_KNOWN, WordRules, split_words

RULES = st.builds(
    WordRules,
    clitics=st.sampled_from(CLITICS),
    hyphens=st.booleans(),
    slashes=st.booleans(),
    marks=st.booleans(),
    repeats=st.booleans(),
)
SIGNS = st.text(st.sampled_from("aZ1é的 '’.,-/@#:;)(&_!?\u0301\u200d\ufe0f🇫👍\u200b\ud800\x1c\n"))


def words(text, **rules):
    return [text[start:end] for start, end in split_words(text, WordRules(**rules))]


@given(texts() | SIGNS | st.text(), RULES)
def test_words_never_overlap_and_cover_all_that_is_not_blank(text, rules):
    place, found = 0, []
    for start, end in split_words(text, rules):
        assert place <= start < end <= len(text)
        found.append(text[start:end])
        place = end
    assert "".join(found) == "".join(text.split())
    assert not any(char.isspace() for word in found for char in word)


@given(st.lists(SIGNS, max_size=4), RULES)
def test_a_blank_parts_what_is_beside_it(parts, rules):
    whole = split_words(" ".join(parts), rules)
    alone, place = [], 0
    for part in parts:
        alone += [(place + start, place + end) for start, end in split_words(part, rules)]
        place += len(part) + 1
    assert whole == alone


def test_a_long_text_without_blanks_is_split_as_a_short_one():
    piece = "don't/U.S.,"
    assert words(piece * LONGEST_KNOWN) == words(piece) * LONGEST_KNOWN


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He left the U.S. at 7 p.m., e.g.", "He|left|the|U.S.|at|7|p.m.|,|e.g."),
        ("Mr. Smith vs. Acme Inc. (Ltd.)", "Mr.|Smith|vs.|Acme|Inc.|(|Ltd.|)"),
        ("It ends here. Next", "It|ends|here|.|Next"),
    ],
)
def test_abbreviations(text, expected):
    assert words(text) == expected.split("|")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I don't, can’t, they'll've", "I|do|n't|,|ca|n’t|,|they'll|'ve"),
        ("London's dogs' bone", "London|'s|dogs|'|bone"),
        ("It 's n't", "It|'s|n't"),
        ("DON'T", "DO|N'T"),
    ],
)
def test_contractions_and_possessives(text, expected):
    assert words(text) == expected.split("|")


def test_a_quote_is_no_part_of_the_word():
    assert words("'London is great'") == ["'", "London", "is", "great", "'"]
    assert words("“'No,’ he said”") == ["“", "'", "No", ",", "’", "he", "said", "”"]
    assert words("O'Neill O’Neill's rock'n'roll") == ["O'Neill", "O’Neill", "'s", "rock'n'roll"]


def test_hyphens_and_slashes():
    assert words("a well-known state-of-the-art - 5") == [
        *("a", "well-known", "state-of-the-art", "-", "5")
    ]
    assert words("and/or -5 a- -- b") == ["and", "/", "or", "-", "5", "a", "-", "--", "b"]


def test_decimal_and_thousands_marks():
    assert words("3.5 30,000.25 .5 10:30 1/2 v2.0 1, 2") == [
        *("3.5", "30,000.25", ".5", "10:30", "1/2", "v2.0", "1", ",", "2")
    ]


def test_addresses():
    text = "See http://t.co/a(b)?c=d&e. (www.x.org), bit.ly/cuy or mail me.you@x-y.co.uk!"
    assert words(text) == [
        *("See", "http://t.co/a(b)?c=d&e", ".", "(", "www.x.org", ")", ",", "bit.ly/cuy"),
        *("or", "mail", "me.you@x-y.co.uk", "!"),
    ]


def test_mentions_and_hash_tags():
    text = "@ana's #tag_1: C# a@b #北京"
    assert words(text) == [*("@ana", "'s", "#tag_1", ":", "C", "#", "a", "@", "b", "#", "北", "京")]


@pytest.mark.parametrize("sign", [":)", ":-D", ";P", ":'(", "<3", "</3", "-_-", "^_^", "o_O", ":/"])
def test_emoticons(sign):
    assert words(f"Good {sign} {sign}") == ["Good", sign, sign]


def test_no_emoticon_within_other_text():
    assert words("as follows:(a) 1:3)") == ["as", "follows", ":", "(", "a", ")", "1:3", ")"]


@pytest.mark.parametrize(
    "sign", ["🇫🇷", "👨\u200d👩\u200d👧", "👍🏽", "❤️", "🏴\U000e0067\U000e007f", "1️⃣"]
)
def test_an_emoji_with_what_belongs_to_it_is_one_token(sign):
    assert words(f"{sign}{sign}a") == [sign, sign, "a"]


@pytest.mark.parametrize("word", ["हिन्दी", "العَرَبِيَّة", "cafe\u0301", "می\u200cخواهم"])
def test_words_keep_their_marks(word):
    assert words(f"{word} ({word}).") == [word, "(", word, ")", "."]


def test_ideographs_in_mixed_text_stand_alone():
    assert words("我在New York，2016年 http://t.cn/abc看") == [
        *("我", "在", "New", "York", "，", "2016", "年", "http://t.cn/abc", "看")
    ]


def test_a_character_reference_is_one_token():
    assert words("A&amp;B &#39; & c;") == ["A", "&amp;", "B", "&#39;", "&", "c", ";"]


@pytest.mark.parametrize(
    ("clitics", "expected"),
    [
        ("penn", "I|'m|n't|it|'s|O'Neill"),
        ("possessive", "I'm|n't|it|'s|O'Neill"),
        ("whole", "I'm|n't|it's|O'Neill"),
        ("apart", "I|'|m|n|'|t|it|'|s|O|'|Neill"),
    ],
)
def test_conventions_for_apostrophes(clitics, expected):
    assert words("I'm n't it's O'Neill", clitics=clitics) == expected.split("|")


def test_other_conventions():
    assert words("a-b", hyphens=False) == ["a", "-", "b"]
    assert words("a/b", slashes=True) == ["a/b"]
    assert words("0.05 U.S.", marks=False) == ["0", ".", "05", "U", ".", "S", "."]
    assert words("No!!! ?", repeats=True) == ["No", "!!!", "?"]
    assert words("No!!! ?") == ["No", "!", "!", "!", "?"]
