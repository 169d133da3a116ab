import pytest
from format_tools import marked as sentence_with
from format_tools import odd, simple_flat
from hypothesis import given
from hypothesis import strategies as st
from strategies import LABELS, crossing_spans, spans, tag_sequences, texts

from nertag.errors import DataError
from nertag.formats import labelling
from nertag.formats.labelling import (
    in_scheme,
    line_texts,
    marked,
    of_entities,
    tagged_sentences,
    with_entities,
    with_tags,
)
from nertag.formats.rules import Rule
from nertag.formats.source import Source
from nertag.text import tags as schemes
from nertag.text.sentence import Entity, MarkedText, Sentence
from nertag.text.tags import SCHEMES
from nertag.text.tokens import tokenise


@pytest.fixture
def source():
    return Source("in.txt")


# marked


@given(st.data())
def test_spans_in_any_order_are_entities_in_order(data):
    text = data.draw(texts())
    expected = data.draw(crossing_spans(len(text)))
    source = Source("in.txt")
    found = marked(source, 3, text, data.draw(st.permutations(expected)), document="d")
    assert found == MarkedText(
        text,
        tuple(Entity(start, end, label, text[start:end]) for start, end, label in expected),
        3,
        "d",
    )
    assert odd(source) == {}


def test_spans_given_twice_and_empty_ones(source):
    spans = [(1, 2, "A"), (0, 1, "A"), (1, 2, "A"), (1, 2, "B"), (1, 2, "A"), (2, 2, "A")]
    found = marked(source, 3, "abc", spans)
    assert found == sentence_with("abc", [(0, 1, "A"), (1, 2, "A"), (1, 2, "B")], 3)
    assert odd(source) == {Rule.REPEATED_SPAN: (2, [3]), Rule.EMPTY_SPAN: (1, [3])}


def test_a_span_outside_of_the_text_is_refused(source):
    with pytest.raises(DataError, match="does not lie in the text of 3 characters") as caught:
        marked(source, 3, "abc", [(0, 1, "A"), (2, 4, "A")])
    assert caught.value.line == 3


def test_entities_that_are_at_hand(source):
    entities = [Entity(1, 2, "B", "b"), Entity(0, 1, "A", "a"), Entity(1, 2, "B", "b")]
    found = of_entities(source, 1, "ab", entities, comments=("c",))
    assert found.entities == (entities[1], entities[0])
    assert found.comments == ("c",)
    assert odd(source) == {Rule.REPEATED_SPAN: (1, [1])}


# Tags from entities and back


@given(st.data(), st.sampled_from(sorted(SCHEMES)))
def test_characters_to_tags_and_back(data, scheme):
    text = data.draw(texts())
    sentence = sentence_with(text, data.draw(spans(len(text))), 4)
    source = Source("in.txt")
    tagged = with_tags(sentence, "char", scheme, "error", source)
    assert tagged.tags == tuple(
        schemes.spans_to_tags(
            [(e.start, e.end, e.label) for e in sentence.entities], len(text), scheme
        )
    )
    assert with_entities(tagged, scheme, source) == sentence
    for other in SCHEMES:
        changed = in_scheme(tagged, scheme, other, source)
        assert changed == with_tags(sentence, "char", other, "error", source)
    assert odd(source) == {}


def test_what_has_tags_or_entities_keeps_them(source):
    tagged = Sentence("ab", range(2), range(1, 3), ("B-A", "O"))
    assert tagged_sentences(tagged, "char", "BMES", "error", source) == [tagged]
    spans = sentence_with("ab", [(0, 1, "A")])
    assert with_entities(spans, "BIO", source) is spans


def test_overlaps_are_resolved_on_the_way_to_tags(source):
    sentence = sentence_with("abc", [(0, 2, "A"), (1, 3, "B"), (0, 3, "C")], 4)
    assert with_tags(sentence, "char", "BIO", "longest", source).tags == ("B-C", "I-C", "I-C")
    assert odd(source) == {Rule.OVERLAP_RESOLVED.told("longest"): (2, [4, 4])}
    with pytest.raises(DataError, match="overlap"):
        with_tags(sentence, "char", "BIO", "error", source)


@st.composite
def crossing_texts(draw):
    """A text with entities anywhere."""
    text = draw(texts(min_size=1))
    return sentence_with(text, draw(crossing_spans(len(text))), 4)


@given(crossing_texts())
def test_entities_are_widened_to_the_words_they_touch(marked):
    source = Source("in.txt")
    words = tokenise(marked.text, "word")
    expected, widened = [], 0
    for e in marked.entities:
        touched = [
            token
            for token, (start, end) in enumerate(zip(words.starts, words.ends))
            if start < e.end and e.start < end
        ]
        if touched:
            expected.append((touched[0], touched[-1] + 1, e.label))
            outside = words.starts[touched[0]] < e.start or words.ends[touched[-1]] > e.end
            widened += outside
    expected_tags = schemes.spans_to_tags(simple_flat(expected, "longest"), len(words), "BIO")
    tagged = with_tags(marked, "word", "BIO", "longest", source)
    assert (tagged.tags, tagged.words) == (tuple(expected_tags), words.words)
    assert source.oddities.count(Rule.CUT_TOKEN) == widened
    assert source.oddities.count(Rule.EMPTY_SPAN) == len(marked.entities) - len(expected)


