import sys
from types import SimpleNamespace

import pytest
from command_tools import options, run
from report_tools import check_page
from tiny import FAST, corpus

from nertag.api import training_settings
from nertag.config import PRESETS, settings_from
from nertag.errors import ConfigError, DataError, Interrupted, NertagError
from nertag.evaluation.metrics.counts import Counts
from nertag.selection import search
from nertag.selection.space import SPACES, Choice, space_of
from nertag.training import Epoch, Listener

pytestmark = pytest.mark.slow

EPOCHS = 6


class Heard(Listener):
    """Keeps what it is told."""

    def __init__(self):
        self.lines = []

    def say(self, message):
        self.lines.append(message)

    def warn(self, message):
        self.lines.append(message)


def score(settings):
    """A score that is best at a learning rate of 0.003."""
    return 0.9 - 60 * abs(settings["lr"] - 0.003) - 0.05 * settings["dropout"]


@pytest.fixture
def stub(monkeypatch):
    """Train nothing: epochs are told as training tells them, and the score is that above."""
    trained = []

    def train(data, dev, *, output, listener, **settings):
        f1 = score(settings)
        trained.append((settings, 0))
        for number in range(1, EPOCHS + 1):
            now = max(0.0, f1 * number / EPOCHS)
            dev = Counts(round(1000 * now), 1000, 1000)
            listener.epoch(Epoch(number, EPOCHS, 1.0, dev, True, now, 0.001, 10, 1.0, 1.0))
            trained[-1] = settings, number
        return SimpleNamespace(scores=SimpleNamespace(f1=max(0.0, f1)))

    monkeypatch.setattr(sys.modules["nertag.selection.search"], "train", train)
    return trained


@pytest.fixture
def file(tmp_path):
    return corpus(tmp_path)[0]


def test_the_best_settings_are_found_written_and_taken(file, tmp_path, stub):
    found = search(file, trials=10, output=tmp_path / "s", preset="small", epochs=7)
    assert [trial.number for trial in found.trials] == list(range(1, 11))
    usual = {one.name: one.usual for one in space_of("small", ())}
    assert found.trials[0].settings == usual
    assert found.best.f1 == max(score(trial.settings) for trial in found.trials) > score(usual)
    assert sum(trial.pruned for trial in found.trials) == sum(last < EPOCHS for _, last in stub) > 0
    assert all(trial.f1 <= found.best.f1 for trial in found.trials)
    assert found.importance.keys() == usual.keys()
    assert sum(found.importance.values()) == pytest.approx(1)
    taken = training_settings(file, tmp_path / "s" / "best.toml", None, {})
    assert taken == found.settings
    assert (taken.training.lr, taken.training.epochs) == (found.best.settings["lr"], 7)


def test_a_search_goes_on_and_is_not_mixed_with_another(file, tmp_path, stub):
    first = search(file, trials=3, output=tmp_path / "s", lr=0.002)
    assert "lr" not in first.trials[0].settings
    again = search(file, trials=5, output=tmp_path / "s", lr=0.002)
    assert again.trials[:3] == first.trials
    assert len(again.trials) == 5
    assert len({str(trial.settings) for trial in again.trials}) == 5
    assert search(file, trials=2, output=tmp_path / "s", lr=0.002) == again
    assert len(stub) == 5
    with pytest.raises(ConfigError, match="is of a search with other settings or data"):
        search(file, trials=6, output=tmp_path / "s", lr=0.003)


def test_a_file_that_is_no_study_is_left_alone(file, tmp_path, stub):
    (tmp_path / "study.db").write_bytes(b"something else" * 100)
    with pytest.raises(DataError, match=r"study\.db: is no study of Optuna"):
        search(file, trials=3, output=tmp_path)
    assert (tmp_path / "study.db").read_bytes().startswith(b"something else")


def test_a_stopped_search_keeps_what_was_done(file, tmp_path, stub, monkeypatch):
    module = sys.modules["nertag.selection.search"]
    train = module.train

    def stopped(*given, **settings):
        if len(stub) == 2:
            raise Interrupted("stopped")
        return train(*given, **settings)

    monkeypatch.setattr(module, "train", stopped)
    with pytest.raises(Interrupted, match="2 trials are kept"):
        search(file, trials=4, output=tmp_path / "s")
    assert (tmp_path / "s" / "best.toml").exists()
    monkeypatch.setattr(module, "train", train)
    assert len(search(file, trials=4, output=tmp_path / "s").trials) == 4


def test_settings_with_which_training_fails_are_bad_ones(file, tmp_path, stub, monkeypatch):
    module = sys.modules["nertag.selection.search"]
    train = module.train

    def failing(*given, **settings):
        if not stub:
            stub.append(({}, 0))
            raise NertagError("the loss is not a number")
        return train(*given, **settings)

    monkeypatch.setattr(module, "train", failing)
    heard = Heard()
    with pytest.raises(NertagError, match="no trial was finished"):
        search(file, trials=1, output=tmp_path / "s", listener=heard)
    assert "the loss is not a number" in heard.lines
    found = search(file, trials=2, output=tmp_path / "s")
    assert [trial.pruned for trial in found.trials] == [True, False]


def test_what_cannot_be_searched_is_refused(file, tmp_path):
    given = {one.name: one.usual for one in space_of("default", ())}
    with pytest.raises(ConfigError, match="all settings that a search looks through are given"):
        search(file, output=tmp_path / "s", **given)
    assert not (tmp_path / "s").exists()


@pytest.mark.parametrize("preset", PRESETS)
def test_all_of_a_space_is_allowed(preset):
    for one in space_of(preset, {"units"}):
        values = one.values if isinstance(one, Choice) else (one.low, one.high)
        assert one.name != "units"
        assert one.usual in values or values[0] < one.usual < values[1]
        for value in values:
            settings_from({"preset": preset, one.name: value})
        assert (one.place(values[0]), one.place(values[-1])) == (0, 1)
        assert 0 < one.place(one.usual) < 1
    assert SPACES.keys() == PRESETS.keys()


def test_the_command_shows_the_trials_and_writes_a_page(file, tmp_path, stub, capsysbinary):
    folder = tmp_path / "s"
    code, out, _ = run(capsysbinary, "search", file, "--trials", 6, "-o", folder)
    assert code == 0
    assert "trial 6 of 6: lr" in out
    assert f"nertag train {file} --config {folder / 'best.toml'}" in out
    page = check_page((folder / "report.html").read_text(encoding="utf-8"))
    assert page.tags["svg"] == 2
    assert page.tags["tr"] == 1 + 6
    assert "replace_mentions" in page.text


def test_trials_are_trained(file, tmp_path, capsysbinary):
    given = options({**FAST, "epochs": 1, "vector_epochs": 1})
    code, out, _ = run(capsysbinary, "search", file, "--trials", 1, "-o", tmp_path / "s", *given)
    assert code == 0
    assert "epoch   1" in out
    assert {path.name for path in (tmp_path / "s").iterdir()} == {
        *("study.db", "best.toml", "report.html")
    }
