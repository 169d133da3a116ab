from dataclasses import replace

import pytest
from engine_tools import bundle_of

from nertag.evaluation import Gold, Threshold
from nertag.evaluation.threshold import LEAST_GAIN
from nertag.model.engines import load_engine
from nertag.tagging import Tagger
from nertag.text import Sentence

TEXTS = ["李雷在北京。", "她去了上海", "他在南京和北京", "小明"]


class Found:
    """A look at sentences whose spans are given."""

    def __init__(self, best, likely):
        self.spans, self._likely = best, likely
        self.asked = []

    def likely_spans(self, threshold, temperature):
        self.asked.append((threshold, temperature))
        return self._likely


def gold(*spans):
    return Gold("dev", "BIO", [Sentence.from_spans(TEXTS[0], row) for row in spans])


PER, LOC = (0, 2, "PER"), (3, 5, "LOC")


def test_half_of_f1_is_the_threshold_where_it_pays():
    look = Found([[PER], []], [[PER], [LOC]])
    found = Threshold.of(gold([PER], [LOC]), look, 1.5)
    assert found == Threshold(pytest.approx(1 / 3), pytest.approx(2 / 3), 1.0)
    assert look.asked == [(found.probability, 1.5)]
    assert str(found) == (
        "entities are those that are more than 33% likely: dev F1 66.67% -> 100.00%"
    )


@pytest.mark.parametrize("likely", [[[PER], []], [[], []], [[PER], [PER]]])
def test_none_where_it_does_not_pay(likely):
    found = Threshold.of(gold([PER], [LOC]), Found([[PER], []], likely), 1.0)
    assert (found.probability, found.after) == (0.0, found.before)


def test_a_gain_that_is_too_small_is_not_taken():
    many = 200
    rows = [[PER]] * many
    best = [[PER]] * (many - 1) + [[]]
    assert 1 - (2 * many - 2) / (2 * many - 1) < LEAST_GAIN
    assert not Threshold.of(gold(*rows), Found(best, rows), 1.0).probability


def test_a_wanted_threshold_is_taken_whatever_it_brings():
    look = Found([[PER], [LOC]], [[], []])
    assert Threshold.of(gold([PER], [LOC]), look, 1.0, 0.4) == Threshold(0.4, 1.0, 0.0)
    assert Threshold.of(gold([PER], [LOC]), look, 1.0, 0.0) == Threshold(0.0, 1.0, 1.0)


def test_nothing_found_has_no_half():
    look = Found([[], []], [[PER], [LOC]])
    assert Threshold.of(gold([PER], [LOC]), look, 1.0) == Threshold(0.0, 0.0, 0.0)


def test_a_tagger_with_the_threshold_finds_these_spans():
    bundle = bundle_of("default")
    engine = load_engine(bundle, engine="onnx")
    sentences = [Sentence.from_spans(text * 20, []) for text in TEXTS]
    look = Tagger(bundle, engine).look(sentences)
    facts = {"calibration": {"temperature": 2.0, "threshold": 0.15}}
    tagger = Tagger(replace(bundle, facts=facts), engine)
    wanted = look.likely_spans(0.15, 2.0)
    assert tagger.look(sentences).spans == wanted != look.spans
    tagged = tagger.tag_sentences(sentences)
    assert [[(e.start, e.end, e.label) for e in one.entities] for one in tagged] == wanted
    scored = tagger.tag_sentences(sentences, scores=True)
    assert all(entity.score > 0.15 for one in scored for entity in one.entities)
