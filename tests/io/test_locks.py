import os
import subprocess
import sys

import pytest

from nertag.errors import DataError
from nertag.io import only_writer
from nertag.io.locks import LOCK, this_process

HOLDS = """
import sys
from nertag.io import only_writer
with only_writer(sys.argv[1]):
    print("held", flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def holder(tmp_path):
    pipe = subprocess.PIPE
    command = [sys.executable, "-c", HOLDS, str(tmp_path)]
    with subprocess.Popen(command, stdin=pipe, stdout=pipe) as process:
        assert process.stdout.readline() == b"held\n"
        yield process
        process.kill()


def test_the_second_writer_is_refused_and_hears_who_the_first_is(tmp_path, holder):
    message = f"{tmp_path}: is being written by process {holder.pid} on"
    with pytest.raises(DataError, match=message), only_writer(tmp_path):
        pass
    holder.communicate(b"\n")
    with only_writer(tmp_path):
        assert (tmp_path / LOCK).read_text() == this_process()
    assert os.listdir(tmp_path) == []


def test_a_crash_frees_the_lock(tmp_path, holder):
    holder.kill()
    holder.wait()
    assert (tmp_path / LOCK).exists()
    with only_writer(tmp_path):
        pass
    assert os.listdir(tmp_path) == []


def test_a_directory_that_is_not_there_is_named(tmp_path):
    message = "cannot be written: No such file"
    with pytest.raises(DataError, match=message), only_writer(tmp_path / "missing"):
        pass
