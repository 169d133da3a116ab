import json
import os
import subprocess
import sys
from importlib import import_module

import pytest
from power import traced

from nertag.errors import ConfigError, DataError, Interrupted
from nertag.io import resumable

RESUMING = import_module("nertag.io.resumable")

RUN = {"files": ["a.txt"], "format": "json"}


def write(path, lines, *, resume=False, failure=None, run=RUN):
    """Write some lines, then fail or not; what was done before is given back."""
    with resumable(path, run, resume=resume) as output:
        before = output.done
        for line in lines:
            output.write([line], 1)
        if failure:
            raise failure
    return before


def stopped(path, lines, **how):
    with pytest.raises(Interrupted) as caught:
        write(path, lines, failure=KeyboardInterrupt(), **how)
    return str(caught.value)


def test_a_whole_run_leaves_its_file_only(tmp_path):
    assert write(tmp_path / "out", [b"a\n", b"b\n"]) == 0
    assert os.listdir(tmp_path) == ["out"]
    assert (tmp_path / "out").read_bytes() == b"a\nb\n"


def test_a_stopped_run_is_gone_on_with(tmp_path):
    path = tmp_path / "out"
    path.write_bytes(b"old")
    message = stopped(path, [b"a\n", b"b\n"])
    assert message == f"stopped: 2 lines are done, `resume` goes on with {path}.part"
    assert path.read_bytes() == b"old"
    assert "3 lines are done" in stopped(path, [b"c\n"], resume=True)
    assert write(path, [b"d\n"], resume=True) == 3
    assert path.read_bytes() == b"a\nb\nc\nd\n"
    assert os.listdir(tmp_path) == ["out"]


def test_what_was_written_behind_the_last_note_is_written_again(tmp_path, monkeypatch):
    path = tmp_path / "out"
    stopped(path, [b"a\n"])
    with open(f"{path}.part", "ab") as part:
        part.write(b"half of")
    assert write(path, [b"b\n"], resume=True) == 1
    assert path.read_bytes() == b"a\nb\n"


def test_a_killed_run_has_noted_how_far_it_got(tmp_path):
    code = (
        "import os, sys\n"
        "from importlib import import_module\n"
        "resuming = import_module('nertag.io.resumable')\n"
        "resuming.EVERY = 0\n"
        f"with resuming.resumable(sys.argv[1], {RUN}, resume=False) as output:\n"
        "    output.write([b'a\\n'], 1)\n"
        "    os._exit(9)\n"
    )
    path = tmp_path / "out"
    assert subprocess.run([sys.executable, "-c", code, str(path)], check=False).returncode == 9
    assert write(path, [b"b\n"], resume=True) == 1
    assert path.read_bytes() == b"a\nb\n"


def test_a_failure_leaves_nothing_that_is_not_noted(tmp_path):
    with pytest.raises(DataError, match="broken"):
        write(tmp_path / "out", [b"a\n"], failure=DataError("a.txt", 2, "broken"))
    assert os.listdir(tmp_path) == []


def test_a_failure_keeps_what_is_noted(tmp_path, monkeypatch):
    monkeypatch.setattr(RESUMING, "EVERY", 0)
    path = tmp_path / "out"
    with pytest.raises(DataError, match="broken"):
        write(path, [b"a\n"], failure=DataError("a.txt", 2, "broken"))
    with pytest.raises(DataError, match=r"No space left.*make room, then `resume` goes on"):
        write(path, [b"b\n"], resume=True, failure=OSError(28, "No space left on device"))
    assert write(path, [b"c\n"], resume=True) == 2
    assert path.read_bytes() == b"a\nb\nc\n"


def test_a_new_run_forgets_the_old(tmp_path):
    path = tmp_path / "out"
    stopped(path, [b"a long line\n"])
    write(path, [b"b\n"])
    assert os.listdir(tmp_path) == ["out"]
    assert path.read_bytes() == b"b\n"


