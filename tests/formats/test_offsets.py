import pytest
from format_tools import odd
from hypothesis import given
from hypothesis import strategies as st
from strategies import texts

from nertag.config import ReadingSettings
from nertag.errors import DataError
from nertag.formats.offsets import SHOWN, alike, entity, excerpt, places
from nertag.formats.rules import Rule
from nertag.formats.source import Source
from nertag.text.sentence import Entity

UTF16 = ReadingSettings(offset_unit="utf16")


def units(text):
    return len(text.encode("utf-16-le")) // 2


@given(texts())
def test_utf16_places(text):
    place = places(text, Source("in", UTF16))
    borders = {units(text[:at]): at for at in range(len(text) + 1)}
    assert [place(unit) for unit in range(-2, units(text) + 3)] == [
        borders.get(unit, -1) for unit in range(-2, units(text) + 3)
    ]


@given(texts())
def test_places_in_code_points(text):
    place = places(text, Source("in"))
    inside = range(len(text) + 1)
    assert [place(at) for at in range(-2, len(text) + 3)] == [-1, -1, *inside, -1, -1]


def found(text, span, mention=None, same=None, **reading):
    source = Source("in", ReadingSettings(**reading))
    place = places(text, source)
    how = {} if same is None else {"same": same}
    return entity(source, 7, text, place, span, mention, **how), source


@given(texts(min_size=1), st.data())
def test_an_entity_by_either_unit(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    expected = Entity(start, end, "A", text[start:end])
    assert found(text, (start, end, "A"), text[start:end])[0] == expected
    span = units(text[:start]), units(text[:end]), "A"
    assert found(text, span, text[start:end], offset_unit="utf16")[0] == expected


def test_a_span_of_no_character():
    for text in ("ab", ""):
        none, source = found(text, (0, 0, "A"), "")
        assert none is None
        assert [(o.rule, o.count, o.lines) for o in source.oddities] == [(Rule.EMPTY_SPAN, 1, [7])]


@pytest.mark.parametrize(
    ("span", "message"),
    [
        ((None, 1, "A"), "the span None to 1 is not given by two whole numbers"),
        ((0, "1", "A"), "the span 0 to '1' is not given by two whole numbers"),
        ((0, 1.0, "A"), "the span 0 to 1.0 is not given by two whole numbers"),
        ((False, 1, "A"), "the span False to 1 is not given by two whole numbers"),
        ((0, True, "A"), "the span 0 to True is not given by two whole numbers"),
        ((0, 1, None), "the span 0 to 1 has the label None, expected a text"),
        ((0, 1, ["A"]), r"the span 0 to 1 has the label \['A'\], expected a text"),
        ((-1, 1, "A"), "the span -1 to 1, 'A', does not lie in the text of 3 characters"),
        ((2, 4, "A"), "does not lie in .* read as characters; see `offset_unit`"),
        ((2, 1, "A\n"), r"the span 2 to 1, 'A\\n', does not lie in the text"),
        ((10**30, 10**31, "A"), "does not lie in the text"),
    ],
)
def test_a_span_that_is_none(span, message):
    with pytest.raises(DataError, match=message) as caught:
        found("a😀b", span)
    assert caught.value.line == 7
    assert "\n" not in str(caught.value)


def test_an_offset_inside_a_pair_of_units():
    with pytest.raises(DataError, match=r"does not lie in .* read as UTF-16 units"):
        found("a😀b", (2, 3, "A"), offset_unit="utf16")


@pytest.mark.parametrize(
    ("text", "unit", "message"),
    [
        ("北京", "codepoint", "the span 0 to 1, 'A', covers '北', expected '京' .*as characters;"),
        ("北😀", "utf16", "covers '北', .*read as UTF-16 units; see `offset_unit`"),
    ],
)
def test_another_text_than_the_mention(text, unit, message):
    with pytest.raises(DataError, match=message) as caught:
        found(text, (0, 1, "A"), "京", offset_unit=unit)
    assert caught.value.line == 7


@pytest.mark.parametrize(
    ("span", "place"),
    [
        ((10, 13), "10 to 14"),  # its end is the last character
        ((11, 15), "10 to 14"),  # counted from 1
        ((0, 1), "0 to 4"),
        ((90, 94), "22 to 26"),
    ],
)
def test_it_is_said_where_a_mention_stands(span, place):
    with pytest.raises(DataError, match=rf"characters; its text stands at {place}; see"):
        found("Anna, too Anna, since Anna", (*span, "A"), "Anna")


def test_a_span_without_a_label_is_a_word():
    one, source = found("ab", (0, 1, ""))
    assert (one.text, one.label) == ("a", "")
    assert odd(source) == {Rule.UNLABELLED_ENTITY: (1, [7])}


def test_a_mention_where_the_span_is_empty():
    with pytest.raises(DataError, match="covers '', expected '京'"):
        found("京", (0, 0, "A"), "京")


@pytest.mark.parametrize("mention", ["a\nb", "a\r\nb", "a\\nb", "a\\r\\nb", "a b", "a  b ", "ab"])
@pytest.mark.parametrize("text", ["a\nb", "a\r\nb", "a\rb", "a \t\n b"])
def test_texts_that_differ_in_blanks_are_alike(text, mention):
    assert alike(text, mention)
    assert found(text, (0, len(text), "A"), mention, alike)[0].text == text


def test_texts_that_are_not_alike():
    assert not alike("ab", "ac")
    assert not alike("a\nb", "anb")
    assert alike("C:\\new", "C:\\new")
    with pytest.raises(DataError, match="covers"):
        found("a\nb", (0, 3, "A"), "a b")


def test_what_a_message_shows_is_one_line_of_some_length():
    assert excerpt("a\n" + "b" * 1000) == repr("a\n" + "b" * (SHOWN - 2) + "…")
