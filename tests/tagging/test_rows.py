"""Blanks and line breaks in texts that are tagged; a network with random weights likes them all."""

from dataclasses import replace
from itertools import product
from math import prod

import pytest
from engine_tools import CHARS, bundle_of
from hypothesis import given, settings
from hypothesis import strategies as st

from nertag.model.engines import load_engine
from nertag.tagging import Tagger
from nertag.text import blank_tokens, lines_of, tokenise

BLANKS = " \t\xa0\u3000\u2028\x85\x0b\x0c\x1c\x00\u200b\ufeff\r\n"
BREAKS = "\n\v\f\r\x85\u2028\u2029"


@pytest.fixture(scope="module", params=product(["crf", "softmax"], ["BIO", "BIOES"]))
def tagger(request):
    head, scheme = request.param
    bundle = bundle_of("small", head=head, network_scheme=scheme)
    return Tagger(bundle, load_engine(bundle, engine="onnx"))


def edged(entity):
    return entity.text[0] in BLANKS or entity.text[-1] in BLANKS


@settings(deadline=None, max_examples=50)
@given(text=st.text(st.sampled_from(CHARS[:6] + BLANKS), max_size=12))
def test_no_entity_is_edged_by_a_blank(tagger, text):
    tagged = tagger.tag(text)
    scored = tagger.tag(text, scores=True, n_best=3)
    assert scored.tags == tagged.tags
    for found in (tagged, *scored.readings):
        assert not any(map(edged, found.entities))
        assert all(text[e.start : e.end] == e.text for e in found.entities)
    assert all(0 < entity.score <= 1 for entity in scored.entities)
    assert tagger.marginals(text).sum(axis=1) == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize("text", ["   ", "\t", "\n\n", "\u2028", "\x00", "\u3000\xa0", " \r\n "])
def test_what_is_blank_has_no_entity(tagger, text):
    tagged = tagger.tag(text, scores=True, n_best=2)
    assert tagged.entities == ()
    assert tagged.tags == ("O",) * len(text)
    assert tagged.readings == tagged.readings[:1]
    assert tagged.readings[0].probability == pytest.approx(1)


def test_a_blank_inside_a_name_stays_allowed(tagger):
    texts = [a + " " + b for a, b in product(CHARS, CHARS)]
    found = [e.text for tagged in tagger.tag_texts(texts) for e in tagged.entities]
    assert any(" " in text for text in found)


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\u2028", "\n\n"])
def test_a_line_is_tagged_as_a_text_of_its_own(tagger, line_break):
    lines = [CHARS[:5], CHARS[3:9], CHARS[2:4]]
    whole = tagger.tag(line_break.join(lines), scores=True, n_best=4)
    alone = tagger.tag_texts(lines, scores=True, n_best=4)
    expected, start = [], 0
    for line, tagged in zip(lines, alone):
        for e in tagged.entities:
            expected.append(replace(e, start=e.start + start, end=e.end + start))
        start += len(line) + len(line_break)
    assert [(e.start, e.end, e.label, e.text) for e in whole.entities] == [
        (e.start, e.end, e.label, e.text) for e in expected
    ]
    assert [e.score for e in whole.entities] == pytest.approx([e.score for e in expected], abs=1e-6)
    choices = sorted(
        (
            prod(one.probability for one in some)
            for some in product(*(tagged.readings for tagged in alone))
        ),
        reverse=True,
    )
    assert [one.probability for one in whole.readings] == pytest.approx(choices[:4], rel=1e-5)
    assert whole.readings[0].tags == whole.tags


def test_gold_over_a_line_break_has_no_probability(tagger):
    sentence = tokenise(CHARS[:2] + "\n" + CHARS[2:4], "char")
    look = tagger.look([sentence, tokenise("\n", "char")])
    (first, second) = look.probabilities(
        [[(0, 5, "PER"), (3, 5, "PER"), (2, 3, "LOC")], [(0, 1, "LOC")]]
    )
    assert first[0] == first[2] == 0
    assert second == [0]
    assert (
        first[1]
        == tagger.look([tokenise(CHARS[2:4], "char")]).probabilities([[(0, 2, "PER")]])[0][0]
    )


def test_lines_of_words():
    words = tokenise("one two\nthree\n\nfour", "word")
    assert lines_of(words) == [(0, 2), (2, 3), (3, 4)]
    assert not blank_tokens(words).any()


@given(st.text(st.sampled_from("ab" + BLANKS), max_size=8))
def test_lines_of_characters_are_those_between_breaks(text):
    covered = [
        place for start, end in lines_of(tokenise(text, "char")) for place in range(start, end)
    ]
    assert covered == [place for place, sign in enumerate(text) if sign not in BREAKS]
