"""A real Label Studio, for the scripts beside this one."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from service import free_port, installed, started

TOKEN = "0123456789abcdef0123456789abcdef01234567"
USER, PASSWORD = "a@example.org", "secret-s3cret"


@contextmanager
def label_studio_runs(folder: Path, label_studio: str | Path = "") -> Iterator[httpx.Client]:
    """A client of a Label Studio that runs on SQLite in a folder; it is installed if none is given.

    The first start makes the tables, which takes minutes.
    """
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    label_studio = label_studio or installed(folder / "venv", "label-studio") / "label-studio"
    command = [
        *(label_studio, "start", "--no-browser", "--port", str(port), "--data-dir", folder),
        *("--internal-host", "127.0.0.1", "--enable-legacy-api-token"),
        *("--username", USER, "--password", PASSWORD, "--user-token", TOKEN),
    ]
    # It connects to no address of its own machine otherwise.
    environment = {"ML_BLOCK_LOCAL_IP": "false", "SSRF_PROTECTION_ENABLED": "false"}
    environment |= {"COLLECT_ANALYTICS": "false", "LATEST_VERSION_CHECK": "false"}
    with started(command, address + "/health", folder / "label-studio.log", **environment):
        headers = {"Authorization": f"Token {TOKEN}"}
        with httpx.Client(base_url=address, headers=headers, timeout=60) as client:
            yield client


def call(client: httpx.Client, what: str, **values: object) -> dict:
    """Make something by Label Studio's API."""
    answer = client.post(f"/api/{what}", json=values)
    if answer.is_error:
        sys.exit(f"{what}: {answer.status_code} {answer.text}")
    return answer.json()


def ask_for_predictions(client: httpx.Client, project: int) -> None:
    """Let Label Studio ask the connected model for predictions of all tasks."""
    body = {"selectedItems": {"all": True, "excluded": []}}
    asked = {"id": "retrieve_tasks_predictions", "project": project}
    client.post("/api/dm/actions", params=asked, json=body).raise_for_status()


def predictions_of(client: httpx.Client, task: int, version: str = "") -> list[dict]:
    """The predictions of a task, by a version of a model if one is named, once there are some."""
    for _ in range(120):
        found = client.get("/api/predictions", params={"task": task}).json()
        found = [one for one in found if version in ("", one["model_version"])]
        if found:
            return found
        time.sleep(0.5)
    sys.exit(f"task {task} gets no prediction {version}")
