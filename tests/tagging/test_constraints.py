"""What is known of a text: the best, and all probabilities, are those among what agrees with it."""

import numpy as np
import pytest
from chains import TAG_SETS, all_spans, legal_paths, potentials, score
from hypothesis import given
from hypothesis import strategies as st
from tiny import GOLDEN

import nertag
from nertag.decoding.lattice import Lattice
from nertag.errors import ArgumentError, ArgumentTypeError
from nertag.tagging.constraints import barred_tags
from nertag.tagging.rows import SentenceRows
from nertag.tagging.sentence_look import SentenceLook
from nertag.tagging.windows import tag_rows
from nertag.text.sentence import Entity, Sentence
from nertag.text.tags import as_bio, spans
from nertag.text.tokens import tokenise

TABLE = np.random.default_rng(0).normal(scale=2, size=(128, 9)).astype(np.float32)


def piece(text, start, end, label):
    return Entity(start, end, label, text[start:end])


def agrees(found, known, forbidden, text):
    """Whether the spans of a path are what is known."""
    if any(" " in (text[start], text[end - 1]) for start, end, _ in found):
        return False
    if not set(known) <= set(found):
        return False
    return not any(
        start < stop and begin < end and label in ("", other)
        for start, end, other in found
        for begin, stop, label in forbidden
    )


@st.composite
def cases(draw):
    """A tag set, a text, entities that do not overlap, and pieces elsewhere that are none."""
    tags = TAG_SETS[draw(st.sampled_from([5, 9]))]
    text = draw(st.text("ab ", min_size=1, max_size=4 if len(tags) == 9 else 5))
    known, place = [], 0
    while place < len(text) and draw(st.booleans()):
        start = draw(st.integers(place, len(text) - 1))
        end = draw(st.integers(start + 1, len(text)))
        if " " not in (text[start], text[end - 1]):
            known.append((start, end, draw(st.sampled_from("XY"))))
        place = end
    forbidden = []
    for _ in range(draw(st.integers(0, 2))):
        start = draw(st.integers(0, len(text) - 1))
        end = draw(st.integers(start + 1, len(text)))
        if all(end <= first or last <= start for first, last, _ in known):
            forbidden.append((start, end, draw(st.sampled_from(["X", "Y", ""]))))
    return tags, text, known, forbidden, draw(st.integers(0, 99))


@given(cases())
def test_all_is_as_looking_at_all_that_agrees_says(case):
    tags, text, known, forbidden, seed = case
    added = potentials(tags, np.random.default_rng(seed))
    table = np.random.default_rng(seed).permutation(TABLE)[:, : len(tags)]
    ids = np.array([ord(sign) for sign in text], np.int32)
    paths = list(legal_paths(tags, len(text)))
    read = [spans([tags[tag] for tag in path]) for path in paths]
    kept = [n for n, found in enumerate(read) if agrees(found, known, forbidden, text)]
    scores = np.array([score(table[ids], paths[n], added) for n in kept])
    wanted = np.exp(scores - np.logaddexp.reduce(scores))

    sentence, lattice = tokenise(text, "char"), Lattice.of(tags, added)
    barred = barred_tags(
        sentence,
        [piece(text, *one) for one in known],
        [piece(text, *one) for one in forbidden],
        lattice.tags,
    )
    rows = SentenceRows([sentence], lambda _: ids, barred)
    look = SentenceLook(rows, table.__getitem__, lattice)
    (path,) = rows.join_paths(tag_rows(rows.rows, table.__getitem__, lattice))
    np.testing.assert_array_equal(path, look.paths[0])
    best = [as_bio(lattice.tags[tag]) for tag in path]
    chances = {
        tuple(as_bio(tags[tag]) for tag in paths[n]): chance for n, chance in zip(kept, wanted)
    }
    assert chances[tuple(best)] == pytest.approx(wanted.max(), rel=1e-4)
    asked = all_spans(len(text), "XY")
    (found,) = look.probabilities([asked])
    for span, chance in zip(asked, found):
        right = sum(p for n, p in zip(kept, wanted) if span in read[n])
        assert chance == pytest.approx(right, abs=1e-5)
    (readings,) = look.readings(1000)
    assert sum(chance for _, chance in readings) == pytest.approx(1)
    assert len(readings) == len(kept)


