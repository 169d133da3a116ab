import pytest
from format_tools import check_places, odd
from hypothesis import given
from hypothesis import strategies as st
from strategies import LABELS, spans, tags, texts

from nertag.config import ReadingSettings
from nertag.formats.columnar import words
from nertag.formats.rules import Rule
from nertag.formats.source import Source
from nertag.text.tags import SCHEMES, repair, spans_to_tags, split_tag
from nertag.text.tags import spans as read_spans


def source_of(tokens):
    return Source("in.txt", ReadingSettings(tokens=tokens))


def sentence(rows, tokens, **how):
    """The sentence of rows given as ``New B-X|York I-X``."""
    lines = [(*row.split(), number) for number, row in enumerate(rows.split("|"), 1)]
    return words.sentence(lines, source_of(tokens), **how)


@st.composite
def rows_of(draw, scheme, tokens):
    """Rows with legal tags of a scheme."""
    row = draw(st.lists(tokens, min_size=1, max_size=6))
    found = spans_to_tags(draw(spans(len(row))), len(row), scheme)
    return [(word, tag, line) for line, (word, tag) in enumerate(zip(row, found), 3)]


# Words as tokens


@given(rows_of("BIO", texts(min_size=1, max_size=4)))
def test_words_are_the_tokens_as_they_are(rows):
    source = source_of("word")
    found = words.sentence(rows, source)
    assert list(zip(found.words, found.tags)) == [row[:2] for row in rows]
    assert found.text == " ".join(word for word, _, _ in rows)
    assert (found.line, odd(source)) == (3, {})
    check_places(found)


@pytest.mark.parametrize("tokens", ["char", "word"])
@given(data=st.data())
def test_the_blanks_given_are_the_blanks_of_the_text(tokens, data):
    rows = data.draw(rows_of("BIO", texts(min_size=1, max_size=4)))
    gap = st.sampled_from(["", " ", "  ", "\u3000"])
    blanks = data.draw(st.lists(gap, min_size=len(rows), max_size=len(rows)))
    found = words.sentence(rows, source_of(tokens), blanks=blanks)
    assert found.text == "".join(gap + row[0] for gap, row in zip(blanks, rows))
    check_places(found)
    if tokens == "word":
        assert found.words == [word for word, _, _ in rows]
        assert found.tags == tuple(tag for _, tag, _ in rows)
    else:
        assert found.words == list(found.text)
        assert repair(found.tags, "BIO")[1] == 0
        entities = [(label, word_of(rows, blanks, *span)) for *span, label in marked(rows)]
        read = read_spans(found.tags)
        assert [(label, found.text[start:end]) for start, end, label in read] == entities


def marked(rows):
    return read_spans([tag for _, tag, _ in rows])


def word_of(rows, blanks, start, end):
    """The text from one word to another, blanks between them included."""
    rest = zip(blanks[start + 1 : end], rows[start + 1 : end])
    return rows[start][0] + "".join(gap + row[0] for gap, row in rest)


def test_document_and_comments_are_kept():
    for tokens, rows in (("char", "a O|b O"), ("char", "ab O"), ("word", "ab O")):
        found = sentence(rows, tokens, document="d", comments=("c",))
        assert (found.document, found.comments, found.line) == ("d", ("c",), 1)


# Characters as tokens


@pytest.mark.parametrize("scheme", SCHEMES)
@given(data=st.data())
def test_splitting_keeps_text_and_entities(scheme, data):
    rows = data.draw(rows_of(scheme, texts(exclude=" ", min_size=1, max_size=4)))
    middle = "M" if scheme == "BMES" else "I"
    source = source_of("char")
    found = words.sentence(rows, source, middle=middle)
    assert found.words == list(found.text)
    assert found.text.replace(" ", "") == "".join(word for word, _, _ in rows)
    # A blank put back before the B- of IOB1 takes away what that B- was for.
    assert scheme == "IOB1" or repair(found.tags, scheme)[1] == 0
    entities = [
        (label, found.text[start:end].replace(" ", ""))
        for start, end, label in read_spans(found.tags)
    ]
    assert entities == [
        (label, "".join(word for word, _, _ in rows[start:end]))
        for start, end, label in marked(rows)
    ]
    several = [line for word, _, line in rows if len(word) > 1]
    assert odd(source) == ({Rule.SPLIT_TOKEN: (len(several), several)} if several else {})


@pytest.mark.parametrize(
    ("rows", "text", "letters"),
    [
        ("New B-X|York I-X|City I-X", "New York City", "B" + "I" * 12),
        ("New B-X|York B-X", "New York", "BIIOBIII"),
        ("the O|EU B-X|is O", "the EU is", "OOOOBIOOO"),
        ("A B-X|bc I-X", "A bc", "BIII"),
        ("A B-X|b I-X", "Ab", "BI"),
        ("don O|' O|t O", "don't", "OOOOO"),
        ("in O|北京 B-X|is O", "in北京is", "OOBIOO"),
        ("3.5 O|kg O|, O|ok O", "3.5 kg,ok", "OOOOOOOOO"),
        ("café O|été O", "café été", "OOOOOOOO"),
        ("Bob S-X|EU E-X", "Bob EU", "BIEOIE"),
        ("Bob B-X|EU I-Y", "Bob EU", "BIIOII"),
        ("ab B|cd I|ef B", "ab cd ef", "BIIIIOBI"),
    ],
)
def test_a_blank_comes_back_between_words_of_letters(rows, text, letters):
    found = sentence(rows, "char")
    assert found.text == text
    assert "".join(tag[0] for tag in found.tags) == letters


def test_several_blanks_inside_and_outside_of_an_entity():
    found = sentence("a B-X|b I-X|c O", "char", blanks=[" ", "  ", "\u3000"])
    assert found.text == " a  b\u3000c"
    assert found.tags == ("O", "B-X", "I-X", "I-X", "I-X", "O", "O")


# Spreading a tag over characters


@pytest.mark.parametrize(
    ("tag", "middle", "spread"),
    [
        ("O", "I", "O O O"),
        ("B-X", "I", "B-X I-X I-X"),
        ("I-X", "I", "I-X I-X I-X"),
        ("E-X", "I", "I-X I-X E-X"),
        ("S-X", "I", "B-X I-X E-X"),
        ("M-X", "M", "M-X M-X M-X"),
        ("E-X", "M", "M-X M-X E-X"),
        ("S-X", "M", "B-X M-X E-X"),
        ("L-X", "I", "I-X I-X L-X"),
        ("U-X", "I", "B-X I-X L-X"),
        ("B", "I", "B I I"),
        ("S", "M", "B M E"),
    ],
)
def test_a_tag_goes_on_over_the_characters(tag, middle, spread):
    assert words.spread(tag, 3, middle) == spread.split()


@given(tags(LABELS), st.integers(1, 5), st.sampled_from("IM"))
def test_a_spread_tag_is_one_piece_of_the_same_label(tag, length, middle):
    found = words.spread(tag, length, middle)
    assert len(found) == length
    assert {split_tag(one)[1] for one in found} == {split_tag(tag)[1]}
    assert read_spans(found) == ([] if tag == "O" else [(0, length, split_tag(tag)[1])])
    assert length > 1 or found == [tag]
