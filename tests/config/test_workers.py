import json

import pytest

from nertag.config import Workers
from nertag.errors import ConfigError

CLUSTER = {"chief": ["a:1"], "worker": ["b:1", "c:1"]}


@pytest.mark.parametrize(
    ("job", "index", "number"), [("chief", 0, 0), ("worker", 0, 1), ("worker", 1, 2)]
)
def test_a_worker_knows_its_place(monkeypatch, job, index, number):
    known = {"cluster": CLUSTER, "task": {"type": job, "index": index}}
    monkeypatch.setenv("TF_CONFIG", json.dumps(known))
    workers = Workers.from_environment()
    assert workers == Workers(number, 3)
    assert workers.is_chief == (job == "chief")


def test_without_a_chief_the_first_worker_is_it(monkeypatch):
    known = {"cluster": {"worker": ["b:1"]}, "task": {"type": "worker", "index": 0}}
    monkeypatch.setenv("TF_CONFIG", json.dumps(known))
    assert Workers.from_environment().is_chief


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "{}",
        json.dumps({"cluster": CLUSTER, "task": {"type": "worker", "index": 2}}),
        json.dumps({"cluster": CLUSTER, "task": {"type": "ps", "index": 0}}),
        json.dumps({"cluster": [], "task": {"type": "worker", "index": 0}}),
    ],
)
def test_what_is_wrong_with_it_is_said(monkeypatch, text):
    monkeypatch.setenv("TF_CONFIG", text)
    with pytest.raises(ConfigError, match=r"TF_CONFIG is .* expected"):
        Workers.from_environment()
