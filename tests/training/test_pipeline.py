import json
import shutil
from dataclasses import dataclass, field, replace

import numpy as np
import pytest
import tensorflow as tf
from tiny import DEFAULT, FAST, GOLDEN, corpus, everything, sentences, write

import nertag
from nertag.errors import ConfigError, DataError, Interrupted, NertagError
from nertag.evaluation import Gold, Outcome, Threshold
from nertag.model import read_facts, save_bundle
from nertag.report.charts import PNG_NAMES, Charts
from nertag.tagging import Tagger, model_of
from nertag.training import loop
from nertag.training.listeners import Listener

pytestmark = pytest.mark.slow


@dataclass
class Recorder(Listener):
    """Keeps what it hears; interrupts the run after an epoch if told so."""

    interrupt_after: int = 0
    said: list[str] = field(default_factory=list)
    warned: list[str] = field(default_factory=list)
    epochs: list[int] = field(default_factory=list)
    tokens: int = 0

    def say(self, message):
        self.said.append(message)

    def warn(self, message):
        self.warned.append(message)

    def batch(self, tokens, loss):
        self.tokens += tokens

    def epoch(self, epoch):
        self.epochs.append(epoch.number)
        if epoch.number == self.interrupt_after:
            raise KeyboardInterrupt


def same_weights(first, second):
    assert model_of(first).weights.keys() == model_of(second).weights.keys()
    for name, weight in model_of(first).weights.items():
        np.testing.assert_allclose(weight, model_of(second).weights[name], atol=1e-6, err_msg=name)


def same_lookups(first, second):
    left, right = model_of(first).lookups, model_of(second).lookups
    np.testing.assert_array_equal(left.vectors, right.vectors)
    np.testing.assert_array_equal(left.word_weights, right.word_weights)
    ours, theirs = (
        {label: tuple(names) for label, names in one.gazetteers.items()} for one in (left, right)
    )
    assert ours == theirs
    for ours, theirs in ((left.bigrams, right.bigrams), (left.words, right.words)):
        assert ours.tokens == theirs.tokens
        np.testing.assert_array_equal(ours.matrix, theirs.matrix)


REPORT = {"report.html", "errors.jsonl"}


@pytest.fixture(autouse=True)
def no_charts(monkeypatch):
    """Draw no charts, which takes a second a run; those of `half_trained` are drawn before this."""
    monkeypatch.setattr("nertag.report.write.report_charts", lambda results: Charts(notes=[]))


def has_a_report(model, tagger):
    """The report in a model's folder is on that model, as it is now."""
    assert {path.name for path in model.iterdir()} >= REPORT
    page = (model / "report.html").read_text(encoding="utf-8")
    facts = model_of(tagger).facts
    assert f"{facts['epochs']}, the best is {facts['best_epoch']}" in page


def made(settings, folder):
    """Settings that name files are a function of the folder to write these to."""
    return settings(folder) if callable(settings) else settings


def name(settings):
    return settings.__name__ if callable(settings) else str(settings)


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"head": "softmax", "vectors": "none"},
        {"precision": "mixed_bfloat16", "tune_vectors": True},
        {"precision": "mixed_float16", "tokens": "word"},
        {**DEFAULT, "precision": "mixed_float16", "head": "softmax"},
        {**DEFAULT, "tokens": "word"},
        everything,
    ],
    ids=name,
)
def test_it_learns_and_what_is_saved_tags_the_same(tmp_path, settings):
    train, dev = corpus(tmp_path)
    model = tmp_path / "model"
    settings = {**FAST, "epochs": 20, **made(settings, tmp_path)}
    tagger = nertag.train(train, dev, output=model, **settings)
    assert model_of(tagger).facts["dev"]["strict"]["micro"]["f1"] > 0.95
    loaded = nertag.load(model)
    same_weights(tagger, loaded)
    same_lookups(tagger, loaded)
    texts = ["".join(token for token, _ in row) for row in sentences(30, skip=3)]
    assert list(loaded.tag_many(texts)) == list(tagger.tag_many(texts))
    scores = nertag.evaluate(dev, loaded)
    assert scores.strict == tagger.scores.strict
    assert not (model / "checkpoint").exists()


