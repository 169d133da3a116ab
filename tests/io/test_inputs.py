import gzip
import io
import os
import sys

import pytest
from pipe_tools import piped

from nertag.errors import DataError
from nertag.io import inputs, open_bytes, reading_pipes_again

CONTENT = bytes(range(256)) * 3000


@pytest.fixture
def small(monkeypatch):
    """Little of a pipe stays in memory."""
    monkeypatch.setattr(inputs, "IN_MEMORY", 1000)


@pytest.mark.usefixtures("small")
def test_a_pipe_is_read_again_from_its_beginning():
    with piped(CONTENT) as pipe, reading_pipes_again():
        for size in (10, 70_000, 20):
            with open_bytes(pipe) as stream:
                assert stream.read(size) == CONTENT[:size]
        for _ in range(2):
            with open_bytes(pipe) as stream:
                assert stream.read() == CONTENT


@pytest.mark.usefixtures("small")
def test_readings_of_a_pipe_do_not_disturb_each_other():
    with (
        piped(CONTENT) as pipe,
        reading_pipes_again(),
        open_bytes(pipe) as first,
        open_bytes(pipe) as second,
    ):
        found = [(first.read(7), second.read(7)) for _ in range(1000)]
    assert all(one == other for one, other in found)
    assert b"".join(one for one, _ in found) == CONTENT[:7000]


def test_standard_input_is_read_again(monkeypatch):
    stream = io.TextIOWrapper(io.BytesIO(CONTENT), encoding="utf-8")
    monkeypatch.setattr(sys, "stdin", stream)
    with reading_pipes_again():
        for _ in range(2):
            with open_bytes("-") as stream:
                assert stream.read() == CONTENT
    assert not sys.stdin.buffer.closed


def test_a_named_pipe_is_opened_once(tmp_path):
    path = tmp_path / "pipe"
    os.mkfifo(path)
    held = os.open(path, os.O_RDWR)  # so that opening does not wait
    os.write(held, b"abc\n")
    with reading_pipes_again():
        for _ in range(2):
            with open_bytes(path) as stream:
                assert stream.read1() == b"abc\n"
    os.close(held)


def test_a_compressed_pipe_is_unpacked(tmp_path):
    path = tmp_path / "pipe.gz"
    with piped(gzip.compress(CONTENT)) as pipe, reading_pipes_again():
        path.symlink_to(pipe)
        for size in (10, len(CONTENT)):
            with open_bytes(path) as stream:
                assert stream.read(size) == CONTENT[:size]


def test_no_more_of_a_pipe_is_kept_than_is_asked_for():
    with piped(CONTENT) as pipe, reading_pipes_again(most=1000):
        with open_bytes(pipe) as stream:
            assert stream.read(10) == CONTENT[:10]
        with open_bytes(pipe) as stream:
            assert stream.read() == CONTENT
        message = r"is a pipe, .* only once \(give a file\)"
        with pytest.raises(DataError, match=message), open_bytes(pipe):
            pass


def test_a_block_within_a_block_keeps_what_the_outer_one_asks_for():
    with piped(CONTENT) as pipe, reading_pipes_again():
        with reading_pipes_again(most=10), open_bytes(pipe) as stream:
            assert stream.read() == CONTENT
        with open_bytes(pipe) as stream:
            assert stream.read() == CONTENT


def test_files_of_another_block_are_read_anew(tmp_path):
    path = tmp_path / "pipe"
    os.mkfifo(path)
    for content in (b"a", b"b"):
        held = os.open(path, os.O_RDWR)
        os.write(held, content)
        with reading_pipes_again(), open_bytes(path) as stream:
            assert stream.read1() == content
        os.close(held)


def test_closed_standard_input_is_one_line(monkeypatch):
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(DataError, match="-: standard input is closed"), open_bytes("-"):
        pass


@pytest.mark.parametrize("path", ["/proc/self/mem", "/proc/self/mem/", "a\0b", "", "/", "none"])
@pytest.mark.parametrize("size", [-1, 5])
def test_every_error_of_reading_names_the_file(path, size):
    with pytest.raises(DataError, match="cannot be read: ") as caught, open_bytes(path) as stream:
        stream.read(size)
    assert caught.value.path == path
