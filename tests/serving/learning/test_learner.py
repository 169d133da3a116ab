"""A service that learns; the training itself is replaced but in one test."""

import json
import logging
import shutil
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from learning_tools import annotated, counter, event, learning, trainings, wait_for
from serving_tools import MODEL
from tiny import GOLDEN, corpus

from nertag.errors import ConfigError, DataError
from nertag.io import only_writer
from nertag.serving import LearningSettings, ServiceSettings, make_app, serve
from nertag.serving.learning.training import Training, TrainingFailed

OTHER = GOLDEN / "old-everything"


class Trainings:
    """Takes the place of the process that trains: copies a model, with scores as they are told."""

    def __init__(self):
        self.scores, self.fails, self.at_once, self.most, self.count = (0.5, 0.6), "", 0, 0, 0
        self.may_end = threading.Event()
        self.may_end.set()

    def run(self, training, log):
        self.count += 1
        self.at_once += 1
        self.most = max(self.most, self.at_once)
        self.may_end.wait(30)
        self.at_once -= 1
        if self.fails:
            raise TrainingFailed(self.fails)
        shutil.copytree(OTHER, training._output)
        return self.scores


@pytest.fixture
def runs(monkeypatch):
    found = Trainings()
    monkeypatch.setattr(Training, "run", lambda training, log: found.run(training, log))
    monkeypatch.setattr(Training, "stop", lambda training: found.may_end.set())
    return found


def send(client, events):
    for one in events:
        answer = client.post("/webhook", json=one)
        assert answer.status_code == 200, answer.text


def version(client):
    body = {"schema": event(1, "")["project"]["label_config"]}
    return client.post("/setup", json=body).json()["model_version"]


def test_a_model_that_is_not_worse_is_swapped_in_and_stays_after_a_restart(tmp_path, runs):
    with learning(tmp_path, after=3) as client:
        before = version(client)
        send(client, annotated(2))
        assert runs.count == 0
        runs.scores = (0.5, 0.5)
        send(client, annotated(1, first=3))
        wait_for(client, trainings("better"))
        after = version(client)
        assert after != before
        body = {"tasks": [{"data": {"article": "李雷在北京。"}}]}
        body["label_config"] = event(1, "")["project"]["label_config"]
        (found,) = client.post("/predict", json=body).json()["results"]
        assert found["model_version"] == after
        assert counter(client, "nertag_waiting_annotations") == 0
    with learning(tmp_path, after=3) as client:
        assert version(client) == after
    with learning(tmp_path, after=3, model=OTHER) as client:
        assert version(client).startswith("tiny-")
        assert runs.count == 1


@pytest.mark.parametrize("outcome", ["lower", "failed"])
def test_the_served_model_stays_if_the_new_one_is_worse_or_there_is_none(
    tmp_path, runs, caplog, outcome
):
    runs.scores, runs.fails = (0.5, 0.4), "no room" if outcome == "failed" else ""
    with caplog.at_level(logging.INFO, "nertag.serving"), learning(tmp_path, after=2) as client:
        before = version(client)
        send(client, annotated(2))
        wait_for(client, trainings(outcome))
        assert version(client) == before
        send(client, annotated(1, first=3))
        assert runs.count == 1
        runs.scores, runs.fails = (0.5, 0.6), ""
        send(client, annotated(1, first=4))
        wait_for(client, trainings("better"))
        assert version(client) != before
    said = [json.loads(line) for text in caplog.messages for line in text.splitlines()]
    (told,) = [line for line in said if line.get("training") == outcome]
    assert told.get("error", "no room") == "no room"


def test_webhooks_at_the_same_time_lose_nothing_and_start_one_training(tmp_path, runs):
    runs.may_end.clear()
    with learning(tmp_path, after=5) as client:
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(lambda one: client.post("/webhook", json=one), annotated(40)))
        assert len(list((tmp_path / "annotations").glob("*.json"))) == 40
        assert runs.count == 1
        runs.may_end.set()
        wait_for(client, trainings("better"), 2)
    assert runs.most == 1


def test_a_restart_in_the_middle_of_a_training_begins_it_again(tmp_path, runs):
    runs.may_end.clear()
    runs.fails = "stopped"
    with learning(tmp_path, after=2) as client:
        send(client, annotated(3))
    runs.fails = ""
    with learning(tmp_path, after=2) as client:
        wait_for(client, trainings("better"))
        assert counter(client, "nertag_waiting_annotations") == 0
    assert runs.count == 2


def test_a_training_that_is_asked_for_does_not_wait(tmp_path, runs):
    with learning(tmp_path) as client:
        client.post("/webhook", json={"action": "START_TRAINING", "project": {"id": 1}})
        assert runs.count == 0
        send(client, annotated(1))
        client.post("/webhook", json={"action": "START_TRAINING", "project": {"id": 1}})
        wait_for(client, trainings("better"))


def test_an_event_that_cannot_be_read_is_refused(tmp_path):
    with learning(tmp_path) as client:
        wrong = event(1, "text")
        del wrong["task"]
        answer = client.post("/webhook", json=wrong)
        assert answer.status_code == 422
        assert "task: is missing" in answer.json()["error"]


def test_settings_that_do_not_go_together(tmp_path):
    settings = LearningSettings(tmp_path)
    for more in ({"models": {"a": MODEL, "b": MODEL}}, {"models": {"a": MODEL}, "workers": 2}):
        with pytest.raises(ConfigError, match="trains one model in one process"):
            ServiceSettings(**more, learning=settings)
    with pytest.raises(ConfigError, match="there is no such file"):
        LearningSettings(tmp_path, mix=Path("nothing.conll"))


def test_a_note_of_the_last_model_that_cannot_be_read(tmp_path):
    for content in ("[1", "[]", "{}"):
        (tmp_path / "served.json").write_text(content)
        with pytest.raises(DataError, match="does not say which model was served last"):
            make_app(ServiceSettings({"a": MODEL}, learning=LearningSettings(tmp_path)))


def test_two_services_do_not_share_a_folder(tmp_path):
    settings = ServiceSettings({"a": MODEL}, port=0, learning=LearningSettings(tmp_path))
    with only_writer(tmp_path), pytest.raises(DataError, match="is being written by"):
        serve(settings, print)


@pytest.mark.slow
def test_a_real_training(tmp_path):
    old, dev = corpus(tmp_path)
    with learning(tmp_path / "learned", after=4, dev=dev, mix=old) as client:
        before = version(client)
        send(client, annotated(4))
        wait_for(client, "nertag_trainings_total", seconds=300)
        log = (tmp_path / "learned" / "train.log").read_text()
        outcome = next(one for one in ("better", "lower") if counter(client, trainings(one)))
        assert (version(client) != before) == (outcome == "better"), log
    assert "of the model it began with" in log


@pytest.mark.slow
def test_a_real_training_that_fails_says_why(tmp_path, caplog):
    bad = tmp_path / "bad.bio"
    bad.write_text("x")
    folder = tmp_path / "learned"
    with (
        caplog.at_level(logging.INFO, "nertag.serving"),
        learning(folder, after=2, dev=bad) as (client),
    ):
        send(client, annotated(2))
        wait_for(client, trainings("failed"), seconds=300)
    assert any("bad.bio" in message for message in caplog.messages)
