"""The long runs of scripts/soak and scripts/steady, short."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.slow


def run(script, *arguments):
    command = [sys.executable, ROOT / "scripts" / script, *arguments]
    return subprocess.run(command, capture_output=True, text=True)


def test_a_dozen_kills_leave_nothing_half():
    writers = ("convert", "brat", "split", "report", "export", "tag")
    chosen = [word for writer in writers for word in ("--writer", writer)]
    done = run("soak", "--kills", "2", "--sentences", "300", *chosen)
    assert (done.returncode, done.stderr) == (0, "")
    rows = [line.split() for line in done.stdout.splitlines()]
    assert rows[0] == ["writer", "runs", "kills", "resumed", "half", "differ"]
    assert [(row[0], row[2], *row[4:]) for row in rows[1:]] == [
        (writer, "2", "0", "0") for writer in writers
    ]


def test_sixteen_threads_need_no_more_memory_with_time():
    done = run("steady", "--seconds", "8", "--threads", "16")
    assert done.stdout.startswith("16 threads\n"), done.stderr
    assert done.stdout.count(" MB\n") == 10
