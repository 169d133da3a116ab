"""The examples name paths and options that are there."""

import re
from pathlib import Path

import pytest
from typer.main import get_command

from nertag.cli.main import app
from nertag.serving.run import DRAIN_SECONDS

FOLDER = Path(__file__).resolve().parents[2] / "deploy"
FILES = sorted(FOLDER.iterdir())


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_paths_of_health_are_served(file, client):
    for path in re.findall(r"(?:/v2)?/health/\w+", file.read_text(encoding="utf-8")):
        assert client.get(path).status_code == 200


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_commands_are_ones_that_nertag_takes(file):
    serve = get_command(app).commands["serve"]
    text = file.read_text(encoding="utf-8").replace('", "', " ").replace('"]', "")
    for arguments in re.findall(r'nertag serve ([^\n"\]]*)', text):
        given = arguments.split()
        serve.make_context("serve", given if given[-1] != "-m" else [*given, "model"])


def test_a_server_has_time_to_drain():
    """What stops it waits longer than it takes to drain."""

    waits = {
        "compose.yaml": r"stop_grace_period: (\d+)s",
        "nertag.service": r"TimeoutStopSec=(\d+)",
    }
    waits["kubernetes.yaml"] = r"terminationGracePeriodSeconds: (\d+)"
    for file in FILES:
        if file.name in waits:
            (seconds,) = re.findall(waits[file.name], file.read_text(encoding="utf-8"))
            assert int(seconds) > DRAIN_SECONDS
