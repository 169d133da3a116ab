import json
import resource
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from chains import probabilities
from engine_tools import bundle_of
from hypothesis import given
from hypothesis import strategies as st
from tiny import GOLDEN

import nertag
from nertag.model import load_bundle, save_bundle
from nertag.model.engines.choice import load_engine
from nertag.tagging import Tagger, model_of
from nertag.tagging.writers import to_json
from nertag.text.tags import as_bio, repair, spans
from nertag.text.tokens import tokenise


def with_head(head):
    """A trained model; a softmax takes the emissions that were trained for a CRF."""
    bundle = load_bundle(GOLDEN / "new-everything")
    settings = bundle.settings
    settings = replace(settings, network=replace(settings.network, head=head))
    weights = {
        name: weight
        for name, weight in bundle.weights.items()
        if head == "crf" or not name.startswith("crf.")
    }
    return replace(bundle, settings=settings, weights=weights)


@pytest.fixture(scope="module", params=["crf", "softmax"])
def tagger(request):
    bundle = with_head(request.param)
    return Tagger(bundle, load_engine(bundle, engine="onnx"))


def test_entities_have_exact_offsets(tagger):
    text = "😀 昨天张伟到上海开会"
    tagged = tagger.tag(text)
    assert {(e.start, e.end, e.label) for e in tagged.entities} >= {(4, 6, "PER"), (7, 9, "LOC")}
    assert all(text[e.start : e.end] == e.text for e in tagged.entities)


@given(st.text(max_size=80))
def test_any_text_is_kept_whole_and_tagged_legally(tagger, text):
    tagged = tagger.tag(text)
    assert tagged.text == text
    assert len(tagged.tags) == len(text)
    assert repair(tagged.tags, "BIO") == (list(tagged.tags), 0)
    assert all(text[e.start : e.end] == e.text for e in tagged.entities)


def test_full_width_and_ascii_are_tagged_alike(tagger):
    assert tagger.tag("李雷在北京!").tags == tagger.tag("李雷在北京！").tags


def test_order_and_count_are_kept_whatever_the_lengths(tagger):
    texts = ["", "李雷在北京。", "今" * 700, "", "王芳和李雷", "昨天"] * 50
    tagged = list(tagger.tag_many(iter(texts)))
    assert [t.text for t in tagged] == texts
    assert tagged[1].tags == tagger.tag(texts[1]).tags


def test_tag_many_reads_only_a_bounded_part_ahead(tagger):
    read = 0

    def endless():
        nonlocal read
        while True:
            read += 1
            yield "李雷在北京。"

    stream = tagger.tag_many(endless())
    next(stream)
    assert read <= 4096


def test_a_long_line_is_tagged_as_its_parts_are(tagger):
    part = "李雷在北京。"
    tagged = tagger.tag(part * 300)
    alone = [e.label for e in tagger.tag(part).entities]
    assert [e.label for e in tagged.entities] == alone * 300


@pytest.mark.slow
def test_both_engines_tag_alike(tagger, tmp_path):
    save_bundle(model_of(tagger), tmp_path / "m")
    texts = ["", "李雷在北京。", "今" * 700, "王芳和李雷", "昨天"] * 20
    found = [
        list(nertag.load(tmp_path / "m", engine=engine).tag_many(texts))
        for engine in ("onnx", "tensorflow")
    ]
    assert found[0] == found[1] == list(tagger.tag_many(texts))
    int8 = nertag.load(tmp_path / "m", precision="int8").tag("李雷在北京。")
    assert int8.text == "李雷在北京。"


@pytest.mark.slow
def test_threads_share_a_tagger(tagger):
    texts = [
        f"{name}在{place}。" * n
        for name in ("李雷", "张伟")
        for place in ("北京", "成都")
        for n in range(1, 9)
    ]
    alone = [tagger.tag(text) for text in texts]
    with ThreadPoolExecutor(4) as pool:
        for _ in range(5):
            assert list(pool.map(tagger.tag, texts)) == alone


