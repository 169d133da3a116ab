from dataclasses import dataclass, field

import pytest
from tiny import FAST, GOLDEN, corpus, sentences, write

import nertag
from nertag.config import settings_from
from nertag.errors import ConfigError
from nertag.model import BeforeAndAfter, load_bundle, read_manifest
from nertag.tagging import model_of
from nertag.training import Listener, read_training_data
from nertag.training.going_on import doubts, verdict

MODEL = GOLDEN / "first"
ORG = [[("甲", "B-ORG"), ("乙", "I-ORG"), ("好", "O")]]


@dataclass
class Recorder(Listener):
    """Keeps what it hears."""

    said: list[str] = field(default_factory=list)
    tokens: int = 0
    epochs: int = 0

    def say(self, message):
        self.said.append(message)

    def batch(self, tokens, loss):
        self.tokens += tokens

    def epoch(self, epoch):
        self.epochs += 1


def doubted(train, **more):
    init = load_bundle(MODEL)
    data = read_training_data(train, train, settings_from({"format": "auto"}), init, **more)
    return [note.text for note in doubts(init, data) if note.warning]


def test_what_the_model_knows_is_not_doubted(tmp_path):
    assert doubted(corpus(tmp_path)[0]) == []


def test_labels_that_are_new_to_the_model(tmp_path):
    more = write(tmp_path / "more.bio", [*sentences(10), *ORG * 30])
    old = write(tmp_path / "old.bio", sentences(10))
    first, *_ = found = doubted(more, mix=old)
    assert "of the new entities have labels new to the model: starting anew" in first
    assert "the data that are mixed in have no ORG" in found[-1]


def test_tokens_that_are_new_to_the_model(tmp_path):
    rows = [[("α", "B-PER"), ("β", "O"), ("γ", "O"), ("在", "O")]] * 4
    (found,) = doubted(write(tmp_path / "greek.bio", rows))
    assert found.startswith("the model knows 25.0% of the new tokens only: starting anew")


@pytest.mark.parametrize(("after", "warned"), [(0.8, 0), (0.7, 1), (0.6, 1)])
def test_the_verdict(after, warned):
    scores = {"dev": BeforeAndAfter(0.7, after), "mix_dev": BeforeAndAfter(0.9, 0.85)}
    said = list(verdict(scores))
    assert said[0].text == f"dev F1: 70.00% of the model it began with, {after:.2%} now"
    assert said[1].text.startswith("F1 on the old dev data: 90.00%")
    assert sum(note.warning for note in said) == warned
    assert list(verdict({})) == []


def test_old_dev_data_without_a_model_are_refused(tmp_path):
    train, dev = corpus(tmp_path)
    with pytest.raises(ConfigError, match=r"`mix_dev` is of the old data .* give `init` too"):
        nertag.train(train, dev, output=tmp_path / "m", mix_dev=train, **FAST)


def test_data_are_mixed_in_without_a_model_and_their_tokens_and_labels_are_known(tmp_path):
    train, dev = corpus(tmp_path)
    silver = write(tmp_path / "silver.bio", [[("驴", "B-PET"), ("叫", "O")]] * 30)
    tagger = nertag.train(train, dev, output=tmp_path / "m", mix=silver, mix_ratio=0.5, **FAST)
    assert "PET" in tagger.labels
    assert "驴" in model_of(tagger).vocabulary.frozen
    tokens = sum(map(len, nertag.read(train))) + 30 * 2
    assert {row["tokens"] for row in model_of(tagger).history} == {tokens}


def test_a_model_that_is_trained_further_learns_little_at_a_step():
    settings = nertag.api.training_settings("train.bio", None, load_bundle(MODEL), {})
    assert (settings.training.lr, settings.training.epochs) == (0.001, 20)
    asked = nertag.api.training_settings("train.bio", None, load_bundle(MODEL), {"lr": 0.1})
    assert asked.training.lr == 0.1


@pytest.mark.slow
def test_new_data_with_old_ones_mixed_in(tmp_path):
    old, old_dev = corpus(tmp_path)
    new = write(tmp_path / "new.bio", ORG * 8)
    recorder = Recorder()
    tagger = nertag.train(
        new,
        new,
        init=MODEL,
        mix=old,
        mix_dev=old_dev,
        output=tmp_path / "m",
        listener=recorder,
        lr=0.02,
        epochs=30,
        mix_ratio=2.0,
    )
    assert tagger.labels == ["LOC", "ORG", "PER"]
    assert recorder.tokens == pytest.approx(recorder.epochs * (8 * 3 + 16 * 6), rel=0.25)
    scores = read_manifest(tmp_path / "m").init
    assert scores["dev"].before < scores["dev"].after == tagger.scores.f1
    assert scores["mix_dev"].before == nertag.evaluate(old_dev, MODEL).f1
    assert scores["mix_dev"].after > 0.9
    assert any(line.startswith("F1 on the old dev data: ") for line in recorder.said)
