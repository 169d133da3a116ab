"""Tagging by a model that finds entities which are likely enough."""

import pickle
from dataclasses import replace

import pytest
from engine_tools import bundle_of

from nertag.model.engines import load_engine
from nertag.tagging import Tagger
from nertag.text import Entity

TEXT = "李雷昨天去了北京，然后回 上海。小明没有去"


@pytest.fixture(scope="module", params=["BIO", "BIOES"])
def tagger(request):
    bundle = bundle_of("small", network_scheme=request.param)
    facts = {"calibration": {"temperature": 1.5, "threshold": 0.2}}
    return Tagger(replace(bundle, facts=facts), load_engine(bundle, engine="onnx"))


def plain(tagger):
    return Tagger(replace(tagger._bundle, facts={}), tagger._engine)


def places(tagged):
    return [(entity.start, entity.end, entity.label) for entity in tagged.entities]


@pytest.mark.parametrize("times", [1, 20, 40, 300])
def test_found_are_those_above_the_threshold_in_texts_of_any_length(tagger, times):
    tagged = tagger.tag(TEXT * times, scores=True)
    assert places(tagged) == places(tagger.tag(TEXT * times))
    assert tagged.entities
    # A long text is tagged in windows, which see less of it than the scores do.
    assert all(entity.score > 0.2 - 1e-6 for entity in tagged.entities)
    assert places(tagged) != places(plain(tagger).tag(TEXT * times))


def test_many_texts_give_what_each_gives_alone(tagger):
    texts = [TEXT[:n] for n in range(len(TEXT))]
    assert list(map(places, tagger.tag_many(texts))) == [places(tagger.tag(t)) for t in texts]


def test_what_is_known_is_found_and_what_is_forbidden_is_not(tagger):
    known = Entity(6, 8, "LOC", "北京")
    assert (6, 8, "LOC") in places(tagger.tag(TEXT, known=[known]))
    (first, *_) = tagger.tag(TEXT).entities
    found = places(tagger.tag(TEXT, forbidden=[replace(first, label="")]))
    assert not any(start < first.end and first.start < end for start, end, _ in found)


def test_a_pickled_tagger_keeps_the_threshold(tagger):
    loading = {"device": "cpu", "engine": "onnx", "precision": "auto"}
    copy = pickle.loads(pickle.dumps(Tagger(tagger._bundle, loading=loading)))
    assert places(copy.tag(TEXT)) == places(tagger.tag(TEXT))
