import gzip
import io
import lzma
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import texts

from nertag.errors import DataError
from nertag.io.lines import (
    LONGEST_LINE,
    decode_blocks,
    decode_lines,
    open_bytes,
    read_blocks,
    read_lines,
)
from nertag.io.long_line import LongLine


def lines_of(content: bytes) -> list[str]:
    return list(decode_lines(io.BytesIO(content), "in.txt"))


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_lf_and_crlf_end_a_line(end):
    assert lines_of(f"北{end}{end}京{end}".encode()) == ["北", "", "京"]


@pytest.mark.parametrize("sign", list("\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029\x00"))
def test_nothing_else_ends_a_line(sign):
    assert lines_of(f"a{sign}b\nc{sign}".encode()) == [f"a{sign}b", f"c{sign}"]


def test_a_lone_cr_at_the_end_of_the_file_is_kept():
    assert lines_of(b"a\r\nb\r") == ["a", "b\r"]


def test_only_one_cr_belongs_to_the_line_end():
    assert lines_of(b"a\r\r\n") == ["a\r"]


@given(st.lists(texts(exclude="\r\ufeff", max_size=8)), st.sampled_from(["\n", "\r\n"]))
def test_lines_in_are_lines_out(lines, end):
    content = "".join(line + end for line in lines).encode()
    assert lines_of(content) == lines
    assert lines_of(b"\xef\xbb\xbf" + content) == lines


def test_a_bom_is_eaten_once_and_only_at_the_start():
    assert lines_of("\ufeff\ufeffa\n\ufeffb\n".encode()) == ["\ufeffa", "\ufeffb"]


@pytest.mark.parametrize(
    ("content", "line", "byte"),
    [
        (b"ok\n\xe5\x8c\n", 2, "byte 1 of the line, 0xe5"),
        ("caf\xe9 x".encode("latin-1"), 1, "byte 4 of the line, 0xe9"),
        (b"a\nb\n\xed\xa0\x80", 3, "byte 1 of the line, 0xed"),
    ],
)
def test_broken_utf8_names_file_line_and_byte(content, line, byte):
    with pytest.raises(DataError) as caught:
        lines_of(content)
    assert (caught.value.path, caught.value.line) == ("in.txt", line)
    assert str(caught.value).startswith(f"in.txt:{line}: {byte}")


@given(st.binary(max_size=40))
def test_any_bytes_are_lines_or_a_data_error(content):
    try:
        lines = lines_of(content)
    except DataError:
        with pytest.raises(UnicodeDecodeError):
            content.decode("utf-8")
    else:
        assert len(lines) == content.count(b"\n") + (content[-1:] not in (b"", b"\n"))


def test_a_file_that_is_not_there_is_a_data_error(tmp_path):
    with pytest.raises(DataError, match="cannot be read: No such file"):
        list(read_lines(tmp_path / "none.txt"))
    with pytest.raises(DataError, match="cannot be read"):
        list(read_lines(tmp_path))


def test_a_dash_is_standard_input(monkeypatch):
    stream = io.TextIOWrapper(io.BytesIO("北\n京".encode()), encoding="utf-8")
    monkeypatch.setattr("sys.stdin", stream)
    assert list(read_lines("-")) == ["北", "京"]
    with open_bytes("-") as stream:
        assert not stream.closed


class Trickle(io.RawIOBase):
    """A pipe whose writer writes piece by piece."""

    def __init__(self, pieces):
        self._pieces = list(pieces)

    def readable(self):
        return True

    def readinto(self, target):
        piece = self._pieces.pop(0) if self._pieces else b""
        target[: len(piece)] = piece
        return len(piece)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le"])
def test_lines_are_given_as_soon_as_they_are_read(encoding):
    pieces = ["一\n二\r\n", "三", "\n四\n五", "\n", "六"]
    stream = io.BufferedReader(Trickle(piece.encode(encoding) for piece in pieces))
    blocks = list(decode_blocks(stream, "in.txt", encoding))
    assert blocks == [["一", "二"], ["三", "四"], ["五"], ["六"]]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_line_longer_than_a_block_is_whole(encoding):
    content = ("北" * 300_000 + "\n" + "京" * 300_000).encode(encoding)
    lines = [line for block in decode_blocks(io.BytesIO(content), "x", encoding) for line in block]
    assert [set(line) for line in lines] == [{"北"}, {"京"}]
    assert [len(line) for line in lines] == [300_000, 300_000]