@pytest.mark.slow
def test_one_trace_serves_all_shapes():
    bundle = with_head("crf")
    tagger = Tagger(bundle, load_engine(bundle, engine="tensorflow"))
    for length in (1, 2, 7, 30, 600):
        tagger.tag("李" * length)
    list(tagger.tag_many(["李雷"] * 30))
    assert tagger._engine.traces == 1


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["onnx", "tensorflow"])
def test_memory_stays_flat_over_2000_batches(engine):
    run = load_engine(with_head("crf"), engine=engine)
    ids = np.ones((4, 12), np.int32)
    for _ in range(300):
        run(ids)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for _ in range(2000):
        run(ids)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 10_000  # kilobytes


def test_json_of_a_tagged_text(tagger):
    line = json.loads(to_json(tagger.tag("李雷在北京。")))
    assert line["text"] == "李雷在北京。"
    assert {"start": 0, "end": 2, "label": "PER", "text": "李雷"} in line["entities"]


@pytest.fixture(scope="module", params=product(["crf", "softmax"], ["BIO", "BIOES"]))
def unsure(request):
    """A model with random weights, that training has found too sure of itself."""
    head, scheme = request.param
    bundle = bundle_of("small", head=head, network_scheme=scheme)
    bundle = replace(bundle, facts={"calibration": {"temperature": 2.0}})
    return Tagger(bundle, load_engine(bundle, engine="onnx"))


def raw(tagger):
    return Tagger(model_of(tagger), tagger._engine, raw_scores=True)


def readings_of(tagger, text, temperature):
    """Every legal way to tag a short text, with its probability: the tests' oracle."""
    bundle = model_of(tagger)
    ids = bundle.encode(tokenise(text, bundle.settings.reading.tokens))
    emissions = tagger._engine(ids[None])[0]
    tags = bundle.tags
    found = probabilities(emissions, tags, bundle.potentials, temperature)
    return {tuple(tags[tag] for tag in path): probability for path, probability in found.items()}


def without_scores(tagged):
    entities = tuple(replace(entity, score=None) for entity in tagged.entities)
    return replace(tagged, entities=entities, readings=())


UNSURE = ["我在中国", "他来", "上国大", "的", "大的一是"]
MIXED = ["", "我在中国上来", "国", "今天" * 400, "", "他来上国大了是不是" * 9]


@pytest.mark.parametrize(("temperature", "taggers"), [(1.0, raw), (2.0, lambda tagger: tagger)])
def test_scores_are_those_of_all_taggings(unsure, temperature, taggers):
    tagger, seen = taggers(unsure), 0
    assert tagger.temperature == temperature
    for text in UNSURE:
        every = readings_of(tagger, text, temperature)
        mass = Counter()
        for tags, probability in every.items():
            mass.update(dict.fromkeys(spans(tags), probability))
        tagged = tagger.tag(text, scores=True, n_best=3)
        for entity in tagged.entities:
            wanted = mass[(entity.start, entity.end, entity.label)]
            assert entity.score == pytest.approx(wanted, abs=1e-5)
        seen += len(tagged.entities)
        best = sorted(every.items(), key=lambda pair: -pair[1])[:3]
        assert [one.tags for one in tagged.readings] == [tuple(map(as_bio, t)) for t, _ in best]
        for one, (tags, probability) in zip(tagged.readings, best):
            assert one.probability == pytest.approx(probability, abs=1e-5)
            assert [(e.start, e.end, e.label) for e in one.entities] == spans(tags)
            assert all(text[e.start : e.end] == e.text for e in one.entities)
        assert tagged.readings[0].tags == tagged.tags
        shares = tagger.marginals(text)
        assert shares.shape == (len(text), len(model_of(tagger).tags))
        for token, share in enumerate(shares):
            for tag, probability in zip(model_of(tagger).tags, share):
                wanted = sum(p for tags, p in every.items() if tags[token] == tag)
                assert probability == pytest.approx(wanted, abs=1e-5)
    assert seen > 3


