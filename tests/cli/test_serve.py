"""The command, in a process of its own."""

import json
import os
import signal
import socket
import subprocess
import sys
import time

import httpx
import pytest
from command_tools import run
from tiny import GOLDEN

MODEL = GOLDEN / "old-default"
LONG = {"text": ["李雷在北京。" * 100] * 160}


@pytest.fixture
def start(tmp_path):
    """Give a function that starts the command and gives its process and address."""
    processes = []

    def begin(*arguments, **environment):
        said = tmp_path / "said"
        with open(said, "w", encoding="utf-8") as stream:
            command = [sys.executable, "-m", "nertag", "serve", "--port", "0", *map(str, arguments)]
            process = subprocess.Popen(command, stderr=stream, env={**os.environ, **environment})
        processes.append(process)
        deadline = time.monotonic() + 60
        while "listening" not in (text := said.read_text(encoding="utf-8")):
            assert process.poll() is None, text
            assert time.monotonic() < deadline
            time.sleep(0.02)
        return process, text.split("try ")[1].split(" ")[0], said

    yield begin
    for process in processes:
        process.kill()
        process.wait()


@pytest.mark.slow
def test_a_signal_to_stop_lets_requests_finish(start):
    process, address, said = start("-m", f"first={MODEL}", "-m", MODEL)
    with httpx.Client(base_url=address, timeout=60) as client:
        names = [model["name"] for model in client.get("/v1/models").json()]
        assert names == ["first", "old-default"]
    host = address.removeprefix("http://").rstrip("/").split(":")
    with socket.create_connection((host[0], int(host[1]))) as connection:
        body = json.dumps(LONG).encode()
        head = f"POST /v1/tag HTTP/1.1\r\nHost: a\r\nContent-Length: {len(body)}\r\n\r\n"
        connection.sendall(head.encode() + body)
        time.sleep(0.2)
        process.send_signal(signal.SIGTERM)
        answer = b""
        while part := connection.recv(65536):
            answer += part
    assert answer.startswith(b"HTTP/1.1 200")
    assert len(json.loads(answer.partition(b"\r\n\r\n")[2])) == 160
    assert process.wait(30) == -signal.SIGTERM
    lines = said.read_text(encoding="utf-8").splitlines()[1:]
    assert [json.loads(line)["status"] for line in lines] == [200, 200]


@pytest.mark.slow
def test_several_processes_count_together(start):
    process, address, _ = start("-m", MODEL, "--workers", "2", NERTAG_API_KEY="k")
    with httpx.Client(timeout=60) as client:
        assert client.get(address + "v1/models").status_code == 401
    key = {"X-API-Key": "k"}
    for _ in range(20):
        answer = httpx.post(address + "v1/tag", json={"text": "李雷"}, headers=key)
        assert answer.status_code == 200
    for _ in range(4):  # whichever of them answers
        page = httpx.get(address + "metrics", headers=key).text
        assert 'nertag_characters_total{model="old-default"} 40.0' in page
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["-m", "nowhere"], "nowhere: no model here"),
        (["-m", "a=x", "-m", "a=y"], "--model has two models of the name a: write NAME=DIR"),
        (["-m", MODEL, "--root-path", "x"], "--root-path is 'x', expected a path such as /nertag"),
        (
            ["-m", MODEL, "--precision", "x"],
            "--precision is 'x', expected one of: auto, float32, bfloat16, int8",
        ),
    ],
)
def test_what_cannot_be_served_is_one_line(capsysbinary, arguments, message):
    code, out, said = run(capsysbinary, "serve", *arguments)
    assert (code, out) == (2, "")
    assert message in said
    assert said.count("\n") == 1


def test_a_port_that_is_taken_is_one_line(capsysbinary):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        code, _, said = run(capsysbinary, "serve", "-m", MODEL, "--port", port)
    assert code == 2
    assert said.startswith(f"nertag: --host 127.0.0.1, --port {port}: cannot be listened on")
    assert said.count("\n") == 1


def test_a_key_that_no_header_can_carry_is_refused(capsysbinary, monkeypatch):
    monkeypatch.setenv("NERTAG_API_KEY", "密")
    code, _, said = run(capsysbinary, "serve", "-m", MODEL)
    assert code == 2
    assert said.startswith("nertag: --api-key is empty or has signs beyond ASCII")