@pytest.mark.parametrize("pack", [gzip.compress, lzma.compress])
def test_files_are_unpacked_by_their_name(tmp_path, pack):
    ending = {gzip.compress: ".gz", lzma.compress: ".xz"}[pack]
    path = tmp_path / f"a.txt{ending}"
    path.write_bytes(pack("北\n京\n".encode()))
    assert list(read_lines(path)) == ["北", "京"]
    assert [line for block in read_blocks(path) for line in block] == ["北", "京"]


def test_blocks_of_standard_input_may_come_from_no_file(monkeypatch):
    stream = io.TextIOWrapper(io.BytesIO("北\n京".encode()), encoding="utf-8")
    monkeypatch.setattr(sys, "stdin", stream)
    assert [line for block in read_blocks("-") for line in block] == ["北", "京"]


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1"])
@pytest.mark.parametrize("end", ["", "\n", "\nc"])
def test_a_line_without_an_end_is_refused_in_bounded_memory(encoding, end):
    long = b"a\nb\n" + b"x" * 1_000_000 + end.encode()
    with pytest.raises(DataError, match=r"in\.txt:3: a line of more than 500,000 bytes"):
        list(decode_blocks(io.BytesIO(long), "in.txt", encoding, longest=500_000))
    lines = [
        line
        for block in decode_blocks(io.BytesIO(long), "in.txt", encoding, longest=1_000_000)
        for line in block
    ]
    assert list(map(len, lines))[:3] == [1, 1, 1_000_000]


def test_a_small_packed_file_of_one_line_does_not_take_all_memory(tmp_path):
    path = tmp_path / "a.txt.gz"
    path.write_bytes(gzip.compress(b"x" * (LONGEST_LINE + 1_000_000), 1))
    with pytest.raises(DataError, match="a line of more than 67,108,864 bytes"):
        list(read_lines(path))


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
@pytest.mark.parametrize("end", ["", "\n", "\r\n", "\nx\n"])
@pytest.mark.parametrize("size", [1, 3, 7])
def test_a_long_line_comes_in_pieces(monkeypatch, encoding, end, size):
    monkeypatch.setattr("nertag.io.lines.LONG_LINE", 8)
    bom = "" if encoding == "utf-16" else "\ufeff"  # that codec writes its own
    content = f"{bom}一\n{'北京' * 12}{end}".encode(encoding)
    pieces = [content[i : i + size] for i in range(0, len(content), size)]
    blocks = list(decode_blocks(io.BufferedReader(Trickle(pieces)), "in.txt", encoding))
    long = [line for block in blocks for line in block if isinstance(line, LongLine)]
    assert list(map(str, long)) == ["北京" * 12]
    assert len(long[0]) == 24
    lines = [str(line) for block in blocks for line in block]
    assert lines == [*content.decode(encoding).removeprefix("\ufeff").split()]


def test_a_long_line_that_is_not_utf_8_is_refused_or_repaired(monkeypatch):
    monkeypatch.setattr("nertag.io.lines.LONG_LINE", 8)
    content = b"a\n" + "北".encode() * 5 + b"\xff" + "京".encode() * 5 + b"\n"
    pieces = [content[i : i + 2] for i in range(0, len(content), 2)]
    message = r"in\.txt:2: byte 16 of the line, 0xff, is not UTF-8"
    with pytest.raises(DataError, match=message):
        list(decode_blocks(io.BufferedReader(Trickle(pieces)), "in.txt"))
    replaced = []
    stream = io.BufferedReader(Trickle(pieces))
    assert list(decode_lines(stream, "x", replaced=replaced.append)) == [
        "a",
        "北北北北北\ufffd京京京京京",
    ]
    assert replaced == [2]
