import gzip
import io
import lzma
import sys

import pytest
import zstandard

from nertag.errors import DataError
from nertag.io.compression import decompressing, plain_name

PACK = {".gz": gzip.compress, ".xz": lzma.compress, ".zst": zstandard.compress}
CONTENT = "李雷在北京。\n".encode() * 50_000
KINDS = pytest.mark.parametrize("ending", PACK)


def unpacked(packed, name, size=-1):
    with decompressing(io.BytesIO(packed), name) as stream:
        return stream.read(size)


@KINDS
def test_files_are_unpacked_by_their_name(ending):
    packed = PACK[ending](CONTENT)
    assert unpacked(packed, f"a.txt{ending}") == CONTENT
    assert unpacked(packed, "a.txt") == packed
    assert unpacked(PACK[ending](b""), f"a{ending}") == b""


@KINDS
def test_files_put_one_behind_the_other_are_read_to_the_end(ending):
    packed = PACK[ending](CONTENT) + PACK[ending](b"more")
    assert unpacked(packed, f"a{ending}") == CONTENT + b"more"


@KINDS
def test_lines_and_parts_can_be_read(ending):
    with decompressing(io.BytesIO(PACK[ending](CONTENT)), f"a{ending}") as stream:
        assert stream.readline() == CONTENT[:19]
        part = stream.read1(100_000)
        assert 0 < len(part) <= 100_000
        assert CONTENT.startswith(part, 19)


@KINDS
@pytest.mark.parametrize("damage", [lambda packed: packed[:-5], lambda packed: b"\0" * 40])
def test_a_damaged_file_is_named(ending, damage):
    name = {".gz": "gzip", ".xz": "xz", ".zst": "zstd"}[ending]
    with pytest.raises(DataError, match=rf"a{ending}: is not a whole {name} file: .*fetch it"):
        unpacked(damage(PACK[ending](CONTENT)), f"a{ending}")


@pytest.mark.parametrize(
    ("path", "name"),
    [("a/b.bin.gz", "b.bin"), ("b.txt.zst", "b.txt"), ("b.xz", "b"), ("b.bin", "b.bin")],
)
def test_the_plain_name_of_a_file(path, name):
    assert plain_name(path) == name


def test_other_errors_are_left_as_they_are():
    def read():
        with decompressing(io.BytesIO(gzip.compress(b"")), "a.gz"):
            raise KeyError("other")

    with pytest.raises(KeyError, match="other"):
        read()


def test_a_missing_package_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "zstandard", None)
    with pytest.raises(DataError, match=r"reading zstd needs the package zstandard \(pip install"):
        unpacked(b"", "a.zst")
