import json
import logging

import pytest
from serving_tools import TEXTS

from nertag.serving.protocols.labelling_config import BadConfig, read_config

CONFIG = """
<View>
  <Header value="Mark the entities"/>
  <Labels name="kind" toName="content">
    <Label value="PER" background="red"/><Label value="Place" predicted_values="GPE, LOC"/>
  </Labels>
  <Text name="content" value="$article"/>
</View>
"""
PERSONS = CONFIG.replace('<Label value="Place" predicted_values="GPE, LOC"/>', "")


def request(config=CONFIG, texts=TEXTS):
    """What Label Studio sends."""
    tasks = [{"id": n, "data": {"article": text, "n": n}} for n, text in enumerate(texts)]
    project = {"project": "1.1700000000", "label_config": config, "params": {"context": None}}
    return {"tasks": tasks, **project}


@pytest.mark.parametrize("path", ["/predict", "/label-studio/other/predict"])
def test_predictions_are_for_the_project(client, tagger, path):
    results = client.post(path, json=request()).json()["results"]
    assert len(results) == len(TEXTS)
    for text, found in zip(TEXTS, results):
        tagged = tagger.tag(text, scores=True, n_best=1)
        assert found["model_version"].startswith("other-" if "other" in path else "tiny-")
        assert found["score"] == pytest.approx(tagged.readings[0].probability)
        assert len(found["result"]) == len(tagged.entities)
        for region, entity in zip(found["result"], tagged.entities):
            assert (region["from_name"], region["to_name"]) == ("kind", "content")
            assert region["type"] == "labels"
            assert region["score"] == pytest.approx(entity.score)
            value = region["value"]
            assert (value["start"], value["end"], value["text"]) == (
                entity.start,
                entity.end,
                entity.text,
            )
            assert text[value["start"] : value["end"]] == value["text"]
            assert value["labels"] == [{"LOC": "Place", "PER": "PER"}[entity.label]]


def test_labels_that_the_project_lacks_are_logged(client, caplog):
    with caplog.at_level(logging.INFO, "nertag.serving"):
        results = client.post("/predict", json=request(PERSONS)).json()["results"]
    labels = {
        label for one in results for region in one["result"] for label in region["value"]["labels"]
    }
    assert labels == {"PER"}
    (lacking,) = [
        line["labels_the_project_lacks"]
        for line in map(json.loads, caplog.messages)
        if "labels_the_project_lacks" in line
    ]
    assert set(lacking) == {"LOC"}


def test_a_backend_is_connected(client):
    assert client.get("/health").json()["status"] == "UP"
    body = {"project": "1.1700000000", "schema": CONFIG, "hostname": "http://localhost:8080"}
    version = client.post("/setup", json=body).json()["model_version"]
    assert version == client.post("/predict", json=request()).json()["results"][0]["model_version"]
    assert client.get("/label-studio/x/health").status_code == 404


@pytest.mark.parametrize(
    "action", ["ANNOTATION_CREATED", "START_TRAINING", "PROJECT_UPDATED", None]
)
def test_events_are_acknowledged(client, action):
    body = {"action": action, "project": {"id": 1}}
    assert client.post("/webhook", json=body).json()["status"] == "ok"


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (request(config="<View>"), "label_config: is no XML that is read"),
        (request(config="\ud800"), "label_config: is no XML that is read"),
        (request(config="<View/>"), "label_config: has no <Labels> whose toName"),
        (request(texts=["a", 5]), "tasks.1.data: has no text under 'article'"),
        (request(texts=["a", "\ud800"]), "tasks.1.data: half of a surrogate pair"),
        ({"tasks": [], "label_config": None}, "label_config: Input should be a valid string"),
        ({"tasks": [{}], "label_config": CONFIG}, "tasks.0.data: Field required"),
    ],
)
def test_a_wrong_request_is_told_what_is_wrong(client, body, error):
    answer = client.post("/predict", content=json.dumps(body))
    assert answer.status_code == 422
    assert error in answer.json()["error"]


def test_the_first_labels_for_a_text_are_taken():
    config = read_config(
        '<View><Choices name="c" toName="t"/><Labels name="i" toName="image"/>'
        '<Image name="image" value="$image"/><Labels name="l" toName="t">'
        '<Label value="A" alias="a"/></Labels><Text name="t" value="$text"/></View>'
    )
    assert (config.from_name, config.to_name, config.key) == ("l", "t", "text")
    assert config.labels["A"] == config.labels["a"] == "a"


@pytest.mark.parametrize(
    "xml",
    [
        "",
        "no xml",
        '<Labels name="l" toName="t"/>',
        CONFIG.replace("$article", "article"),
        CONFIG.replace('value="$article"', 'value="$article" valueType="url"'),
        '<!DOCTYPE x [<!ENTITY a "aaaa">]><View>&a;</View>',
        '<!DOCTYPE x SYSTEM "file:///etc/passwd"><View/>',
        '<?xml version="1.0" encoding="utf-8"?><View>\0</View>',
        "<a>" * 100_000,
    ],
)
def test_a_configuration_that_labels_no_text_is_refused(xml):
    with pytest.raises(BadConfig):
        read_config(xml)
