import subprocess
import sys


def run(*arguments):
    return subprocess.run(
        [sys.executable, "-m", "nertag", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


def test_version_and_help():
    assert run("--version").stdout.startswith("nertag ")
    shown = run("--help").stdout
    for command in ("train", "evaluate", "tag", "vectors", "info"):
        assert command in shown


def test_a_closed_pipe_is_quiet(tmp_path):
    command = f"{sys.executable} -m nertag train --help | head -n 1"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)
    assert done.stderr == ""
