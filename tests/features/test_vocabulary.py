import json

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import texts

from nertag.errors import ConfigError
from nertag.features.vocabulary import PAD, UNKNOWN, Ragged, Vocabulary, count_tokens
from nertag.text.sentence import Sentence
from nertag.text.tokens import fold, tokenise

NASTY = ("-", '"', "\\", "", " ", "\n", "\r", "\u2028", "\x00", "\x85", "北", "<pad>", "#", "🏽")


def words(*tokens):
    """A sentence with these tokens, a blank between any two."""
    starts, ends, place = [], [], 0
    for token in tokens:
        starts.append(place)
        ends.append(place + len(token))
        place = ends[-1] + 1
    return Sentence(" ".join(tokens), tuple(starts), tuple(ends))


@st.composite
def vocabularies(draw, max_size=4):
    tokens = st.sampled_from(NASTY) | texts(max_size=max_size)
    rows = draw(st.lists(tokens.map(fold), unique=True, max_size=12))
    border = draw(st.integers(0, len(rows)))
    return Vocabulary(tuple(rows[:border]), tuple(rows[border:]))


@given(vocabularies())
def test_text_and_back(vocabulary):
    text = vocabulary.to_text()
    assert Vocabulary.from_text(text, "char") == vocabulary
    assert text.count("\n") == len(vocabulary.learned) + len(vocabulary.frozen) + 1


def test_nasty_tokens_survive_on_a_line_each():
    vocabulary = Vocabulary(NASTY[:7], NASTY[7:], "word")
    lines = vocabulary.to_text().split("\n")
    assert lines[:2] == ['"-"', json.dumps('"')]
    assert lines.index("-") == 7
    assert Vocabulary.from_text(vocabulary.to_text(), "word") == vocabulary


def test_a_text_without_a_border_is_refused():
    with pytest.raises(ValueError, match="-"):
        Vocabulary.from_text('"a"\n', "char")


@pytest.mark.parametrize("line", ["7", "a", '"a" "b"', '["a"]', ""])
def test_a_line_that_is_no_string_of_json_is_refused(line):
    with pytest.raises(msgspec.DecodeError):
        Vocabulary.from_text(f"{line}\n-\n", "char")


def test_the_order_of_ids():
    vocabulary = Vocabulary(("甲", "乙"), ("丙",))
    assert len(vocabulary) == 5
    assert vocabulary.first_frozen == 4
    assert (PAD, UNKNOWN) == (0, 1)
    assert vocabulary.encode(tokenise("甲乙丙丁", "char")).tolist() == [2, 3, 4, UNKNOWN]


@given(vocabularies(max_size=2), texts())
def test_the_table_says_what_a_dictionary_would(vocabulary, text):
    ids = {token: i for i, token in enumerate(vocabulary.learned + vocabulary.frozen, 2)}
    found = vocabulary.encode(tokenise(text, "char")).tolist()
    assert found == [ids.get(fold(char), UNKNOWN) for char in text]


def test_any_code_point_has_an_id():
    text = "\x00\uffff\U0010ffff\ud800\u3000"
    assert Vocabulary(("a",), ()).encode(tokenise(text, "char")).tolist() == [UNKNOWN] * 5


@pytest.mark.parametrize("tokens", ["char", "word"])
def test_full_width_and_ascii_are_one_token(tokens):
    vocabulary = Vocabulary(("A",), ("1", "~"), tokens)
    texts = {"char": ("Ａ１～", "A1~"), "word": ("Ａ １ ～", "A 1 ~")}[tokens]
    wide, narrow = (vocabulary.encode(tokenise(text, tokens)).tolist() for text in texts)
    assert wide == narrow
    assert set(wide) - {UNKNOWN} == {2, 3, 4}


def test_the_wide_blank_is_a_blank():
    vocabulary = Vocabulary((" ",), ())
    assert vocabulary.encode(tokenise("\u3000 ", "char")).tolist() == [2, 2]


