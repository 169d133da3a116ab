import pytest
from format_tools import mutated, odd, read, read_all, read_or_refuse, refused
from hypothesis import given
from hypothesis import strategies as st
from strategies import spans, texts

from nertag.errors import ConfigError
from nertag.formats.columnar import germeval
from nertag.formats.rules import Rule
from nertag.text.tags import spans_to_tags

EXAMPLE = (
    "#\thttp://example.org/Korfmann [2009-10-17]\n"
    "1\tDie\tO\tO\n"
    "2\tUni\tB-ORG\tO\n"
    "3\tKöln\tI-ORG\tB-LOC\n"
    "\n"
    "# http://example.org/x [2010-01-02]\n"
    "1\t#1\tB-OTHderiv\tO\n"
)


@pytest.mark.parametrize(
    ("layer", "tags"),
    [
        ("", ["O B-ORG I-ORG", "B-OTHderiv"]),
        ("1", ["O B-ORG I-ORG", "B-OTHderiv"]),
        ("2", ["O O B-LOC", "O"]),
    ],
)
def test_an_example(layer, tags):
    first, second = read(germeval, EXAMPLE, tokens="word", layer=layer)
    assert [first.words, second.words] == [["Die", "Uni", "Köln"], ["#1"]]
    assert [" ".join(first.tags), " ".join(second.tags)] == tags
    assert first.comments == ("http://example.org/Korfmann [2009-10-17]",)
    assert second.comments == ("http://example.org/x [2010-01-02]",)
    assert (first.text, first.line, second.line) == ("Die Uni Köln", 2, 7)


def test_characters_as_tokens():
    (first, _), _ = read_all(germeval, EXAMPLE, tokens="char")
    assert first.text == "Die Uni Köln"
    assert "".join(tag[0] for tag in first.tags) == "OOOOBIIIIIII"


def test_an_unknown_layer():
    with pytest.raises(ConfigError, match=r"the layer '3' is neither 1 .* nor 2"):
        read(germeval, EXAMPLE, layer="3")


tokens = texts(exclude="\t\ufeff", min_size=1, max_size=5)


@given(st.data())
def test_what_is_in_the_file_comes_out(data):
    rows, content = [], ""
    for words in data.draw(st.lists(st.lists(tokens, min_size=1, max_size=5), max_size=3)):
        outer = spans_to_tags(data.draw(spans(len(words))), len(words), "BIO")
        inner = spans_to_tags(data.draw(spans(len(words))), len(words), "BIO")
        rows.append((words, tuple(outer), tuple(inner)))
        lines = [f"{i}\t{word}\t{a}\t{b}\n" for i, (word, a, b) in enumerate(zip(*rows[-1]), 1)]
        content += "# c\n" + "".join(lines) + "\n"
    for layer in ("1", "2"):
        found = read(germeval, content, tokens="word", layer=layer)
        assert [s.words for s in found] == [row[0] for row in rows]
        assert [s.tags for s in found] == [row[int(layer)] for row in rows]


def test_what_is_odd_is_counted():
    content = "1\ta\tO\tO\n1\tb\t\tO\n7\tc\t\tO\n \n# c\n"
    (sentence,), source = read_all(germeval, content, tokens="word")
    assert (sentence.words, sentence.tags) == (["a", "b", "c"], ("O", "O", "O"))
    assert odd(source) == {
        Rule.ODD_INDEX: (2, [2, 3]),
        Rule.EMPTY_TAG: (2, [2, 3]),
        Rule.BLANK_LINE: (1, [4]),
        Rule.LONE_COMMENT: (1, [5]),
    }


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("2\tb\tO", "3 columns where 4 are expected, parted by TABs"),
        ("2 b O O", "1 columns where 4 are expected"),
        ("b\tO\tO\tO", "'b' in the first column, where the word's index is expected"),
        ("²\tO\tO\tO", "'²' in the first column, where the word's index is expected"),
        ("\tb\tO\tO", "'' in the first column"),
        ("2\t\tO\tO", "the token is empty"),
        ("2\tb\tX\tO", "'X' is neither O nor like B-LABEL"),
    ],
)
def test_errors_name_the_line(line, message):
    refused(germeval, f"1\ta\tO\tO\n{line}\n", message, 2)


def test_only_the_chosen_layer_is_looked_at():
    refused(germeval, "1\ta\tO\tX\n", "neither O", 1, layer="2")
    assert read(germeval, "1\ta\tO\tX\n")[0].tags == ("O",)


fields = st.sampled_from(["1", "2", "a", "#", "", " ", "O", "B-X", "I-", "\x85", "\x00"])


@given(
    st.lists(st.lists(fields, min_size=3, max_size=4).map("\t".join) | texts(), max_size=6),
    st.sampled_from(["char", "word"]),
)
def test_any_rows_are_sentences_or_a_data_error(lines, tokens):
    read_or_refuse(germeval, "\n".join(lines), tokens=tokens)


@given(mutated(st.just(EXAMPLE)), st.sampled_from(["char", "word"]))
def test_a_broken_file_is_sentences_or_a_data_error(content, tokens):
    read_or_refuse(germeval, content, tokens=tokens)
