import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import texts

from nertag.config import ReadingSettings
from nertag.errors import ConfigError, DataError
from nertag.formats.rules import Rule
from nertag.formats.source import Source
from nertag.io import encodings

ENCODINGS = ("utf-8", "UTF-8-SIG", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030")


@pytest.fixture
def source(tmp_path):
    """A source of this content."""

    def source(content, **reading):
        path = tmp_path / "in.txt"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return Source(path, ReadingSettings(**reading))

    return source


def piped(content, **reading):
    """What is read of a content from standard input, and its source."""
    found = Source("-", ReadingSettings(**reading))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content), encoding="utf-8"))
        return found.text(), found


lines = st.lists(texts(), max_size=4).map("\n".join)


@given(text=lines, encoding=st.sampled_from(ENCODINGS), size=st.integers(1, 7))
def test_a_text_is_read_as_it_is(text, encoding, size):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(encodings, "PIECE", size)
        marked = text if encoding.endswith(("SIG", "16", "32")) else "\ufeff" + text
        found, source = piped(marked.encode(encoding), encoding=encoding)
    assert found == text
    assert list(source.oddities) == []


@given(text=lines.filter(lambda text: not text.startswith("\ufeff")))
def test_a_text_needs_no_byte_order_mark(text):
    assert piped(text.encode())[0] == text


def test_lines_are_ended_by_lf_and_crlf_only(source):
    content = "\ufeffa\r\nb\x0bc\u2028d\re\x85\n\n\ufefff\x00"
    found = source(content)
    assert list(found.lines()) == ["a", "b\x0bc\u2028d\re\x85", "", "\ufefff\x00"]
    assert found.text() == content[1:]


def test_lines_take_the_encoding(source):
    found = source("北京\r\n上海".encode("gb18030"), encoding="gb18030")
    assert list(found.lines()) == ["北京", "上海"]


def test_broken_bytes_of_lines(source):
    found = source(b"a\nb\xff\n", encoding_errors="replace")
    assert list(found.lines()) == ["a", "b\ufffd"]
    assert [(o.rule, o.count, o.lines) for o in found.oddities] == [(Rule.REPLACED_BYTES, 1, [2])]
    with pytest.raises(DataError, match="0xff, is not UTF-8") as caught:
        list(source(b"a\nb\xff\n").lines())
    assert caught.value.line == 2


def test_pieces_are_short_where_a_line_is_long(source):
    pieces = list(source("北" * 100_000).pieces())
    assert max(map(len, pieces)) <= encodings.PIECE
    assert "".join(pieces) == "北" * 100_000


BROKEN = [
    ("北\n京\xff京".encode("latin-1", "ignore"), "utf-8", 2, 2, "ff"),
    (b"a\nb\xe4\xba", "utf-8", 2, 4, "e4"),
    (b"\xef\xbb\xbfa\x80", "utf-8", 1, 5, "80"),
    (b"\n\n\xff", "gb18030", 3, 3, "ff"),
    ("a\n上b\n".encode("utf-16-le") + b"\x00\xdcx\x00", "utf-16-le", 3, 11, "00"),
    ("a\n上b\n".encode("utf-16-be") + b"\xdc\x00\x00x", "utf-16-be", 3, 11, "dc"),
    ("a\n".encode("utf-16-le") + b"\xff", "utf-16-le", 2, 5, "ff"),
]


@pytest.mark.parametrize("size", [1, 3, 1000])
@pytest.mark.parametrize(("content", "encoding", "line", "byte", "code"), BROKEN)
def test_a_broken_byte_is_named(source, monkeypatch, size, content, encoding, line, byte, code):
    monkeypatch.setattr(encodings, "PIECE", size)
    message = f"byte {byte} of the file, 0x{code}, is not {encoding.upper()}.*`encoding`"
    with pytest.raises(DataError, match=message) as caught:
        source(content, encoding=encoding).text()
    assert caught.value.line == line


@pytest.mark.parametrize("size", [1, 3, 1000])
@pytest.mark.parametrize(("content", "encoding", "line", "byte", "code"), BROKEN)
def test_a_broken_byte_is_replaced_on_demand(
    source, monkeypatch, size, content, encoding, line, byte, code
):
    monkeypatch.setattr(encodings, "PIECE", size)
    found = source(content, encoding=encoding, encoding_errors="replace")
    text = found.text()
    assert "\ufffd" in text.split("\n")[line - 1]
    assert not any("\ufffd" in part for part in text.split("\n")[: line - 1])
    assert text == content.decode(encoding, "replace").removeprefix("\ufeff")
    (oddity,) = found.oddities
    assert oddity.rule == Rule.REPLACED_BYTES
    assert set(oddity.lines) == {line}


@pytest.mark.parametrize("errors", ["strict", "replace"])
def test_utf_16_of_an_unknown_order(source, errors):
    message = "cannot be decoded: .* does not start with BOM .*`encoding=utf-16-le`"
    with pytest.raises(DataError, match=message) as caught:
        source(b"\x00\x00", encoding="utf-16", encoding_errors=errors).text()
    assert caught.value.line == 1


def test_strictness_comes_back_after_a_broken_byte(source):
    found = source(b"a\xff\nb\n\xfec\n", encoding_errors="replace")
    assert found.text() == "a\ufffd\nb\n\ufffdc\n"
    assert [(oddity.count, oddity.lines) for oddity in found.oddities] == [(2, [1, 3])]


@pytest.mark.parametrize(
    "encoding",
    ["no-such", "rot13", "hex", "undefined", "a\x00b", "idna", "punycode", "unicode_escape"],
)
def test_an_encoding_that_is_none(source, encoding):
    with pytest.raises(ConfigError, match=r"`encoding` is .*, expected one that Python knows"):
        source("a", encoding=encoding).text()


def test_a_file_that_is_missing(tmp_path):
    with pytest.raises(DataError, match="cannot be read") as caught:
        Source(tmp_path / "none").text()
    assert caught.value.line == 0


def test_an_error_names_file_line_and_way_on():
    error = Source("a.txt").error(3, "what", "hint")
    assert str(error) == "a.txt:3: what (hint)"
    assert (error.path, error.line, error.what, error.hint) == ("a.txt", 3, "what", "hint")


@given(st.binary(max_size=60), st.sampled_from(ENCODINGS), st.sampled_from(["strict", "replace"]))
def test_any_bytes_are_text_or_a_data_error(content, encoding, errors):
    try:
        text, source = piped(content, encoding=encoding, encoding_errors=errors)
    except DataError as error:
        line, message = error.line, str(error)
    else:
        if errors == "strict":
            assert text == content.decode(encoding).removeprefix("\ufeff")
            assert list(source.oddities) == []
        return
    assert errors == "strict" or "does not start with BOM" in message
    assert 0 < line <= content.count(b"\n") + 1
