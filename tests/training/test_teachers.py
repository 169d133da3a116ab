import pytest
from command_tools import options, run
from tiny import FAST, corpus, sentences

import nertag
from nertag.errors import ConfigError, DataError, Interrupted
from nertag.model import read_facts
from nertag.tagging import model_of
from nertag.training import teachers
from nertag.training.listeners import Listener

QUICK = {**FAST, "epochs": 2, "vector_epochs": 1}


@pytest.fixture
def raw(tmp_path):
    path = tmp_path / "raw.txt"
    rows = ["".join(token for token, _ in row) for row in sentences(300, skip=90)]
    path.write_text("\n".join(rows), encoding="utf-8")
    return path


class Recorder(Listener):
    """Keeps what it hears; stops the run when it hears something, or after an epoch."""

    def __init__(self, stop_at="", stop_after_epoch=0):
        self.said, self._stop_at, self._stop_after = [], stop_at, stop_after_epoch

    def say(self, message):
        self.said.append(message)
        if self._stop_at and self._stop_at in message:
            raise KeyboardInterrupt

    def epoch(self, epoch):
        if epoch.number == self._stop_after:
            raise KeyboardInterrupt


@pytest.mark.slow
def test_a_model_learns_from_what_its_teachers_say_of_raw_text(tmp_path, raw, capsysbinary):
    train, dev = corpus(tmp_path)
    model = tmp_path / "m"
    how = options({**QUICK, "text": raw, "seed": 5})
    code, out, _ = run(
        capsysbinary, "train", train, "--dev", dev, "-o", model, "--teachers", "2", *how
    )
    assert code == 0
    homes = [model / "teachers" / seed for seed in ("6", "7")]
    assert [nertag.load(home).settings.training.seed for home in homes] == [6, 7]
    assert "teacher 2 of 2, seed 7" in out
    assert "the teachers have labelled" in out
    kept = nertag.load(model)
    assert kept.settings.training.seed == 5
    assert kept.settings.training.mix_ratio == 3
    # The vectors are made once, for all of them.
    vectors = str(model / "teachers" / "vectors.bin")
    used = {nertag.load(home).settings.vectors.vectors for home in (*homes, model)}
    assert used == {vectors}
    alone = sum(map(len, nertag.read(train)))
    assert int(model_of(kept).history[0]["tokens"]) > alone
    assert not (model / "checkpoint").exists()


@pytest.mark.slow
def test_a_run_that_was_stopped_goes_on_with_the_teachers_that_are_done(tmp_path, raw):
    train, dev = corpus(tmp_path)
    how = {"teachers": 1, "text": (str(raw),), "output": tmp_path / "m", **QUICK}
    with pytest.raises(Interrupted):
        nertag.train(train, dev, listener=Recorder("", 1), **how)
    heard = Recorder("the teachers have labelled")
    with pytest.raises(KeyboardInterrupt):
        nertag.train(train, dev, resume=True, listener=heard, **how)
    assert any("going on after epoch 1" in line for line in heard.said)
    assert not any("training vectors" in line for line in heard.said)
    teacher = tmp_path / "m" / "teachers" / "2"
    done = read_facts(teacher)
    heard = Recorder()
    tagger = nertag.train(train, dev, resume=True, listener=heard, **how)
    assert read_facts(teacher) == done
    assert not any("teacher 1 of 1" in line for line in heard.said)
    assert any("the teachers have labelled" in line for line in heard.said)
    assert tagger.settings.training.seed == 1


@pytest.mark.slow
def test_text_without_a_sentence_is_refused(tmp_path, monkeypatch):
    train, dev = corpus(tmp_path)
    (tmp_path / "raw.txt").write_text("短\n", encoding="utf-8")
    monkeypatch.setattr(teachers, "train_model", lambda *given, **how: None)
    how = {**QUICK, "vectors": "none", "text": (str(tmp_path / "raw.txt"),)}
    with pytest.raises(DataError, match=r"raw\.txt: no sentence in it that could be labelled"):
        nertag.train(train, dev, output=tmp_path / "m", teachers=1, **how)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"teachers": 2}, "`teachers` label raw text: give `text`"),
        ({"teachers": -1, "text": ("x",)}, "`teachers` is -1, expected 1 or more"),
        ({"teachers": 2, "text": ("x",), "seeds": [1, 2]}, "`teachers` goes without `seeds`"),
        ({"teachers": 2, "text": ("x",), "init": "m"}, "`teachers` goes without `init`"),
    ],
)
def test_what_teachers_cannot_do_is_refused(tmp_path, given, message):
    train, _ = corpus(tmp_path)
    with pytest.raises(ConfigError, match=message):
        nertag.train(train, output=tmp_path / "out", **given)
    assert not (tmp_path / "out").exists()