@pytest.fixture(scope="module")
def half_trained(tmp_path_factory):
    """A model that finds more than its dev file has, its folder and that file."""
    folder = tmp_path_factory.mktemp("half")
    train, _ = corpus(folder)
    forgotten = [[(token, "O") for token, _ in row] for row in sentences(60)]
    rows = [forgotten[n] if n % 4 == 0 else row for n, row in enumerate(sentences(60))]
    dev = write(folder / "forgetful.bio", rows)
    settings = {**FAST, "epochs": 6}
    return nertag.train(train, dev, output=folder / "m", **settings), folder / "m", dev


@pytest.mark.parametrize("threshold", [0.0, 0.4])
def test_a_threshold_that_is_asked_for_is_the_models(tmp_path, threshold):
    train, dev = corpus(tmp_path)
    settings = {**FAST, "epochs": 3, "threshold": threshold}
    heard = Recorder()
    tagger = nertag.train(train, dev, output=tmp_path / "m", listener=heard, **settings)
    loaded = nertag.load(tmp_path / "m")
    assert model_of(loaded).manifest.calibration.threshold == threshold
    assert any("more than 40% likely" in line for line in heard.said) is bool(threshold)
    texts = [sentence.text for sentence in nertag.read(dev)]
    plain = replace(model_of(tagger), facts={})
    found = [tagged.entities for tagged in loaded.tag_many(texts)]
    if threshold:
        gold = Gold(dev, "BIO", nertag.read(dev))
        likely = Tagger(plain, tagger._engine).look(gold.sentences)
        wanted = likely.likely_spans(threshold, tagger.temperature)
    else:
        best = Tagger(plain, tagger._engine).tag_many(texts)
        wanted = [[(e.start, e.end, e.label) for e in one.entities] for one in best]
    assert [[(e.start, e.end, e.label) for e in row] for row in found] == wanted
    assert any(wanted)


def test_the_temperature_of_scores_is_fitted_on_dev(half_trained):
    tagger, model, dev = half_trained
    fitted = model_of(tagger).facts["calibration"]
    plain = Tagger(model_of(tagger), tagger._engine, raw_scores=True)
    gold = Gold(dev, "BIO", nertag.read(dev))
    look = plain.look(gold.sentences)
    threshold = Threshold.of(gold, look, fitted["temperature"]).probability
    assert fitted == {**Outcome.calibration(gold, look), "threshold": threshold}
    assert fitted["temperature"] != 1
    assert 0 < fitted["after"] < fitted["before"] < 1
    assert nertag.load(model).temperature == tagger.temperature == fitted["temperature"]
    assert nertag.load(model, raw_scores=True).temperature == 1
    text = "李雷在北京。"
    plain, calibrated = (one.tag(text, scores=True).entities[0] for one in (plain, tagger))
    assert plain.score != calibrated.score
    older = Tagger(replace(model_of(tagger), facts={}), tagger._engine)
    assert older.tag(text, scores=True).entities[0] == plain


def test_a_report_is_left_beside_the_model(half_trained):
    tagger, model, dev = half_trained
    has_a_report(model, tagger)
    for name in PNG_NAMES:
        assert (model / name).read_bytes().startswith(b"\x89PNG")
    page = (model / "report.html").read_text(encoding="utf-8")
    assert f"{model_of(tagger).facts['dev']['strict']['micro']['f1']:.1%}" in page
    lines = (model / "errors.jsonl").read_text(encoding="utf-8").splitlines()
    mistakes = [json.loads(line) for line in lines]
    assert mistakes
    assert {mistake["file"] for mistake in mistakes} == {str(dev)}
    again = Outcome.of(tagger, Gold(dev, "BIO", nertag.read(dev))).results().mistakes
    assert [mistake["line"] for mistake in mistakes] == [mistake.line for mistake in again]


def test_a_model_does_not_need_its_report(half_trained, tmp_path):
    tagger, model, _ = half_trained
    shutil.copytree(model, tmp_path / "m")
    names = {*REPORT, *PNG_NAMES}
    for name in names:
        (tmp_path / "m" / name).write_bytes(b"\xff")
    text = "李雷在北京。"
    spoiled = nertag.load(tmp_path / "m").tag(text, scores=True)
    for name in names:
        (tmp_path / "m" / name).unlink()
    assert nertag.load(tmp_path / "m").tag(text, scores=True) == spoiled
    assert spoiled.tags == tagger.tag(text).tags
    save_bundle(model_of(tagger), model)
    has_a_report(model, tagger)


