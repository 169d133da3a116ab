"""What to label next."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tiny import GOLDEN

import nertag
from nertag.corpus.label import Labels
from nertag.errors import ConfigError
from nertag.features.name_lists import NameList
from nertag.selection.measures import disagreement, entity_entropy, entropy, mnlp
from nertag.selection.near_duplicates import NearDuplicates, signature
from nertag.selection.spread import spread
from nertag.selection.suggest import suggest

TEXTS = ["李雷在北京。", "😀王芳去了上海吗？", "今天下雨。", "他说广州和深圳的关系不好", "a"]


@pytest.fixture(scope="module")
def tagger():
    return nertag.load(GOLDEN / "new-everything", engine="onnx")


@pytest.fixture(scope="module")
def other():
    return nertag.load(GOLDEN / "old-default", engine="onnx")


# Measures


def test_mnlp_is_of_the_best_reading(tagger):
    texts = [*TEXTS, "", "李雷在北京。\n今天下雨。", "今天下雨。李雷在" * 150]
    for text, found in zip(texts, mnlp(texts, tagger)):
        (best,) = tagger.tag(text, n_best=1).readings
        lines = [line for line in text.split("\n") if line]
        tokens = max(1, len(text))
        assert found == pytest.approx(-np.log(best.probability) / tokens, abs=1e-6), lines


def test_entropy_is_that_of_the_marginals(tagger):
    for text, found in zip(TEXTS, entropy(TEXTS, tagger)):
        shares = tagger.look([nertag.Sentence.from_spans(text, [])]).marginals(tagger.temperature)[
            0
        ]
        wanted = -sum(p * np.log(p) for p in shares.ravel() if p > 0) / len(text)
        assert found == pytest.approx(wanted)
        assert found >= 0


def test_the_entropy_of_entities_is_that_of_all_spans(tagger):
    for text, found in zip(TEXTS, entity_entropy(TEXTS, tagger)):
        ends = [(i, j) for i in range(len(text)) for j in range(i + 1, len(text) + 1)]
        spans = [(*end, label) for end in ends for label in tagger.labels]
        look = tagger.look([nertag.Sentence.from_spans(text, [])])
        (sure,) = look.probabilities([spans], tagger.temperature)
        wanted = -sum(x * np.log(x) for p in sure for x in (p, 1 - p) if x > 0) / len(text)
        assert wanted - 0.05 < found <= wanted + 1e-9


def test_models_disagree_where_they_find_other_entities(tagger, other):
    found = disagreement(TEXTS, [tagger, other])
    for text, value in zip(TEXTS, found):
        sets = [
            {(e.start, e.end, e.label) for e in one.tag(text).entities} for one in (tagger, other)
        ]
        assert (value == 0) == (sets[0] == sets[1])
    assert disagreement(TEXTS, [tagger, tagger, tagger]) == [0] * len(TEXTS)


# Near duplicates


def test_nearly_the_same_is_found_and_what_differs_is_not():
    seen = NearDuplicates()
    text = "The committee will meet on Monday in Bern to talk about the budget of the next year."
    seen.add(signature(text))
    assert signature(text.upper()) in seen
    assert signature(text.replace("Monday", "Friday")) in seen
    assert (
        signature("Anna went to the market to buy apples and pears for her old mother.") not in seen
    )
    seen.remove(signature(text))
    assert signature(text) not in seen


@given(st.text(max_size=30))
def test_any_text_is_a_duplicate_of_itself_alone(text):
    seen = NearDuplicates()
    assert signature(text) not in seen
    seen.add(signature(text))
    assert signature(text) in seen


# Spread


@given(st.lists(st.text(max_size=8), max_size=40), st.integers(1, 20))
def test_as_many_as_there_are_are_chosen_the_first_among_them(texts, count):
    found = spread(texts, count, np.random.default_rng(0))
    assert len(found) == min(count, len(texts))
    assert found == sorted(set(found))
    assert not texts or found[0] == 0


def test_no_length_takes_far_more_than_its_share():
    short = [f"{n * 7919} 号" for n in range(40)]
    long = [f"Zürich börse {n} 北京大学 {n * 7919} 上海" for n in range(80)]
    found = spread(short + long, 20, np.random.default_rng(0))
    assert sum(i < 40 for i in found) == 14


def test_no_cluster_takes_far_more_than_its_share():
    same = ["the cat sat on the mat"] * 40
    others = [f"{n * 7919} {n * 104729} {n}" for n in range(80)]
    found = spread(same + others, 20, np.random.default_rng(0))
    assert 4 <= sum(i < 40 for i in found) < 14


# Suggestions


def test_the_least_sure_come_first_in_one_pass(tagger):
    scores = dict(zip(TEXTS, mnlp(TEXTS, tagger)))
    found = suggest(iter(TEXTS), 2, [tagger])
    best = sorted(TEXTS, key=scores.__getitem__, reverse=True)[:2]
    assert [one.text for one in found] == best
    assert [one.line for one in found] == [TEXTS.index(text) + 1 for text in best]
    assert [one.score for one in found] == pytest.approx([scores[text] for text in best])


def test_what_is_labelled_blank_or_there_twice_is_left_out(tagger):
    texts = ["", *TEXTS, "  ", *TEXTS, TEXTS[0] + " "]
    found = suggest(texts, 50, [tagger], labelled=[TEXTS[0]])
    assert sorted(one.text for one in found) == sorted(TEXTS[1:])


def test_a_cold_start_prefers_names_and_is_repeatable():
    texts = [f"第{n}个句子，内容{n * 7919}各不相同" for n in range(200)]
    names = Labels([NameList("PER", "p", ["李雷", "王芳"])])
    found = suggest([*texts, "李雷和王芳"], 5, names=names)
    assert found[0].text == "李雷和王芳"
    again = suggest([*texts, "李雷和王芳"], 5, names=names)
    assert [one.text for one in again] == [one.text for one in found]
    other = suggest(texts, 5, seed=2)
    assert {one.text for one in other} != {one.text for one in suggest(texts, 5, seed=3)}


@pytest.mark.parametrize(
    ("count", "by", "message"),
    [
        (0, "auto", "at least 1"),
        (1, "luck", "expected one of"),
        (1, "mnlp", "needs 1 models"),
        (1, "disagreement", "needs 2 models"),
    ],
)
def test_what_cannot_be_measured_is_refused(count, by, message):
    with pytest.raises(ConfigError, match=message):
        suggest(TEXTS, count, by=by)


def test_memory_is_bounded_by_what_is_asked_for():
    found = suggest((f"{n} " * 5 for n in range(3000)), 3)
    assert len(found) == 3
