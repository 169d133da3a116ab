from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nertag.corpus.check.fix.raw import read_raw
from nertag.errors import DataError


@given(st.binary(max_size=30))
def test_bytes_come_back_as_they_were(tmp_path_factory, data):
    path = tmp_path_factory.getbasetemp() / "raw"
    path.write_bytes(data)
    for encoding in ("utf-8", "utf-8-sig", "latin-1"):
        assert read_raw(path, encoding).encode() == data
    for encoding in ("gb18030", "utf-16", "utf-32", "shift_jis"):
        with suppress(DataError):
            assert read_raw(path, encoding).encode() == data


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "utf-32-be"])
def test_lines_without_the_mark(tmp_path, encoding):
    path = tmp_path / "a"
    path.write_bytes("\ufeffa\r\n北".encode(encoding))
    raw = read_raw(path, encoding.rpartition("-")[0] if "-be" in encoding else encoding)
    assert (raw.mark, raw.lines) == ("\ufeff", ["a\r", "北"])


def test_what_cannot_be_kept_is_refused(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(b"\x00\xd8a")
    with pytest.raises(DataError, match="save it as UTF-8 first"):
        read_raw(path, "utf-16-le")