# The tagger

TEXT = "李雷在北京。王芳去了上海吗？"


@pytest.fixture(scope="module")
def tagger():
    return nertag.load(GOLDEN / "new-everything", engine="onnx")


def found_in(tagged):
    return [(e.start, e.end, e.label) for e in tagged.entities]


@pytest.mark.parametrize("how", [{}, {"scores": True}, {"n_best": 2}])
def test_what_is_known_is_there_and_what_is_forbidden_is_not(tagger, how):
    plain = tagger.tag(TEXT)
    assert (0, 2, "PER") in found_in(plain)
    known = [piece(TEXT, 1, 4, "LOC")]
    fixed = tagger.tag(TEXT, known=known, **how)
    assert (1, 4, "LOC") in found_in(fixed)
    assert (0, 2, "PER") not in found_in(fixed)
    without = tagger.tag(TEXT, forbidden=[piece(TEXT, 0, 2, "PER")], **how)
    assert (0, 2, "PER") not in found_in(without)
    nothing = tagger.tag(TEXT, forbidden=[piece(TEXT, 0, len(TEXT), "")], **how)
    assert nothing.entities == ()
    if "scores" in how:
        assert fixed.entities[0].score == pytest.approx(1)


def test_to_know_what_would_be_found_changes_nothing(tagger):
    plain = tagger.tag(TEXT, scores=True)
    again = tagger.tag(TEXT, known=plain.entities, scores=True)
    assert found_in(again) == found_in(plain)
    assert [e.score for e in again.entities] == pytest.approx([1] * len(plain.entities))


def test_long_texts_and_lines_keep_to_what_is_known(tagger):
    text = "今天下雨。" * 300 + "\n" + TEXT
    at = len(text) - len(TEXT)
    known = [piece(text, 700, 1300, "LOC"), piece(text, at + 1, at + 4, "LOC")]
    assert {(700, 1300, "LOC"), (at + 1, at + 4, "LOC")} <= set(
        found_in(tagger.tag(text, known=known))
    )


@pytest.mark.parametrize(
    ("known", "message"),
    [
        ([(0, 2, "PER")], "expected an Entity"),
        ([Entity(0, 99, "PER", "x")], "reaches from 0 to 99"),
        ([Entity(2, 2, "PER", "")], "reaches from 2 to 2"),
        ([Entity(0, 2, "PER", "王芳")], "stands there"),
        ([piece(TEXT, 0, 2, "ANIMAL")], "'ANIMAL', which the model has not"),
        ([piece(TEXT, 0, 2, "PER"), piece(TEXT, 1, 3, "LOC")], "overlaps another"),
    ],
)
def test_what_cannot_be_known_is_refused(tagger, known, message):
    with pytest.raises((ArgumentError, ArgumentTypeError), match=message):
        tagger.tag(TEXT, known=known)


def test_a_contradiction_a_blank_a_break_and_a_cut_word_are_refused(tagger):
    entity = piece(TEXT, 0, 2, "PER")
    with pytest.raises(ArgumentError, match="is forbidden too"):
        tagger.tag(TEXT, known=[entity], forbidden=[piece(TEXT, 1, 5, "")])
    with pytest.raises(ArgumentError, match="ends with a blank"):
        tagger.tag("李雷 好", known=[Entity(0, 3, "PER", "李雷 ")])
    with pytest.raises(ArgumentError, match="has a line break"):
        tagger.tag("李\n雷", known=[Entity(0, 3, "PER", "李\n雷")])
    words = Sentence.from_words(["Anna", "sings"])
    with pytest.raises(ArgumentError, match="within a token"):
        barred_tags(words, [Entity(0, 3, "X", "Ann")], [], TAG_SETS[9])
