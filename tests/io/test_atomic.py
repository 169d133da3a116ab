import os
import subprocess
import sys
from itertools import chain

import pytest
from power import traced

from nertag.errors import ConfigError, DataError
from nertag.io import open_bytes
from nertag.io.atomic import check_folder, replacing, replacing_all
from nertag.io.journal import JOURNAL


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


def test_what_a_crash_left_behind_is_swept(tmp_path):
    foreign = ("b.txt.0123abcd.part", "a.txt.part", "a.txt.0123abcd.part2", "a.txt.0123ABCD.part")
    for name in (*foreign, "a.txt.0123abcd.part"):
        (tmp_path / name).write_bytes(b"a longer left-over than the new content")
    put(tmp_path / "a.txt", b"new")
    assert (tmp_path / "a.txt").read_bytes() == b"new"
    assert sorted(os.listdir(tmp_path)) == sorted(["a.txt", *foreign])


def test_of_two_writers_the_last_one_wins_whole(tmp_path):
    path = tmp_path / "a.txt"
    with replacing(path) as first:
        first.write(b"first " * 1000)
        with replacing(path) as second:
            second.write(b"second")
        assert path.read_bytes() == b"second"
    assert path.read_bytes() == b"first " * 1000
    assert os.listdir(tmp_path) == ["a.txt"]


def several(folder):
    return [folder / "a.txt", folder / "a.ann", folder / "new" / "a.json"]


def put_all(paths, content, failure=None):
    with replacing_all(paths) as streams:
        for stream in streams:
            stream.write(content)
        if failure:
            raise failure


def held(folder):
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_several_files_appear_together(tmp_path):
    (tmp_path / "new").mkdir()
    for content in (b"old", b"new"):
        put_all(several(tmp_path), content)
        assert held(tmp_path) == dict.fromkeys(("a.txt", "a.ann", "a.json"), content)


@pytest.mark.parametrize("step", [0, 1, 2])
@pytest.mark.parametrize("links", [True, False])
def test_a_name_that_cannot_be_changed_leaves_all_as_they_were(tmp_path, monkeypatch, step, links):
    (tmp_path / "new").mkdir()
    put_all(several(tmp_path)[:2], b"old")
    real, count = os.replace, 0

    def replace(source, target):
        nonlocal count
        count += str(source).endswith(".part")
        if count == step + 1 and str(source).endswith(".part"):
            raise OSError(13, "Permission denied")
        real(source, target)

    monkeypatch.setattr(os, "replace", replace)
    if not links:
        monkeypatch.setattr(os, "link", lambda *_: (_ for _ in ()).throw(OSError(95, "none")))
    with pytest.raises(DataError, match="cannot be written: Permission denied") as caught:
        put_all(several(tmp_path), b"new")
    assert caught.value.path == str(several(tmp_path)[step])
    assert held(tmp_path) == {"a.txt": b"old", "a.ann": b"old"}


@pytest.mark.parametrize("failure", [ValueError(), KeyboardInterrupt()])
def test_a_failure_inside_leaves_all_as_they_were(tmp_path, failure):
    put_all(several(tmp_path)[:2], b"old")
    with pytest.raises(type(failure)):
        put_all(several(tmp_path)[:2], b"new", failure)
    assert held(tmp_path) == {"a.txt": b"old", "a.ann": b"old"}


def test_the_order_of_what_is_done_survives_a_loss_of_power(tmp_path, monkeypatch):
    """All contents are synced before the first name changes, folders after the last."""
    (tmp_path / "new").mkdir()
    done = traced(monkeypatch)
    put_all(several(tmp_path), b"new")
    names, folders = ("a.txt", "a.ann", "a.json"), (tmp_path.name, "new")
    journal = [[f"sync {JOURNAL}.new", f"rename {JOURNAL}", f"sync {folder}"] for folder in folders]
    assert done == [
        *(f"sync {name}" for name in names),
        *chain(*journal),
        *(f"rename {name}" for name in names),
        *(f"sync {folder}" for folder in folders),
    ]


KILLED = """
import os, sys
from nertag.io import replacing_all
real, left = os.replace, int(sys.argv[1])
def replace(source, target):
    global left
    if left == 0:
        os._exit(9)
    left -= 1
    real(source, target)
os.replace = replace
with replacing_all(sys.argv[2:]) as streams:
    for stream in streams:
        stream.write(b"new")
"""


@pytest.mark.parametrize("renames", range(5))
@pytest.mark.parametrize("then", ["read", "write"])
def test_files_of_a_process_that_is_killed_between_renames_are_all_old_or_all_new(
    tmp_path, renames, then
):
    paths = [tmp_path / name for name in ("b.html", "b.png", "b.jsonl")]
    put_all(paths[:2], b"old")
    command = [sys.executable, "-c", KILLED, str(renames), *map(str, paths)]
    assert subprocess.run(command).returncode == (9 if renames < 4 else 0)
    if then == "read":
        with open_bytes(paths[0]) as stream:
            stream.read()
    else:
        put(tmp_path / "b.html", b"newer")
        (tmp_path / "b.html").write_bytes(b"new" if renames else b"old")
    old = {"b.html": b"old", "b.png": b"old"}
    new = dict.fromkeys(("b.html", "b.png", "b.jsonl"), b"new")
    found = {name: content for name, content in held(tmp_path).items() if name[0] == "b"}
    left = {name for name in found if name.endswith((".part", ".old"))}
    assert {name: found[name] for name in set(found) - left} == (new if renames else old)
    assert not left or not renames
    assert not (tmp_path / JOURNAL).exists()


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


def test_a_disk_that_is_full_while_writing_is_named():
    with pytest.raises(DataError, match="/dev/full: cannot be written: No space left on device"):
        put("/dev/full", b"new")


def test_an_error_of_something_else_is_not_taken_for_the_files(tmp_path):
    def fail():
        with replacing(tmp_path / "a.txt"):
            raise OSError("the tape has torn")

    with pytest.raises(OSError, match="the tape has torn"):
        fail()
    assert os.listdir(tmp_path) == []


def test_a_name_with_a_nul(tmp_path):
    with pytest.raises(DataError, match=r"cannot be written: .*embedded null"):
        put(f"{tmp_path}/a\0b", b"")


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
    with pytest.raises(DataError, match="cannot be written: "):
        check_folder(tmp_path / "file")
