"""A tagger as its users hold it: what it takes and refuses, how it is shown, saved and copied."""

import copy
import multiprocessing
import pickle
from dataclasses import replace
from operator import methodcaller

import pytest
from engine_tools import bundle_of

import nertag
from nertag.errors import ArgumentError, ArgumentTypeError, ConfigError
from nertag.model.engines import load_engine
from nertag.tagging import Tagger
from nertag.text import tokenise

TEXT = "我在中国上来他大的"


@pytest.fixture(scope="module")
def tagger():
    bundle = bundle_of("small")
    return Tagger(bundle, load_engine(bundle, engine="onnx"), loading={"engine": "onnx"})


WRONG_TYPES = {
    "a list of texts": lambda tagger: tagger.tag(["a"]),
    "nothing": lambda tagger: tagger.tag(None),
    "bytes": lambda tagger: tagger.tag(b"a"),
    "a text where several are wanted": lambda tagger: tagger.tag_many("text"),
    "no texts": lambda tagger: tagger.tag_many(None),
    "one text, many at once": lambda tagger: tagger.tag_texts("text"),
    "a number among texts": lambda tagger: list(tagger.tag_many(["a", 1])),
    "texts where sentences are wanted": lambda tagger: tagger.tag_sentences(["a"]),
    "a text as a number of readings": lambda tagger: tagger.tag("a", n_best="2"),
    "a yes as a number of readings": lambda tagger: tagger.tag("a", n_best=True),
    "half a reading": lambda tagger: tagger.tag("a", n_best=1.5),
    "a text as a score": lambda tagger: tagger.tag("a", min_score="high"),
    "marginals of nothing": lambda tagger: tagger.marginals(None),
}
WRONG_VALUES = {
    "fewer than no readings": lambda tagger: tagger.tag("a", n_best=-1),
    "fewer than no readings of many": lambda tagger: tagger.tag_many(["a"], n_best=-1),
    "a score above 1": lambda tagger: tagger.tag("a", min_score=1.5),
    "a score below 0": lambda tagger: tagger.tag_many(["a"], min_score=-0.5),
    "a score that is no number": lambda tagger: tagger.tag("a", min_score=float("nan")),
}


@pytest.mark.parametrize("call", WRONG_TYPES.values(), ids=WRONG_TYPES)
def test_what_is_of_a_wrong_type_is_refused_at_once(tagger, call):
    with pytest.raises(TypeError, match="expected") as refused:
        call(tagger)
    assert isinstance(refused.value, ArgumentTypeError)
    assert isinstance(refused.value, nertag.NertagError)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("call", WRONG_VALUES.values(), ids=WRONG_VALUES)
def test_what_makes_no_sense_is_refused_at_once(tagger, call):
    with pytest.raises(ValueError, match="expected") as refused:
        call(tagger)
    assert isinstance(refused.value, ArgumentError)
    assert isinstance(refused.value, nertag.NertagError)


def test_how_a_tagger_is_loaded_is_not_asked_of_a_loaded_one(tagger, tmp_path):
    path = tmp_path / "a.bio"
    path.write_text("我\tO\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="`device` has no effect"):
        nertag.evaluate(path, tagger, device="cpu")
    with pytest.raises(ConfigError, match="`model` has no effect"):
        nertag.evaluate(path, tagger, predicted=path)
    with pytest.raises(ConfigError, match="`engine` has no effect"):
        nertag.evaluate(path, predicted=path, engine="onnx")


def test_what_it_tells_of_itself(tagger):
    assert tagger.labels == ["LOC", "ORG", "PER"]
    assert tagger.tags[0] == "O"
    assert tagger.marginals(TEXT).shape == (len(TEXT), len(tagger.tags))
    assert tagger.settings.reading.tokens == "char"
    assert tagger.scores is None
    assert repr(tagger) == "<Tagger of char tokens, labels LOC, ORG, PER>"


@pytest.mark.parametrize(
    "copied", [copy.deepcopy, lambda tagger: pickle.loads(pickle.dumps(tagger))]
)
def test_a_copy_tags_alike_and_shares_nothing(tagger, copied):
    again = copied(tagger)
    assert again._made is None
    assert again.tag(TEXT, scores=True, n_best=2) == tagger.tag(TEXT, scores=True, n_best=2)
    assert (again.labels, again.settings, again.tags) == (
        tagger.labels,
        tagger.settings,
        tagger.tags,
    )


def test_a_copy_keeps_raw_scores(tagger):
    bundle = replace(bundle_of("small"), facts={"calibration": {"temperature": 2.0}})
    for raw, temperature in ((True, 1.0), (False, 2.0)):
        one = Tagger(bundle, loading={"engine": "onnx"}, raw_scores=raw)
        assert copy.deepcopy(one).temperature == one.temperature == temperature


@pytest.mark.parametrize("method", ["fork", "spawn"])
@pytest.mark.slow
def test_other_processes_tag_alike(tagger, method):
    with multiprocessing.get_context(method).Pool(1) as pool:
        # A function of this file would not be found there, and waited for without an end.
        done = pool.apply_async(methodcaller("tag", TEXT), (tagger,))
        assert done.get(timeout=300) == tagger.tag(TEXT)


def test_a_session_is_made_anew_after_a_fork(tagger, monkeypatch):
    engine = tagger._engine
    before = engine._session
    tagger.tag(TEXT)
    assert engine._session is before
    monkeypatch.setattr(engine, "_process", -1)
    tagger.tag(TEXT)
    assert engine._session is not before


def test_a_saved_tagger_is_loaded_as_it_was(tagger, tmp_path):
    tagger.save(tmp_path / "m")
    again = nertag.load(tmp_path / "m", engine="onnx")
    assert again.tag(TEXT) == tagger.tag(TEXT)
    again.save(tmp_path / "n")
    assert (tmp_path / "n" / "manifest.json").read_bytes() == (
        tmp_path / "m" / "manifest.json"
    ).read_bytes()


def test_sentences_can_be_given_with_their_tokens(tagger):
    sentence = tokenise(TEXT, "char")
    assert tagger.tag_sentences([sentence]) == [tagger.tag(TEXT)]


def test_streams_may_mix_texts_and_sentences(tagger):
    mixed = [TEXT, tokenise(TEXT, "char")] * 300
    assert list(tagger.tag_many(mixed)) == [tagger.tag(TEXT)] * 600
    assert (tagger.marginals(mixed[1]) == tagger.marginals(TEXT)).all()


def test_tokens_that_the_model_cannot_have_are_refused(tagger):
    words = nertag.Sentence.from_words(["北京", "大学"])
    for call in (tagger.tag, tagger.marginals, lambda one: list(tagger.tag_many([one]))):
        with pytest.raises(ValueError, match="tokens of this model are characters: give its text"):
            call(words)


def test_a_model_of_words_takes_words_as_they_are():
    bundle = bundle_of("small", tokens="word")
    tagger = Tagger(bundle, load_engine(bundle, engine="onnx"))
    sentences = [nertag.Sentence.from_words(words) for words in (["我", "don't", "a b"], [], ["x"])]
    found = list(tagger.tag_many(sentences))
    assert [one.sentence.words for one in found] == [sentence.words for sentence in sentences]
    assert [len(one.tags) for one in found] == [3, 0, 1]
    assert found == tagger.tag_sentences(sentences)