def test_the_same_seed_gives_the_same_weights_from_files_and_from_memory(tmp_path):
    files = corpus(tmp_path)
    memory = [nertag.read(path) for path in files]
    first, again, other = (
        nertag.train(*data, output=tmp_path / name, **{**FAST, "seed": seed})
        for name, data, seed in (("a", files, 3), ("b", memory, 3), ("c", files, 4))
    )
    assert list(model_of(again).facts["data"]) == ["train data in memory", "dev data in memory"]
    assert nertag.evaluate(memory[1], again) == again.scores
    for name, weight in model_of(first).weights.items():
        np.testing.assert_array_equal(weight, model_of(again).weights[name])
    assert np.abs(model_of(first).weights["emission.kernel"]).sum() != pytest.approx(
        np.abs(model_of(other).weights["emission.kernel"]).sum()
    )


@pytest.mark.parametrize("settings", [{"precision": "mixed_float16"}, everything], ids=name)
def test_a_resumed_run_ends_as_the_unbroken_one(tmp_path, settings):
    train, dev = corpus(tmp_path)
    settings = {**FAST, "epochs": 4, **made(settings, tmp_path)}
    whole = nertag.train(train, dev, output=tmp_path / "whole", **settings)
    broken = tmp_path / "broken"
    with pytest.raises(Interrupted, match="`resume` goes on"):
        nertag.train(train, dev, output=broken, listener=Recorder(2), **settings)
    kept = nertag.load(broken)
    assert model_of(kept).facts["epochs"] == 2
    has_a_report(broken, kept)
    recorder = Recorder()
    resumed = nertag.train(train, dev, output=broken, resume=True, listener=recorder, **settings)
    assert recorder.epochs == [3, 4]
    has_a_report(broken, resumed)
    same_weights(whole, resumed)
    assert resumed.temperature == whole.temperature
    vectors = [model_of(tagger).lookups.vectors for tagger in (whole, resumed)]
    np.testing.assert_allclose(*vectors, atol=1e-6)
    without_times = [
        [{k: v for k, v in row.items() if "seconds" not in k} for row in model_of(tagger).history]
        for tagger in (whole, resumed)
    ]
    assert without_times[0] == without_times[1]


def test_resume_refuses_other_data_and_other_settings(tmp_path):
    train, dev = corpus(tmp_path)
    with pytest.raises(Interrupted):
        nertag.train(train, dev, output=tmp_path / "m", listener=Recorder(1), **FAST)
    for change in ({"lr": 0.5}, {"units": 13}):
        with pytest.raises(ConfigError, match="other settings or data"):
            nertag.train(train, dev, output=tmp_path / "m", resume=True, **{**FAST, **change})
    with pytest.raises(ConfigError, match="other settings or data"):
        nertag.train(dev, train, output=tmp_path / "m", resume=True, **FAST)


def test_resume_without_a_checkpoint(tmp_path):
    train, dev = corpus(tmp_path)
    with pytest.raises(ConfigError, match="no run to go on with"):
        nertag.train(train, dev, output=tmp_path / "m", resume=True, **FAST)


def test_stopping_before_the_first_epoch_leaves_the_old_model(tmp_path):
    train, dev = corpus(tmp_path)
    shutil.copytree(GOLDEN / "first", tmp_path / "m")
    before = read_facts(tmp_path / "m")

    class Impatient(Recorder):
        def batch(self, tokens, loss):
            raise KeyboardInterrupt

    with pytest.raises(Interrupted, match="nothing was written"):
        nertag.train(train, dev, output=tmp_path / "m", listener=Impatient(), **FAST)
    assert read_facts(tmp_path / "m") == before


