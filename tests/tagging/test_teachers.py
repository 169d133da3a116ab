from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from engine_tools import bundle_of

from nertag.errors import ConfigError
from nertag.model.engines import load_engine
from nertag.tagging import Tagger, Teachers

TEXTS = ["李雷在北京。", "", "她去了\n上海", "小", "李雷在北京。" * 200]


def tagger_of(preset="default", **facts):
    bundle = replace(bundle_of(preset), facts=facts)
    return Tagger(bundle, load_engine(bundle, engine="onnx"))


def test_texts_get_legal_tags_and_keep_their_order():
    labelled = Teachers([tagger_of(), tagger_of()]).label(TEXTS, np.random.default_rng(0))
    assert [sentence.text for sentence in labelled] == TEXTS
    for sentence in labelled:
        assert len(sentence.tags) == len(sentence)
        assert {tag[0] for tag in sentence.tags} <= set("BIO")
    assert labelled[2].tags[3] == "O"  # a line break ends a row


def test_tags_are_drawn_as_often_as_the_model_believes_in_them():
    tagger, text, times = tagger_of(calibration={"temperature": 3.0}), "李雷在北京", 4000
    labelled = Teachers([tagger]).label([text] * times, np.random.default_rng(1))
    raw = Tagger(tagger._bundle, tagger._engine, raw_scores=True)
    wanted = raw.marginals(text)
    letters = [{"E": "I", "S": "B"}.get(tag[0], tag[0]) + tag[1:] for tag in raw.tags]
    for token in range(len(text)):
        found = Counter(sentence.tags[token] for sentence in labelled)
        for tag in set(letters):
            share = sum(p for p, one in zip(wanted[token], letters) if one == tag)
            assert found[tag] / times == pytest.approx(share, abs=0.04)


def test_the_same_seed_labels_the_same():
    teachers = Teachers([tagger_of(), tagger_of("small")])
    first, again, other = (teachers.label(TEXTS, np.random.default_rng(seed)) for seed in (1, 1, 2))
    assert first == again != other


def test_models_that_do_not_fit_are_refused():
    words = Tagger(bundle_of("default", tokens="word"))
    with pytest.raises(ConfigError, match="the tokens of model 1 are char, those of model 2 word"):
        Teachers([tagger_of(), words])
    fewer = replace(bundle_of("small", head="softmax"), tags=("O", "B-LOC", "I-LOC"))
    with pytest.raises(ConfigError, match=r"the labels of model 1 are .*, those of model 3 \['LOC"):
        Teachers([tagger_of(), tagger_of(), Tagger(fewer)])
