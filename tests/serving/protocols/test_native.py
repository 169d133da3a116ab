import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from serving_tools import TEXTS, lines_of

from nertag.serving.protocols.native import Found
from nertag.tagging import WRITERS
from nertag.text import Entity

ASKED = [
    {},
    {"scores": True},
    {"min_score": 0.5},
    {"n_best": 3},
    {"scores": True, "n_best": 2, "min_score": 0.3},
]


def written(tagger, text, **asked):
    """What ``nertag tag`` writes."""
    return WRITERS["json"](tagger.tag(text, **asked), None)


@pytest.mark.parametrize("asked", ASKED)
def test_a_text_gives_what_the_command_writes(client, tagger, asked):
    for text in TEXTS:
        answer = client.post("/v1/tag", json={"text": text, **asked})
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "application/json"
        assert answer.json() == json.loads(written(tagger, text, **asked))
        Found.model_validate_json(answer.text)


@pytest.mark.parametrize("asked", ASKED)
def test_texts_give_a_result_each_in_order(client, tagger, asked):
    answer = client.post("/v1/tag", json={"text": TEXTS, "model": "other", **asked})
    assert answer.json() == [json.loads(written(tagger, text, **asked)) for text in TEXTS]
    assert client.post("/v1/tag", json={"text": []}).json() == []


def test_json_is_taken_whatever_its_type_is_called(client):
    for kind in ("application/json", "application/x-ndjson+json"):
        answer = client.post("/v1/tag", content=b'{"text": "a"}', headers={"content-type": kind})
        assert answer.status_code == 200
    assert client.post("/v1/tag", content=b'{"text": "a"}').status_code == 200


@pytest.mark.parametrize(
    ("body", "status", "error"),
    [
        ('{"text": 5}', 422, "text: Input should be a valid string"),
        ('{"text": null}', 422, "text: Input should be a valid string"),
        ('{"text": ["a", 5]}', 422, "text.1: Input should be a valid string"),
        (
            '{"text": "a\\ud800"}',
            422,
            "text: Value error, half of a surrogate pair stands alone at 1",
        ),
        ('{"text": ["", "\\udc00"]}', 422, "text.1: Value error, half of a surrogate pair"),
        ('{"txt": "a"}', 422, "text: Field required"),
        ('{"text": "a", "x": 1}', 422, "x: Extra inputs are not permitted"),
        ('{"text": "a", "\\ud800": 1}', 422, "the body: Input should be a valid"),
        (
            '{"text": "a", "min_score": 2}',
            422,
            "min_score: Input should be less than or equal to 1",
        ),
        ('{"text": "a", "min_score": NaN}', 422, "min_score: Input should be"),
        ('{"text": "a", "n_best": -1}', 422, "n_best: Input should be greater than or equal to 0"),
        ('{"text": "a", "n_best": 1e9}', 422, "n_best: Input should be less than or equal to 100"),
        ('{"text": "a", "scores": "?"}', 422, "scores: Input should be a valid boolean"),
        ('{"text": "a", "model": "\\ud800"}', 404, "there is no model"),
        ('{"text": "a", "model": "x"}', 404, "there is no model 'x', expected one of: tiny, other"),
        ('{"text": ', 400, "the body is no JSON"),
        ("", 422, "the body: Field required"),
        ("[]", 422, "the body: Input should be"),
        ("[" * 5000, 400, "parsing the body"),
        ('{"text": "a", "n_best": 1' + "0" * 5000 + "}", 400, "parsing the body"),
        (b'{"text": "\xff"}', 400, "parsing the body"),
        (json.dumps({"text": "x" * 2001}), 413, "the request has 2,001 characters, at most 2,000"),
        (json.dumps({"text": [""] * 2001}), 413, "the request has 2,001 characters"),
        ("x" * 100_000, 413, "the body is longer than 89536 bytes"),
    ],
)
def test_a_wrong_request_is_told_what_is_wrong(client, body, status, error):
    answer = client.post("/v1/tag", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == status
    assert error in answer.json()["error"]


@given(st.text())
def test_any_text_comes_back_as_it_was(client, text):
    answer = client.post("/v1/tag", json={"text": text})
    found = answer.json()
    assert found["text"] == text
    for entity in found["entities"]:
        assert text[entity["start"] : entity["end"]] == entity["text"]


def test_models_are_listed(client):
    first, second = client.get("/v1/models").json()
    assert (first["name"], second["name"]) == ("tiny", "other")
    assert first["labels"] == ["LOC", "PER"]
    assert first["tokens"] == "char"
    assert first["version"] == second["version"]


def test_a_stream_gives_a_result_a_line(client, tagger):
    texts = TEXTS * 40
    body = "".join(json.dumps({"text": text}) + "\n" for text in texts)
    answer = client.post("/v1/tag/stream", params={"scores": True}, content=body)
    assert answer.headers["content-type"] == "application/x-ndjson"
    assert answer.text == "".join(written(tagger, text, scores=True) for text in texts)


def test_a_bad_line_of_a_stream_is_told_and_the_rest_goes_on(client):
    lines = ['{"text": "李雷"}', '{"text": 1}', "", "x", '{"text": "a", "b": 1}']
    lines += [
        json.dumps({"text": "y" * 2001}),
        '{"text": "%s"}' % ("z" * 30_000),
        '{"text": "end"}',
    ]
    found = lines_of(client.post("/v1/tag/stream", content="\n".join(lines)))
    assert found[0]["text"] == "李雷"
    assert found[1] == {"error": "line 2: text: Input should be a valid string"}
    assert found[2]["error"].startswith("line 3: the body: Invalid JSON")
    assert found[3]["error"].startswith("line 4: the body: Invalid JSON")
    assert found[4] == {"error": "line 5: b: Extra inputs are not permitted"}
    assert found[5] == {"error": "line 6: it has more than 2,000 characters"}
    assert found[6] == {"error": "line 7: it has more than 2,000 characters"}
    assert found[7]["text"] == "end"
    assert len(found) == 8


def test_a_stream_without_lines_has_no_results(client):
    answer = client.post("/v1/tag/stream")
    assert (answer.status_code, answer.text) == (200, "")
    assert client.post("/v1/tag/stream", params={"n_best": 101}).status_code == 422
    assert client.post("/v1/tag/stream", params={"model": "x"}).status_code == 404


def test_what_is_known_of_a_text_changes_the_rest(client, tagger):
    text = "😀李雷在北京。"
    plain = client.post("/v1/tag", json={"text": text}).json()["entities"]
    known = {"start": 2, "end": 5, "label": "LOC"}
    found = client.post("/v1/tag", json={"text": text, "known": [known], "scores": True}).json()
    asked = tagger.tag(text, known=[Entity(**known, text=text[2:5])], scores=True)
    assert found == asked.to_dict()
    assert found["entities"] != plain
    none = {"start": 0, "end": len(text)}
    assert client.post("/v1/tag", json={"text": text, "forbidden": [none]}).json()["entities"] == []


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"text": ["李雷"], "known": [{"start": 0, "end": 2, "label": "PER"}]}, "of a single text"),
        ({"text": "李雷", "known": [{"start": 0, "end": 9, "label": "PER"}]}, "from 0 to 9"),
        (
            {"text": "李雷", "known": [{"start": 0, "end": 2, "label": "X"}]},
            "which the model has not",
        ),
    ],
)
def test_what_cannot_be_known_is_refused(client, body, message):
    answer = client.post("/v1/tag", json=body)
    assert answer.status_code == 422
    assert message in answer.json()["error"]