def test_what_cannot_be_gone_on_with_is_named(tmp_path):
    path = tmp_path / "out"
    with pytest.raises(ConfigError, match=r"out\.part\.json is not there, no run to go on with"):
        write(path, [], resume=True)
    stopped(path, [b"a\n"])
    with pytest.raises(ConfigError, match="had another `format`: 'json', not 'conll'"):
        write(path, [], resume=True, run={**RUN, "format": "conll"})
    (tmp_path / "out.part").write_bytes(b"")
    with pytest.raises(ConfigError, match=r"out\.part is shorter than .* says: begin anew"):
        write(path, [], resume=True)
    for content in ("{", "[]", json.dumps({"lines": 1})):
        (tmp_path / "out.part.json").write_text(content, encoding="utf-8")
        with pytest.raises(ConfigError, match=r"out\.part\.json cannot be read"):
            write(path, [], resume=True)
    assert (tmp_path / "out.part").exists()


def test_places_that_cannot_be_written_to(tmp_path):
    (tmp_path / "folder").mkdir()
    with pytest.raises(DataError, match="cannot be written: it is a folder"):
        write(tmp_path / "folder", [])
    with pytest.raises(DataError, match="cannot be written: No such file or directory"):
        write(tmp_path / "none" / "out", [])


def test_a_device_is_written_to_as_it_is():
    assert write("/dev/null", [b"a\n"]) == 0
    with pytest.raises(ConfigError, match="/dev/null is no file that could be gone on with"):
        write("/dev/null", [], resume=True)


def test_a_second_writer_is_refused_and_told_who_is_writing(tmp_path):
    path = tmp_path / "out"
    with resumable(path, RUN, resume=False) as output:
        output.write([b"a\n"], 1)
        for resume in (False, True):
            message = f"out: is being written by process {os.getpid()} on .*wait, or stop that"
            with pytest.raises(DataError, match=message):
                write(path, [b"b\n"], resume=resume)
    assert path.read_bytes() == b"a\n"
    assert os.listdir(tmp_path) == ["out"]


def test_a_part_that_was_just_put_in_its_place_is_not_written_into(tmp_path, monkeypatch):
    path, real = tmp_path / "out", RESUMING.lock
    (tmp_path / "out.part").write_bytes(b"whole")

    def lock(descriptor):
        if not path.exists():
            os.replace(f"{path}.part", path)
        return real(descriptor)

    monkeypatch.setattr(RESUMING, "lock", lock)
    with resumable(path, RUN, resume=False) as output:
        output.write([b"b\n"], 1)
        assert path.read_bytes() == b"whole"
    assert path.read_bytes() == b"b\n"


def test_the_hash_of_the_input_is_kept(tmp_path):
    def stop():
        with resumable(tmp_path / "out", RUN, resume=False) as output:
            output.write([b"a\n"], 1, "hash")
            raise KeyboardInterrupt

    with pytest.raises(Interrupted):
        stop()
    with resumable(tmp_path / "out", RUN, resume=True) as output:
        assert (output.done, output.digest) == (1, "hash")


def test_what_a_note_promises_is_synced_before_it(tmp_path, monkeypatch):
    monkeypatch.setattr(RESUMING, "EVERY", 0)
    done = traced(monkeypatch)
    write(tmp_path / "out", [b"a\n"])
    note = ["sync out.part.json", "rename out.part.json", f"sync {tmp_path.name}"]
    noted = ["sync out", *note]
    assert done == [*noted, *noted, "sync out", "rename out", f"sync {tmp_path.name}"]


def test_a_run_that_was_killed_after_its_end_is_not_resumed_and_stays_whole(tmp_path):
    path = tmp_path / "out"
    stopped(path, [b"a\n"])
    os.replace(tmp_path / "out.part", path)
    with pytest.raises(ConfigError, match=r"out\.part is not there: the run before has ended"):
        write(path, [b"b\n"], resume=True)
    assert path.read_bytes() == b"a\n"
    assert write(path, [b"b\n"]) == 0
    assert os.listdir(tmp_path) == ["out"]
