import base64
import http.client
import json
import logging
import socket
import time

import pytest
from serving_tools import serving

from nertag.tagging import Tagger


def test_health_and_metrics(client):
    assert client.get("/health/live").json() == {"status": "ok"}
    assert client.get("/health/ready").json() == {"status": "ok"}
    client.post("/v1/tag", json={"text": "李雷在北京。" * 3})
    page = client.get("/metrics").text
    assert 'nertag_requests_total{route="/v1/tag",status="200"}' in page
    assert 'nertag_entities_total{label="LOC",model="tiny"}' in page
    assert 'nertag_waiting_characters{model="tiny"} 0.0' in page
    assert 'nertag_batch_texts_count{model="tiny"}' in page
    assert 'nertag_characters_total{model="tiny"}' in page


def logged_of(caplog, request):
    """The line of log of a request; it is written after the answer."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        for line in map(json.loads, "\n".join(caplog.messages).splitlines()):
            if line["id"] == request:
                return line
        time.sleep(0.005)
    raise AssertionError("it is not logged")


def test_each_request_is_a_line_of_log_without_its_text(client, caplog):
    with caplog.at_level(logging.INFO, "nertag.serving"):
        client.post("/v1/tag", json={"text": "李雷在北京。"}, headers={"x-request-id": "seven"})
        answer = client.get("/secret/李雷?q=李雷", headers={"x-request-id": "not an id"})
    assert answer.status_code == 404
    assert answer.json() == {"error": "Not Found"}
    first = logged_of(caplog, "seven")
    second = logged_of(caplog, answer.headers["x-request-id"])
    assert first["route"] == "/v1/tag"
    assert (first["status"], first["characters"]) == (200, 6)
    assert first["ms"] > 0
    assert len(second["id"]) == 32
    assert second["route"] == "unmatched"
    assert "674e" not in "".join(caplog.messages)  # 李, as JSON escapes it


def test_a_fault_is_an_answer_and_a_line_of_log(caplog, monkeypatch):
    def fail(tagger, texts, **asked):
        if "wrong" in texts:
            raise ZeroDivisionError("wrong")
        return tag_texts(tagger, texts, **asked)

    tag_texts = Tagger.tag_texts
    monkeypatch.setattr(Tagger, "tag_texts", fail)
    with serving() as client, caplog.at_level(logging.INFO, "nertag.serving"):
        answer = client.post("/v1/tag", json={"text": ["good", "wrong"]})
        other = client.post("/doccano", json={"text": "wrong"})
        assert client.post("/v1/tag", json={"text": "good"}).status_code == 200
    for refused in (answer, other):
        assert refused.status_code == 500
        assert refused.headers["x-request-id"] in refused.json()["error"]
        logged = logged_of(caplog, refused.headers["x-request-id"])
        assert (logged["fault"], logged["status"]) == ("ZeroDivisionError", 500)
    assert "wrong" not in caplog.text


@pytest.fixture(scope="module")
def locked():
    """Calls a service that wants a key."""
    with serving(api_key="s3cret") as client:
        yield client


class TestKey:
    @pytest.mark.parametrize(
        "headers",
        [
            {"Authorization": "Bearer s3cret"},
            {"authorization": "bearer  s3cret"},
            {"X-API-Key": "s3cret"},
            {"Authorization": "Basic " + base64.b64encode(b"any:s3cret").decode()},
        ],
    )
    def test_opens(self, locked, headers):
        assert locked.get("/v1/models", headers=headers).status_code == 200

    @pytest.mark.parametrize(
        "headers",
        [
            {},
            {"Authorization": "Bearer s3cre"},
            {"Authorization": "Bearer"},
            {"Authorization": "s3cret"},
            {"X-API-Key": b"s3cret\xff"},
            {"Authorization": "Basic s3cret"},
            {"Authorization": "Basic " + base64.b64encode(b"s3cret").decode()},
            {"Authorization": b"Basic \xff\xfe"},
        ],
    )
    def test_refuses(self, locked, headers):
        for path in ("/v1/models", "/", "/metrics", "/openapi.json", "/v2", "/nothing"):
            answer = locked.get(path, headers=headers)
            assert answer.status_code == 401
            assert answer.headers["www-authenticate"].startswith("Basic")
            assert "s3cret" not in answer.text

    def test_leaves_health_open(self, locked):
        for path in ("/health", "/health/live", "/health/ready", "/v2/health/live"):
            assert locked.get(path).status_code == 200


def test_other_origins_are_refused_unless_given(client):
    asked = {"Origin": "https://a.example", "Access-Control-Request-Method": "POST"}
    assert "access-control-allow-origin" not in client.options("/v1/tag", headers=asked).headers
    with serving(cors=("https://a.example",)) as open_client:
        answer = open_client.options("/v1/tag", headers=asked)
        assert answer.headers["access-control-allow-origin"] == "https://a.example"
        other = {**asked, "Origin": "https://b.example"}
        assert (
            "access-control-allow-origin"
            not in open_client.options("/v1/tag", headers=other).headers
        )


def test_a_proxy_may_keep_or_cut_its_prefix():
    with serving(root_path="/ner", api_key="k") as client:
        for path in ("/ner/health/live", "/health/live"):
            assert client.get(path).status_code == 200
        client.headers["X-API-Key"] = "k"
        for path in ("/ner/v1/tag", "/v1/tag"):
            assert client.post(path, json={"text": "a"}).status_code == 200
        assert client.get("/openapi.json").json()["servers"] == [{"url": "/ner"}]


def test_a_full_queue_says_when_to_ask_again():
    with serving(max_waiting=1, max_characters=100_000) as client:
        many = {"text": ["李雷在北京。" * 20] * 400}
        connections = [http.client.HTTPConnection(client.base_url.host, client.base_url.port)]
        connections[0].request("POST", "/v1/tag", json.dumps(many))
        answers = []
        deadline = time.monotonic() + 20
        while 503 not in [one.status_code for one in answers] and time.monotonic() < deadline:
            answers.append(client.post("/v1/tag", json={"text": "a"}))
        assert answers[-1].status_code == 503
        assert answers[-1].headers["retry-after"] == "1"
        assert connections[0].getresponse().status == 200
        connections[0].close()


@pytest.mark.slow
def test_what_a_client_gave_up_is_not_tagged(caplog):
    with serving(max_characters=1_000_000, max_waiting=2_000_000) as client:
        body = json.dumps({"text": ["李雷在北京。" * 20] * 4000})
        head = f"POST /v1/tag HTTP/1.1\r\nHost: a\r\nContent-Length: {len(body)}\r\n\r\n"
        with caplog.at_level(logging.INFO, "nertag.serving"):
            with socket.create_connection((client.base_url.host, client.base_url.port)) as gone:
                gone.sendall(head.encode() + body.encode())
                while "nertag_batch_texts_count" not in (page := client.get("/metrics").text):
                    pass
            while not any(
                '"status": 499' in line or '"/v1/tag"' in line for line in caplog.messages
            ):
                time.sleep(0.01)
        page = client.get("/metrics").text
        counted = [line for line in page.splitlines() if line.startswith("nertag_batch_texts_sum")]
        assert float(counted[0].split()[1]) < 4000
        assert client.post("/v1/tag", json={"text": "a"}).status_code == 200


def test_half_a_body_holds_up_nobody(client):
    with socket.create_connection((client.base_url.host, client.base_url.port)) as half:
        half.sendall(b"POST /v1/tag HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n{")
        assert client.post("/v1/tag", json={"text": "a"}).status_code == 200
    assert client.get("/health/ready").status_code == 200