def test_words_are_looked_up_in_lower_case_before_they_count_as_unknown():
    vocabulary = Vocabulary(("paris", "Rome"), (), "word")
    row = words("Paris", "PARIS", "Ｐａｒｉｓ", "Rome", "rome", "ROME", "Bonn")
    assert vocabulary.encode(row).tolist() == [2, 2, 2, 3, UNKNOWN, UNKNOWN, UNKNOWN]


def test_words_are_looked_up_with_their_digits_as_0_at_last():
    vocabulary = Vocabulary(("2016", "0000-x"), (), "word")
    assert vocabulary.encode(words("2016", "1999-X", "2017")).tolist() == [2, 3, UNKNOWN]


def test_characters_are_not_lower_cased():
    assert Vocabulary(("a",), ()).encode(tokenise("A", "char")).tolist() == [UNKNOWN]


@pytest.mark.parametrize("tokens", ["char", "word"])
def test_an_empty_sentence(tokens):
    ids = Vocabulary(("a",), (), tokens).encode(tokenise("", tokens))
    assert ids.shape == (0,)
    assert ids.dtype == "int32"


def test_count_tokens_folds_and_puts_the_frequent_first():
    rows = [tokenise("ｂ１a", "char"), tokenise("1b1", "char")]
    assert list(count_tokens(rows).items()) == [("1", 3), ("b", 2), ("a", 1)]


@given(st.lists(texts(max_size=8)))
def test_no_token_is_lost_in_counting(lines):
    counts = count_tokens([tokenise(line, "char") for line in lines])
    assert sum(counts.values()) == sum(map(len, lines))


def test_a_sentence_of_words_does_not_fit_a_vocabulary_of_characters():
    words = tokenise("New York", "word")
    with pytest.raises(ConfigError, match="tokens are characters"):
        Vocabulary(("N",), ()).encode(words)


# Many short texts


@given(vocabularies(max_size=1), st.lists(texts(max_size=5), max_size=8))
def test_many_texts_are_encoded_as_each_alone(vocabulary, many):
    found = vocabulary.encode_texts(many)
    assert len(found) == len(many)
    assert (found.ids.dtype, found.offsets.dtype) == (np.int32, np.int64)
    rows = np.split(found.ids, found.offsets[1:-1]) if many else []
    for text, row, known in zip(many, rows, found.known, strict=True):
        alone = vocabulary.encode(tokenise(text, "char"))
        assert row.tolist() == alone.tolist()
        assert known == (bool(text) and UNKNOWN not in alone)


def test_many_texts_of_words():
    vocabulary = Vocabulary(("York",), ("new", "is"), "word")
    found = vocabulary.encode_texts(["New York", "", "Paris is", "is", "ｉｓ"])
    assert found.ids.tolist() == [3, 2, UNKNOWN, 4, 4, 4]
    assert found.offsets.tolist() == [0, 2, 2, 4, 5, 6]
    assert found.known.tolist() == [True, False, False, True, True]
    assert len(vocabulary.encode_texts([])) == 0


def test_a_row_is_known_if_it_has_tokens_and_all_are():
    rows = Ragged(np.array([UNKNOWN, 5, 5, 5, UNKNOWN, 6], np.int32), np.array([0, 1, 1, 3, 5, 6]))
    assert rows.known.tolist() == [False, False, True, False, True]
    assert Ragged(np.zeros(0, np.int32), np.zeros(1, np.int64)).known.tolist() == []


@given(vocabularies())
def test_rows_are_the_tokens_of_the_ids(vocabulary):
    rows = vocabulary.rows
    assert len(rows) == len(vocabulary)
    assert rows[PAD] == rows[UNKNOWN] == ""
    assert rows[vocabulary.first_frozen :] == list(vocabulary.frozen)
    assert rows[2 : vocabulary.first_frozen] == list(vocabulary.learned)


def test_pairs_are_the_ids_of_both_characters():
    vocabulary = Vocabulary(("x",), ("北", "京"))
    assert vocabulary.pairs(["北京", "ｘ甲"]).tolist() == [[3, 4], [2, UNKNOWN]]
    assert vocabulary.pairs([]).shape == (0, 2)