def test_scores_are_given_when_asked_for_and_change_nothing_else(unsure):
    plain = unsure.tag_texts(MIXED)
    assert all(entity.score is None for text in plain for entity in text.entities)
    assert not any(text.readings for text in plain)
    scored = unsure.tag_texts(MIXED, scores=True, n_best=2)
    assert list(map(without_scores, scored)) == plain
    scores = [entity.score for text in scored for entity in text.entities]
    assert all(0 < score <= 1 for score in scores)
    assert len(set(scores)) > 10
    assert list(unsure.tag_many(MIXED, scores=True, n_best=2)) == scored


def test_a_trained_model_is_sure_of_what_it_knows(tagger):
    entities = tagger.tag("李雷在北京。", scores=True).entities
    assert [entity.label for entity in entities] == ["PER", "LOC"]
    assert all(entity.score > 0.8 for entity in entities)


@pytest.mark.slow
def test_entities_below_the_least_score_go_with_their_tags(unsure):
    scored = unsure.tag_texts(MIXED, scores=True)
    scores = sorted(entity.score for text in scored for entity in text.entities)
    for least in (scores[len(scores) // 2], 0.0, 1.0):
        some = unsure.tag_texts(MIXED, min_score=least)
        for text, whole in zip(some, scored):
            kept = [entity for entity in whole.entities if entity.score >= least]
            assert text.entities == tuple(replace(entity, score=None) for entity in kept)
            assert spans(text.tags) == [(e.start, e.end, e.label) for e in kept]
            assert text.text == whole.text
        assert unsure.tag_texts(MIXED, min_score=least, scores=True) == [
            replace(text, entities=tuple(e for e in whole.entities if e.score >= least))
            for text, whole in zip(some, scored)
        ]
    assert not any(text.entities for text in some)


def test_the_temperature_changes_scores_and_no_tag(unsure):
    calibrated, plain = (one.tag_texts(MIXED, scores=True) for one in (unsure, raw(unsure)))
    assert list(map(without_scores, calibrated)) == list(map(without_scores, plain))
    assert calibrated != plain


def test_raw_scores_of_a_loaded_model(unsure, tmp_path):
    save_bundle(model_of(unsure), tmp_path / "m")
    assert nertag.load(tmp_path / "m").temperature == 2
    assert nertag.load(tmp_path / "m", raw_scores=True).temperature == 1


@pytest.mark.slow
def test_other_readings_do_not_depend_on_the_least_score(unsure):
    for text, same in zip(
        unsure.tag_texts(MIXED, n_best=4), unsure.tag_texts(MIXED, n_best=4, min_score=1.0)
    ):
        assert text.readings == same.readings
        assert len({one.tags for one in text.readings}) == len(text.readings) <= 4


def test_an_empty_text_has_one_reading(unsure):
    tagged = unsure.tag("", scores=True, n_best=3, min_score=0.5)
    assert (tagged.tags, tagged.entities) == ((), ())
    assert [(one.probability, one.tags, one.entities) for one in tagged.readings] == [(1, (), ())]
    assert unsure.marginals("").shape == (0, len(model_of(unsure).tags))


def test_scores_of_words():
    bundle = bundle_of("small", tokens="word")
    vocabulary = replace(bundle.vocabulary, tokens="word")
    bundle = replace(bundle, lookups=replace(bundle.lookups, vocabulary=vocabulary))
    tagger = Tagger(bundle, load_engine(bundle, engine="onnx"))
    text = "我 在 中  国 ,他 来"
    tagged = tagger.tag(text, scores=True, n_best=5)
    words = tokenise(text, "word").words
    assert len(tagged.tags) == len(words) == 7
    every = readings_of(tagger, "我 在 中", 1.0)
    readings = tagger.tag("我 在 中", n_best=400).readings
    assert {one.tags: one.probability for one in readings} == pytest.approx(every, abs=1e-5)
    for found in (tagged, *tagged.readings):
        assert len(found.tags) == 7
        assert [e.text for e in found.entities] == [
            text[tagged.tokens[start].start : tagged.tokens[end - 1].end]
            for start, end, _ in spans(found.tags)
        ]
    assert all(0 < entity.score <= 1 for entity in tagged.entities)
    assert tagged.entities