def test_a_tenth_is_held_out_and_the_run_stops_early(tmp_path):
    train, _ = corpus(tmp_path)
    recorder = Recorder()
    settings = {**FAST, "epochs": 40, "patience": 2}
    tagger = nertag.train(train, output=tmp_path / "m", listener=recorder, **settings)
    scores = [float(row["dev_f1"]) for row in model_of(tagger).history]
    rose = scores.index(max(scores)) + 1
    assert len(recorder.epochs) == rose + 2 < 40
    assert recorder.tokens == len(recorder.epochs) * model_of(tagger).history[0]["tokens"]
    assert model_of(tagger).facts["train"]["sentences"] == 54
    assert model_of(tagger).facts["dev"]["sentences"] == 6
    assert any("no dev file: 6 of the 60 sentences are held out" in line for line in recorder.said)


def test_a_training_set_of_only_o(tmp_path):
    rows = [[(token, "O") for token, _ in row] for row in sentences(10)]
    with pytest.raises(DataError, match="every tag is O"):
        nertag.train(write(tmp_path / "o.bio", rows), output=tmp_path / "m", **FAST)
    assert not (tmp_path / "m").exists()


def test_a_training_set_of_one_sentence(tmp_path):
    one = write(tmp_path / "one.bio", sentences(1))
    with pytest.raises(DataError, match="none can be held out as dev"):
        nertag.train(one, output=tmp_path / "m", **FAST)
    dev = write(tmp_path / "dev.bio", sentences(6))
    tagger = nertag.train(one, dev, output=tmp_path / "m", **{**FAST, "vectors": "none"})
    assert tagger.labels == ["LOC", "PER"]


def test_a_dev_set_without_whole_entities_warns_and_keeps_the_last_epoch(tmp_path):
    train, _ = corpus(tmp_path)
    dev = write(tmp_path / "o.bio", [[("李", "I-PER"), ("雷", "I-PER"), ("在", "O")]] * 2)
    recorder = Recorder()
    settings = {**FAST, "scheme": "BIO"}  # alone, the dev file would be read as IOB1
    tagger = nertag.train(train, dev, output=tmp_path / "m", listener=recorder, **settings)
    assert recorder.warned == [
        "2 dev tags break BIO: their entities count as missed",
        "the dev set holds no entity: the last epoch is kept, not the best",
    ]
    assert model_of(tagger).facts["best_epoch"] == FAST["epochs"]
    assert (tmp_path / "m" / "report.html").exists()


def test_a_model_that_finds_nothing_is_said_so(tmp_path):
    train, dev = corpus(tmp_path)
    recorder = Recorder()
    settings = {**FAST, "epochs": 1, "lr": 0.0}
    nertag.train(train, dev, output=tmp_path / "m", listener=recorder, **settings)
    assert any("no dev entity was found" in line for line in recorder.warned)


def test_what_is_odd_in_train_and_dev_is_counted(tmp_path):
    broken = [("李", "I-PER"), ("雷", "I-PER")]
    train = write(tmp_path / "train.bio", [broken, *sentences(30)])
    dev = write(tmp_path / "dev.bio", [*sentences(6), [("甲", "B-ORG"), ("乙", "I-ORG")]])
    recorder = Recorder()
    tagger = nertag.train(train, dev, output=tmp_path / "m", listener=recorder, **FAST)
    assert any("the label ORG is only in dev (1 entities)" in line for line in recorder.warned)
    assert any("1 training tags break BIO" in line for line in recorder.said)
    scores = model_of(tagger).facts["dev"]
    assert scores["only_in_gold"] == {"ORG": 1}
    assert scores["strict"]["types"]["ORG"]["recall"] == 0
    assert scores["strict"]["types"]["ORG"]["support"] == 1


def test_a_loss_that_explodes_is_said_so(tmp_path, monkeypatch):
    train, dev = corpus(tmp_path)
    monkeypatch.setattr(loop, "make_step", lambda *_, **__: lambda *_: tf.constant(np.nan))
    with pytest.raises(NertagError, match="try a lower `lr`"):
        nertag.train(train, dev, output=tmp_path / "m", **FAST)
    assert not (tmp_path / "m" / "manifest.json").exists()


