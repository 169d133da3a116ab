import os
import subprocess
import sys

import pytest

from nertag.errors import ConfigError, DataError
from nertag.io.atomic import check_folder, replacing


def put(path, content):
    with replacing(path) as stream:
        stream.write(content)


def test_a_file_is_made_and_replaced(tmp_path):
    path = tmp_path / "文 件.txt"
    for content in (b"one", b"", b"three"):
        put(path, content)
        assert path.read_bytes() == content
    assert os.listdir(tmp_path) == [path.name]


@pytest.mark.parametrize("failure", [ValueError, KeyboardInterrupt, ConfigError])
def test_a_failure_inside_keeps_the_old(tmp_path, failure):
    path = tmp_path / "a.txt"
    put(path, b"old")

    def half():
        with replacing(path) as stream:
            stream.write(b"half of the ne")
            raise failure("stop")

    with pytest.raises(failure, match="stop"):
        half()
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["a.txt"]


def test_a_full_disk_keeps_the_old(tmp_path, monkeypatch):
    put(tmp_path / "a.txt", b"old")

    def full(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DataError, match=r"a\.txt: cannot be written: No space left on device"):
        put(tmp_path / "a.txt", b"new")
    assert (tmp_path / "a.txt").read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["a.txt"]


def test_the_old_stands_until_the_block_ends(tmp_path):
    path = tmp_path / "a.txt"
    put(path, b"old")
    with replacing(path) as stream:
        stream.write(b"new")
        stream.flush()
        assert path.read_bytes() == b"old"
    assert path.read_bytes() == b"new"


def test_what_a_crash_left_behind_is_in_nobodys_way(tmp_path):
    (tmp_path / "a.txt.part").write_bytes(b"a longer left-over than the new content")
    put(tmp_path / "a.txt", b"new")
    assert (tmp_path / "a.txt").read_bytes() == b"new"
    assert os.listdir(tmp_path) == ["a.txt"]


def test_a_folder_that_is_not_there(tmp_path):
    with pytest.raises(DataError, match="cannot be written: No such file or directory"):
        put(tmp_path / "none" / "a.txt", b"")


def test_a_folder_that_is_a_file(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(DataError, match="cannot be written: Not a directory"):
        put(tmp_path / "file" / "a.txt", b"")


def test_a_folder_in_the_place_of_the_file(tmp_path, monkeypatch):
    (tmp_path / "a.txt").mkdir()
    with pytest.raises(DataError, match="cannot be written: it is a folder"):
        put(tmp_path / "a.txt", b"")
    assert os.listdir(tmp_path) == ["a.txt"]
    monkeypatch.chdir(tmp_path)
    with pytest.raises(DataError, match="cannot be written"):
        put(".", b"")
    assert os.listdir(tmp_path) == ["a.txt"]


def test_an_error_without_a_number_still_says_what_it_is(tmp_path):
    def fail():
        with replacing(tmp_path / "a.txt"):
            raise OSError("the tape has torn")

    with pytest.raises(DataError, match="the tape has torn"):
        fail()


def test_a_pipe_is_written_to_not_replaced(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    with replacing(pipe) as stream:
        stream.write(b"through")
    assert os.read(reader, 100) == b"through"
    os.close(reader)
    assert pipe.is_fifo()
    assert list(tmp_path.iterdir()) == [pipe]


def test_a_link_stays_a_link(tmp_path):
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_bytes(b"old")
    link.symlink_to(target)
    with replacing(link) as stream:
        stream.write(b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"


def test_an_open_streams_name_is_appended_to(tmp_path):
    target = tmp_path / "log"
    target.write_bytes(b"old ")
    code = (
        "from nertag.io.atomic import check_folder, replacing\n"
        "with replacing('/dev/stdout') as stream: stream.write(b'new')"
    )
    with open(target, "ab") as stdout:
        subprocess.run([sys.executable, "-c", code], stdout=stdout, check=True)
    assert target.read_bytes() == b"old new"


def test_a_folder_is_checked_before_the_work(tmp_path):
    check_folder(tmp_path / "new")
    assert os.listdir(tmp_path / "new") == []
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(DataError, match="cannot be written to"):
        check_folder(tmp_path / "file")