def test_rules_of_words(source):
    marked = sentence_with("ab  cd", [(1, 2, "A"), (2, 4, "A"), (4, 6, "A")], 4)
    assert with_tags(marked, "word", "BIO", "error", source).tags == ("B-A", "B-A")
    assert odd(source) == {Rule.CUT_TOKEN: (1, [4]), Rule.EMPTY_SPAN: (1, [4])}


def test_the_lines_of_a_text_become_sentences(source):
    marked = sentence_with("ab\ncd", [(0, 2, "A"), (4, 5, "B")], 4)
    found = tagged_sentences(marked, "char", "BIO", "error", source)
    assert [(s.text, s.tags, s.line) for s in found] == [
        ("ab", ("B-A", "I-A"), 4),
        ("cd", ("O", "B-B"), 4),
    ]


@given(tag_sequences(letters="BIES"), st.sampled_from(["BIO", "IOB1", "BIOES"]))
def test_any_tags_give_entities(tags, scheme):
    source = Source("in.txt")
    text = "x" * len(tags)
    sentence = Sentence(text, range(len(tags)), range(1, len(tags) + 1), tuple(tags), 4)
    found = with_entities(sentence, scheme, source)
    assert [(e.start, e.end, e.label) for e in found.entities] == schemes.spans(tags)
    assert found.text == text
    assert source.oddities.count(Rule.REPAIRED_TAG) == schemes.repair(tags, scheme)[1]


def test_tags_of_words_give_entities_of_the_text(source):
    sentence = Sentence("New York, ok", (0, 4, 10), (3, 9, 12), ("B-A", "I-A", "O"), 4)
    assert with_entities(sentence, "BIO", source).entities == (Entity(0, 9, "A", "New York,"),)
    broken = Sentence("ab", range(2), range(1, 3), ("O", "I-A"), 4)
    assert with_entities(broken, "BIO", source).entities == (Entity(1, 2, "A", "b"),)
    assert odd(source) == {Rule.REPAIRED_TAG: (1, [4])}
    assert with_entities(Sentence("", (), ()), "BIO", source).entities == ()


# Lines


def lines_of(text, found, line=1):
    source = Source("in.txt")
    return line_texts(sentence_with(text, found, line), source), source


def test_lines_as_sentences():
    text = "北京\n\n上海\r\n\r\n😀\r"
    found, source = lines_of(text, [(0, 2, "A"), (5, 6, "B"), (10, 12, "C")], 9)
    assert found == [
        sentence_with("北京", [(0, 2, "A")], 9),
        sentence_with("上海", [(1, 2, "B")], 9),
        sentence_with("😀\r", [(0, 2, "C")], 9),
    ]
    assert odd(source) == {}


def test_a_line_break_inside_an_entity():
    text = "ab\ncd\nef\ngh"
    found, source = lines_of(text, [(1, 7, "A"), (3, 5, "B"), (9, 10, "A")], 9)
    expected = [(1, 7, "A"), (3, 5, "B")]
    assert found == [
        sentence_with("ab\ncd\nef", expected, 9),
        sentence_with("gh", [(0, 1, "A")], 9),
    ]
    assert odd(source) == {Rule.BREAK_IN_ENTITY: (2, [9, 9])}


def test_an_entity_that_covers_the_cr_of_a_line_end_keeps_it():
    found, source = lines_of("a\r\nb\r\n\r\n", [(0, 2, "A"), (6, 7, "B")])
    assert found == [
        sentence_with("a\r", [(0, 2, "A")]),
        sentence_with("b", []),
        sentence_with("\r", [(0, 1, "B")]),
    ]
    assert odd(source) == {}


@given(st.data())
def test_lines_lose_nothing_but_line_ends(data):
    text = data.draw(st.text("ab\r\n😀", max_size=15))
    spans = data.draw(crossing_spans(len(text), LABELS[:2]))
    found, source = lines_of(text, spans)
    place, entities = 0, []
    for sentence in found:
        start = text.index(sentence.text, place)
        assert set(text[place:start]) <= {"\r", "\n"}
        assert sentence.text or "\n" not in text
        place = start + len(sentence.text)
        entities += [(start + e.start, start + e.end, e.label) for e in sentence.entities]
        for e in sentence.entities:
            assert sentence.text[e.start : e.end] == e.text
        for at, sign in enumerate(sentence.text):
            if sign == "\n":
                assert any(e.start <= at < e.end for e in sentence.entities)
    assert set(text[place:]) <= {"\r", "\n"}
    assert entities == spans
    breaks = sum(sentence.text.count("\n") for sentence in found)
    assert source.oddities.count(Rule.BREAK_IN_ENTITY) == breaks


def test_lines_keep_document_and_comments(source):
    sentence = labelling.marked(source, 2, "a\nb", [], document="d", comments=("c",))
    found = line_texts(sentence, source)
    assert [(s.text, s.document, s.comments) for s in found] == [
        ("a", "d", ("c",)),
        ("b", "d", ("c",)),
    ]