def test_the_best_model_before_the_loss_exploded_is_kept(tmp_path, monkeypatch):
    train, dev = corpus(tmp_path)
    real = loop.Trainer._train_epoch

    def diverging(self, *arguments):
        if self.progress.epoch == 2:
            raise loop.Diverged("the loss is not a number any more")
        return real(self, *arguments)

    monkeypatch.setattr(loop.Trainer, "_train_epoch", diverging)
    with pytest.raises(loop.Diverged, match=r"the best model so far \(epoch \d, dev F1"):
        nertag.train(train, dev, output=tmp_path / "m", **FAST)
    tagger = nertag.load(tmp_path / "m")
    assert model_of(tagger).facts["epochs"] == 2
    has_a_report(tmp_path / "m", tagger)


def test_a_share_for_dev_that_would_leave_nothing_to_train_on(tmp_path):
    train = write(tmp_path / "t.bio", sentences(2))
    settings = {**FAST, "epochs": 1, "vectors": "none", "dev_fraction": 0.9}
    tagger = nertag.train(train, output=tmp_path / "m", **settings)
    assert model_of(tagger).facts["train"]["sentences"] == 1


def test_words_use_the_vectors_of_their_lower_case(tmp_path):
    rows = [[("Paris", "B-LOC"), ("is", "O"), ("big", "O")]] * 4
    train = write(tmp_path / "t.bio", rows)
    vectors = tmp_path / "v.txt"
    vectors.write_text("is 1 2\nrain 3 4\nparis 5 6\n", encoding="utf-8")
    settings = {**FAST, "epochs": 1, "tokens": "word", "vectors": str(vectors), "max_vectors": 0}
    vocabulary = model_of(nertag.train(train, output=tmp_path / "m", **settings)).vocabulary
    assert vocabulary.frozen == ("is", "paris")
    assert vocabulary.learned == ("big",)


def test_a_word_never_seen_is_known_by_its_spelling(tmp_path):
    ends = "burg", "berg"
    starts = [a + b for a in "BDFGHKLMNP" for b in ("a", "ei", "o")]
    seen = [(start + ends[n % 2], "B-LOC") for n, start in enumerate(starts)]
    other = [(start.lower() + "ing", "O") for start in starts]
    train = write(tmp_path / "t.bio", [[one, two] for one, two in zip(seen, other)] * 3)
    settings = {**FAST, "tokens": "word", "vectors": "none", "epochs": 12, "dropout": 0.1}
    nertag.train(train, output=tmp_path / "m", **settings)
    text = "Zurburg zurring"
    for engine in "onnx", "tensorflow":
        tagger = nertag.load(tmp_path / "m", engine=engine)
        assert [entity.text for entity in tagger.tag(text).entities] == ["Zurburg"]


@pytest.mark.parametrize("name", ["first", "old-everything"])
def test_init_goes_on_with_new_data_and_labels(tmp_path, name):
    _, dev = corpus(tmp_path)
    first, init = nertag.load(GOLDEN / name), {"init": GOLDEN / name}
    extra = [[("甲", "B-ORG"), ("乙", "I-ORG"), ("好", "O")]] * 8
    more = write(tmp_path / "more.bio", [*sentences(30), *extra])
    hardly = {"epochs": 1, "lr": 1e-6, "tune_vectors": False}
    second = nertag.train(more, dev, output=tmp_path / "second", **init, **hardly)
    assert second.labels == ["LOC", "ORG", "PER"]
    assert "甲" in model_of(second).vocabulary.learned
    same_lookups(first, second)
    text = "李雷在北京。"
    assert second.tag(text).entities == first.tag(text).entities != ()
    third = nertag.train(more, more, output=tmp_path / "third", epochs=40, lr=0.02, **init)
    assert [e.label for e in third.tag("甲乙好").entities] == ["ORG"]
    # The graph of the first model was stored with the new one, and tagged once it was loaded.
    for loaded in (nertag.load(tmp_path / "third"), nertag.load(tmp_path / "third", engine="onnx")):
        assert [e.label for e in loaded.tag("甲乙好").entities] == ["ORG"]


def test_init_keeps_words_known_by_their_lower_case(tmp_path):
    vectors = tmp_path / "v.txt"
    vectors.write_text("paris 1 2\nis 3 4\n", encoding="utf-8")
    old = write(tmp_path / "old.bio", [[("paris", "B-LOC"), ("is", "O")]] * 4)
    new = write(tmp_path / "new.bio", [[("Paris", "B-LOC"), ("Was", "O")]] * 4)
    settings = {**FAST, "epochs": 1, "tokens": "word", "vectors": str(vectors)}
    nertag.train(old, output=tmp_path / "first", **settings)
    second = nertag.train(new, output=tmp_path / "second", init=tmp_path / "first")
    assert model_of(second).vocabulary.frozen == ("paris", "is")
    assert model_of(second).vocabulary.learned == ("Was",)


def test_init_knows_labels_that_the_new_data_lacks(tmp_path):
    more = write(tmp_path / "more.bio", [[("李", "B-PER"), ("好", "O")]] * 4)
    recorder = Recorder()
    where = {"output": tmp_path / "second", "init": GOLDEN / "first"}
    _, dev = corpus(tmp_path)
    nertag.train(more, dev, epochs=1, listener=recorder, **where)
    assert not any("only in dev" in line for line in recorder.warned)


def test_init_refuses_another_network(tmp_path):
    train, dev = corpus(tmp_path)
    changes = [
        *({"units": 99}, {"vectors": "v.txt"}, {"vector_size": 3}, {"character_classes": True}),
        *({"network_scheme": "BIOES"}, {"preset": "best"}),
        *({"lexicon": "words.txt"}, {"max_words": 3}, {"gazetteers": ["PER=names.txt"]}),
    ]
    for change in changes:
        with pytest.raises(ConfigError, match="but the model of `init` has"):
            nertag.train(train, dev, output=tmp_path / "m", init=GOLDEN / "first", **change)


def test_resume_refuses_another_first_model(tmp_path):
    train, dev = corpus(tmp_path)
    first = {"init": GOLDEN / "first"}
    more = {**FAST, "units": 8, "vector_size": 8, "epochs": 2}
    with pytest.raises(Interrupted):
        nertag.train(train, dev, output=tmp_path / "m", listener=Recorder(1), **first, **more)
    with pytest.raises(ConfigError, match="other settings or data"):
        nertag.train(train, dev, output=tmp_path / "m", resume=True, **more)


def test_vectors_from_a_file_are_kept_frozen(tmp_path):
    train, dev = corpus(tmp_path)
    vectors = tmp_path / "v.txt"
    vectors.write_text("李 1 2 3\n京 4 5 6\n龘 7 8 9\n", encoding="utf-8")
    recorder = Recorder()
    settings = {**FAST, "vectors": str(vectors)}
    tagger = nertag.train(train, dev, output=tmp_path / "m", listener=recorder, **settings)
    bundle = model_of(tagger)
    assert bundle.vocabulary.frozen == ("李", "京", "龘")
    expected = np.arange(1, 10, dtype="f").reshape(3, 3)
    expected = (expected / expected.std()).astype(np.float16)
    np.testing.assert_array_equal(bundle.lookups.vectors, expected)
    assert any("vectors cover" in line for line in recorder.said)
    assert any("many tokens have no vector" in line for line in recorder.warned)


def test_tensorboard_logs_are_written(tmp_path):
    train, dev = corpus(tmp_path)
    logs = tmp_path / "logs"
    nertag.train(train, dev, output=tmp_path / "m", tensorboard=str(logs), **FAST)
    assert list(logs.glob("events.*"))


def test_tensorboard_that_is_not_installed(tmp_path, monkeypatch):
    train, dev = corpus(tmp_path)
    monkeypatch.setattr("nertag.training.listeners.find_spec", lambda name: None)
    with pytest.raises(ConfigError, match="pip install tensorboard"):
        nertag.train(train, dev, output=tmp_path / "m", tensorboard="logs", **FAST)


def test_a_sentence_longer_than_the_training_rows(tmp_path):
    long = [pair for row in sentences(120) for pair in row]
    assert len(long) > 600
    train = write(tmp_path / "t.bio", [long, *sentences(12)])
    tagger = nertag.train(train, train, output=tmp_path / "m", **{**FAST, "epochs": 40})
    assert model_of(tagger).history[0]["tokens"] == len(long) + sum(map(len, sentences(12)))
    assert model_of(tagger).facts["dev"]["strict"]["micro"]["f1"] > 0.9
